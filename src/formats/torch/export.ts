// A document as a folder for PyTorch: model.py, the numbers of a run, and check.py, which holds the one to the other.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import { type NamedTensor, writeSafetensors } from "../arrays/writeSafetensors.ts"
import { crc32 } from "../links/crc32.ts"
import { checkOf } from "./check.ts"
import { holdsOnlyIndices } from "./classes.ts"
import { modelOf } from "./model.ts"
import { replayOf } from "./replay.ts"
import { type KnownNode, spoken } from "./statements.ts"

/** A run as the numbers of the export: what went in, what came out, and what was drawn. */
export interface RunNumbers {
  readonly dtype: Dtype
  readonly values: ReadonlyMap<string, Tensor>
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
  readonly gradients: ReadonlyMap<string, Tensor>
  readonly started?: {
    readonly buffers: ReadonlyMap<string, Tensor>
    readonly upstream: ReadonlyMap<string, Tensor>
    readonly masks: ReadonlyMap<string, Tensor>
  }
}

interface TorchFiles {
  readonly model: string
  readonly check: string
  readonly numbers: Uint8Array
}

/** Node → reason, of nodes that cannot be said. */
export function torchFiles(analysis: Analysis, run: RunNumbers): TorchFiles {
  const nodes = analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    return node?.op != null && node.context !== null && node.outputs !== null && node.state === "ok"
      ? [node as KnownNode]
      : []
  })
  const draws = (node: KnownNode): readonly string[] => node.op.draws?.({ ...node.context, mode: analysis.mode }) ?? []
  const model = modelOf(analysis, nodes, draws)
  const replay = replayOf(analysis, nodes, draws)
  const masks = new Set(replay.masks)
  const numbers = bytesOf(writeSafetensors(tensorsOf(analysis, run, masks), { mode: analysis.mode, dtype: run.dtype }))
  const rough = nodes.some((node) => spoken(node.op)?.rough !== undefined)
  const tolerance = run.dtype === "float32" ? "1e-4" : rough ? "1e-7" : "1e-9"
  const check = checkOf({ analysis, nodes, model, replay, checksum: crc32(numbers), tolerance })
  return { model: model.text, check, numbers }
}

function tensorsOf(analysis: Analysis, run: RunNumbers, masks: ReadonlySet<string>): readonly NamedTensor[] {
  const drawn = [...(run.started?.masks ?? [])].filter(([place]) => masks.has(place))
  return [
    ...[...run.values].map(([place, tensor]) => {
      const source = { node: place.slice(0, place.lastIndexOf(":")), port: "value" }
      const whole = holdsOnlyIndices(analysis, source) && tensor.data.every(Number.isSafeInteger)
      return { name: `value/${place}`, tensor, whole }
    }),
    ...named("param", run.params),
    ...named("buffer", run.started?.buffers ?? new Map()),
    ...named("buffer_after", run.buffers),
    ...named("grad", run.gradients),
    ...named("upstream", run.started?.upstream ?? new Map()),
    ...named("mask", new Map(drawn)),
  ]
}

function named(kind: string, tensors: ReadonlyMap<string, Tensor>): readonly NamedTensor[] {
  return [...tensors].map(([name, tensor]) => ({ name: `${kind}/${name}`, tensor }))
}

function bytesOf(pieces: Iterable<Uint8Array>): Uint8Array {
  const all = [...pieces]
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of all) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

// The weights of a document under PyTorch's names, and how they are told before they are written.

import { count } from "../../graph/problem.ts"
import { formatShape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { weightPlaces } from "../weights/weightPlaces.ts"
import type { Exported, ExportedFile, ExportFormat, ExportSource } from "./exportFormat.ts"

/** A tensor of a state_dict. */
export interface StateTensor {
  readonly name: string
  readonly tensor: Tensor
}

/** What every format of weights shares: `write` says how tensors become bytes. */
export function weightsFormat(
  words: Pick<ExportFormat, "kind" | "title" | "about" | "rank">,
  write: (tensors: readonly StateTensor[]) => Iterable<Uint8Array>,
): ExportFormat {
  return {
    ...words,
    shelf: "weights",
    ending: `.${words.kind}`,
    mode: "train",
    switches: [],
    write: (source) => exportedWeights(source, words.kind, write),
  }
}

function exportedWeights(
  source: ExportSource,
  kind: string,
  write: (tensors: readonly StateTensor[]) => Iterable<Uint8Array>,
): Exported {
  const { tensors, notes } = stateDict(source)
  const size = tensors.reduce((sum, { tensor }) => sum + sizeOf(tensor.shape), 0)
  const file: ExportedFile = {
    path: `${source.name}.${kind}`,
    content: () => write(tensors),
    preview: tensors.map(({ name, tensor }) => `${name}  ${formatShape(tensor.shape)}`).join("\n"),
  }
  const counted = `${count(tensors.length)} tensors, ${count(size)} numbers in ${source.dtype}.`
  return { files: [file], lost: [], notes: [counted, ...notes] }
}

/** Params and running statistics in the order of the network. */
function stateDict(source: ExportSource): {
  readonly tensors: readonly StateTensor[]
  readonly notes: readonly string[]
} {
  const { params, buffers, problems } = source.start()
  const tensors = weightPlaces(source.analysis).flatMap(({ name, stateName, optional }) => {
    const tensor = params.get(name) ?? buffers.get(name)
    return tensor === undefined || optional ? [] : [{ name: stateName, tensor }]
  })
  return { tensors, notes: problems.map(({ sentence }) => sentence) }
}

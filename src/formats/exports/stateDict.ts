// The weights of a document under PyTorch's names, and how they are told before they are made.

import { count } from "../../graph/problem.ts"
import { formatShape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { weightPlaces } from "../weights/weightPlaces.ts"
import type { Exported, ExportFormat, ExportSource } from "./exportFormat.ts"

/** A tensor of a state_dict. */
interface StateTensor {
  readonly name: string
  readonly tensor: Tensor
}
type Write = (tensors: readonly StateTensor[]) => Iterable<Uint8Array>

/** What every format of weights shares: `write` says how tensors become bytes. */
export function weightsFormat(
  words: Pick<ExportFormat, "kind" | "title" | "about" | "rank">,
  write: Write,
): ExportFormat {
  return {
    ...words,
    shelf: "weights",
    ending: `.${words.kind}`,
    mode: "train",
    dtype: "float32",
    switches: [],
    write: (source) => exportedWeights(source, words.kind, write),
  }
}

/** Params and running statistics in the order of the network; drawn when they are written. */
function exportedWeights(source: ExportSource, kind: string, write: Write): Exported {
  const places = weightPlaces(source.analysis).filter(({ optional }) => !optional)
  const size = places.reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const content = () => {
    const { params, buffers, problems } = source.start()
    const [problem] = problems
    if (problem !== undefined) return { problem: problem.sentence }
    const tensors = places.flatMap(({ name, stateName }) => {
      const tensor = params.get(name) ?? buffers.get(name)
      return tensor === undefined ? [] : [{ name: stateName, tensor }]
    })
    return write(tensors)
  }
  const preview = places.map(({ stateName, shape }) => `${stateName}  ${formatShape(shape)}`).join("\n")
  return {
    files: [{ path: `${source.name}.${kind}`, content, preview }],
    lost: [],
    notes: [`${count(places.length)} tensors, ${count(size)} numbers in ${source.dtype}.`],
  }
}

// The params and running statistics of a document, as weight files know them: by PyTorch's name in a state_dict.

import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { WeightTensor } from "./weightFile.ts"

/** Where a tensor of a file may go. */
export interface WeightPlace {
  /** `conv1.weight`. */
  readonly name: string
  /** As PyTorch's state_dict calls it: a Parameter by its id alone. */
  readonly stateName: string
  readonly kind: "param" | "buffer"
  readonly shape: Shape
  /** Nobody misses it: numbers of a Constant stand in the document. */
  readonly optional: boolean
}

/** A place and the tensor that is meant for it. */
export interface Pair {
  readonly place: WeightPlace
  readonly tensor: WeightTensor
}

/** All of them, in the order in which they are used. Params that come by wire are their source's. */
export function weightPlaces(analysis: Analysis): readonly WeightPlace[] {
  return analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    return node === undefined ? [] : placesOf(node)
  })
}

function placesOf(node: NodeAnalysis): readonly WeightPlace[] {
  const source = sourceOf(node)
  const own = node.params.filter(({ wired }) => wired === null)
  // What an Input holds is data.
  const buffers = source === "argument" ? [] : node.buffers
  return [
    ...own.map((param) => ({ ...placeOf(node, param), kind: "param" as const, optional: false })),
    ...buffers.map((buffer) => ({ ...placeOf(node, buffer), kind: "buffer" as const, optional: source !== null })),
  ]
}

/** What a source is to PyTorch; null for a node with inputs. */
function sourceOf({ op }: NodeAnalysis): "argument" | "buffer" | "parameter" | null {
  return op !== null && "source" in op.torch ? op.torch.source : null
}

function placeOf(node: NodeAnalysis, { name, shape }: { readonly name: string; readonly shape: Shape }) {
  const { id, op } = node
  const module = op !== null && "module" in op.torch ? op.torch.module : undefined
  const stateName = sourceOf(node) === null ? `${id}.${module?.state?.[name] ?? name}` : id
  return { name: `${id}.${name}`, stateName, shape }
}

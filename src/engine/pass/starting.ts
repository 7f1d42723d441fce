// What a document's nodes start with, without running any of them.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import { faultOf } from "../faults.ts"
import { keptTensors } from "./tensors.ts"

/**
 * Params and buffers by `node.name`, as a run of this seed begins with them; without a seed the document's. A node whose params
 * are not known has none; one whose numbers cannot be used has a problem instead.
 */
export function startingTensors(
  analysis: Analysis,
  dtype: Dtype,
  seed: number = analysis.document.seed ?? 0,
): {
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
  readonly problems: readonly Problem[]
} {
  const params = new Map<string, Tensor>()
  const buffers = new Map<string, Tensor>()
  const problems: Problem[] = []
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    // What an Input holds is data, and may be large.
    if (node === undefined || node.op?.kind === "Input") continue
    try {
      const kept = keptTensors(node, null, seed, dtype)
      for (const [name, tensor] of kept.params) params.set(`${id}.${name}`, tensor)
      for (const [name, tensor] of kept.buffers) buffers.set(`${id}.${name}`, tensor)
    } catch (error) {
      problems.push(faultOf(error, id, "forward"))
    }
  }
  return { params, buffers, problems }
}

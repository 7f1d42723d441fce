// Ones are a poor upstream gradient: whatever is the same for all cells of a normalised set has no influence behind the
// normalisation, so that what comes back is zero but for rounding.

import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { leadsTo, ledToFrom } from "../../graph/analysis/reach.ts"
import { axesOfNode } from "../../graph/measure/axes/follow.ts"
import { placeName, readPlace } from "../../graph/wire.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import type { RunResult } from "../pass/result.ts"

/** Where a gradient was lost that started from ones. */
export interface Vanished {
  /** The output that backward starts from with ones. */
  readonly start: string
  /** The normalisation or softmax that the ones vanish in. */
  readonly through: NodeAnalysis
}

/** Of upstream gradients of 1: what is below this is rounding. */
export const ROUNDING = 1e-5

/** Why the gradient `node:port`, `node.param` or wire is nothing but rounding, if ones in a normalisation are the cause. */
export function vanishedOnes(analysis: Analysis, result: RunResult, name: string): Vanished | null {
  const { target, document } = analysis
  const gradient = result.gradients.get(name) ?? result.wires.get(name)
  if (target === null || gradient === undefined || Object.keys(document.upstream ?? {}).length > 0) return null
  const start = placeName(target)
  const output = result.values.get(start)
  if (output === undefined || sizeOf(output.shape) < 2 || gradient.data.some((x) => !(Math.abs(x) < ROUNDING)))
    return null
  const wire = analysis.wires.find(({ id }) => id === name)
  const node = wire?.to.node ?? readPlace(name)?.node ?? name.slice(0, name.lastIndexOf("."))
  const related = new Set([...ledToFrom(analysis, [node]), ...leadsTo(analysis, [node])])
  // What γ gets is Σ Z: zero as well, though it stands beside the normalisation and not before it.
  const beside = (analysis.leaving.get(node) ?? []).map(({ to }) => to.node)
  for (const id of leadsTo(analysis, beside)) related.add(id)
  const through = analysis.order
    .map((id) => analysis.nodes.get(id))
    .find((one) => one !== undefined && related.has(one.id) && normalises(one))
  return through === undefined ? null : { start, through }
}

/** A whole set of its input may be shifted without changing what it answers. */
function normalises(node: NodeAnalysis): boolean {
  const of = axesOfNode(node)?.means?.of
  return of === "mean and variance" || of === "sum of exponentials"
}

// The numbers of an overlay that the log of a training elsewhere tells, node by node.

import { sizeOf } from "../../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { shapesAt } from "../../analysis/shapes.ts"
import type { LoggedNode } from "../../values/recorded.ts"
import type { LogMeasure, Part, Parts } from "./parts.ts"

/** By node, of those that the document has: weighed by how many numbers or units each puts out, so that groups have their own. */
export function loggedParts(measure: LogMeasure, analysis: Analysis, nodes: ReadonlyMap<string, LoggedNode>): Parts {
  const parts = new Map<string, Part>()
  for (const [id, logged] of nodes) {
    const node = analysis.nodes.get(id)
    const part = node === undefined ? null : partOf(measure, node, logged)
    if (part !== null) parts.set(id, part)
  }
  return parts
}

function partOf(measure: LogMeasure, node: NodeAnalysis, logged: LoggedNode): Part | null {
  const number = logged[measure]
  if (number === null) return null
  if (measure === "update") {
    const of = (logged.norm ?? 1) ** 2
    return { amount: number ** 2 * of, of }
  }
  const shapes = Object.values(node.outputs ?? {}).flatMap(shapesAt)
  if (measure === "dead") {
    const units = shapes[0]?.[1] ?? 1
    return { amount: Math.round(number * units), of: units }
  }
  const of = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) || 1
  return { amount: number ** 2 * of, of }
}

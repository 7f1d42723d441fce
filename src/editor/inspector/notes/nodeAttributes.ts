import type { NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { attributesOf } from "../../../graph/analysis/shapes.ts"

/** The attributes of a node with their defaults; none where one cannot be read. */
export function attributesOfNode(node: NodeAnalysis): { readonly [name: string]: unknown } {
  return (node.op === null ? null : attributesOf(node.op, node.node).values) ?? {}
}

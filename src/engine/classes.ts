// Which sources hold class indices.

import type { Analysis } from "../graph/analysis/analysis.ts"

/** The least number of classes among the class-index ports that a node feeds, or null if it feeds none. */
export function classesFed(analysis: Analysis, node: string): number | null {
  let least: number | null = null
  for (const { to } of analysis.leaving.get(node) ?? []) {
    const consumer = analysis.nodes.get(to.node)
    if (consumer?.context == null) continue
    const classes = consumer.op?.inputs[to.port]?.classes?.(consumer.context.shapes, consumer.context.attrs) ?? null
    if (classes !== null) least = Math.min(least ?? classes, classes)
  }
  return least
}

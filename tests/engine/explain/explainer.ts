// Small graphs whose numbers are asked why.

import { expect } from "vitest"
import { explain } from "../../../src/engine/explain/explain.ts"
import type { Explanation } from "../../../src/engine/explain/terms/explanation.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { runDocument } from "../../graphs/gallery.ts"

export function input(
  id: string,
  value: NonNullable<NodeDocument["values"]>[string],
  shape: readonly number[],
): NodeDocument {
  return { id, op: "Input", attrs: { shape: [...shape] }, values: { value } }
}

/** Backward starts at the last node. */
export function explainer(nodes: readonly NodeDocument[], upstream?: GradwireDocument["upstream"]) {
  const { analysis, result } = runDocument({
    gradwire: 1,
    seed: 1,
    target: nodes.at(-1)!.id,
    nodes: [...nodes],
    ...(upstream === undefined ? {} : { upstream }),
  })
  const why = (name: string, side: "value" | "gradient", index: number): Explanation => {
    const explanation = explain(analysis, result, { name, side, index })
    expect(explanation).not.toBeNull()
    expect(Math.abs(explanation!.difference!)).toBeLessThan(1e-12)
    return explanation!
  }
  return { why, result }
}

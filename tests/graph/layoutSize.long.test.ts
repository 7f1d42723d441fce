// Graphs of a size that nobody draws: laying them out is no danger to the page.

import { expect, test } from "vitest"
import { layout } from "../../src/graph/layout/layout.ts"

test("a layout is no danger for a chain of 30,000 boxes, nor for one with a wire over all of it", () => {
  const boxes = Array.from({ length: 30_000 }, (_, i) => ({ id: `n${i}`, width: 100, height: 60 }))
  const joins = boxes.slice(1).map(({ id }, i) => ({ from: `n${i}`, to: id }))
  expect(layout(boxes, [...joins, { from: "n0", to: "n29999" }]).get("n29999")?.[0]).toBe(29_999 * 172)
})

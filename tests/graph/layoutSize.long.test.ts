// Graphs of a size that nobody draws: laying them out is no danger to the page.

import { expect, test } from "vitest"
import { layout } from "../../src/graph/layout/layout.ts"

test("a layout is no danger for a chain of 30,000 boxes, nor for one with a wire over all of it", () => {
  const boxes = Array.from({ length: 30_000 }, (_, i) => ({ id: `n${i}`, width: 100, height: 60 }))
  const joins = boxes.slice(1).map(({ id }, i) => ({ from: `n${i}`, to: id }))
  expect(layout(boxes, [...joins, { from: "n0", to: "n29999" }]).get("n29999")?.[0]).toBe(29_999 * 172)
})

test.each([200, 500, 2_000, 8_000])("%i boxes fill a window, as a chain and as a tangle", (count) => {
  const window = { width: 820, height: 510 }
  const boxes = Array.from({ length: count }, (_, i) => ({ id: `n${i}`, width: 160, height: 60 }))
  const chain = boxes.slice(1).map(({ id }, i) => ({ from: `n${i}`, to: id, words: 70 }))
  const skips = boxes.slice(8).map(({ id }, i) => ({ from: `n${i + ((7 * i) % 5)}`, to: id, words: 70 }))
  for (const joins of [chain, [...chain, ...skips]]) {
    const places = [...layout(boxes, joins, { window }).values()]
    const width = Math.max(...places.map(([x]) => x)) + 160
    const height = Math.max(...places.map(([, y]) => y)) + 60
    const zoom = Math.min(window.width / width, window.height / height)
    // The boxes alone, without a wire or a gap, would take the whole window at this zoom.
    const full = Math.sqrt((window.width * window.height) / (count * 160 * 60))
    expect(zoom / full, `${count} boxes, ${joins.length} wires: ${width}×${height}`).toBeGreaterThan(0.2)
  }
})

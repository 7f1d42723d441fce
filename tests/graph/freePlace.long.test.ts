// New nodes stand in view, clear of everything, as near as can be to where they were wanted.

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { stepAside } from "../../src/graph/drawing/aside.ts"
import { claimedBoxes } from "../../src/graph/drawing/boxes.ts"
import type { PlacedBox } from "../../src/graph/edit/arrange.ts"
import { meet, nearestFree } from "../../src/graph/layout/freePlace.ts"
import { ops } from "../../src/ops/registry.ts"

const VIEW: PlacedBox = { x: 0, y: 0, width: 30, height: 24 }
const boxes = (most: number) =>
  fc.array(
    fc.record({
      x: fc.integer({ min: -8, max: 32 }),
      y: fc.integer({ min: -8, max: 26 }),
      width: fc.integer({ min: 1, max: 14 }),
      height: fc.integer({ min: 1, max: 12 }),
    }),
    { maxLength: most },
  )

/** By trying every place. */
function leastShift(box: PlacedBox, taken: readonly PlacedBox[], margin: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let x = VIEW.x; x <= VIEW.width - box.width; x++)
    for (let y = VIEW.y; y <= VIEW.height - box.height; y++)
      if (!taken.some((other) => meet({ ...box, x, y }, other, margin)))
        least = Math.min(least, Math.abs(x - box.x) + Math.abs(y - box.y))
  return least
}

test("the nearest place is found wherever there is one", () => {
  const one = fc.tuple(boxes(6), boxes(1), fc.integer({ min: 0, max: 3 }))
  fc.assert(
    fc.property(one, ([taken, [box = { x: 4, y: 4, width: 5, height: 3 }], margin]) => {
      const shift = nearestFree(box, taken, VIEW, margin)
      const least = leastShift(box, taken, margin)
      expect(shift === null ? Number.POSITIVE_INFINITY : Math.abs(shift[0]) + Math.abs(shift[1])).toBe(least)
      if (shift === null) return
      const placed = { ...box, x: box.x + shift[0], y: box.y + shift[1] }
      expect(taken.every((other) => !meet(placed, other, margin))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

const card = (id: string, x: number, y: number, more: Partial<NodeDocument> = {}): NodeDocument => ({
  id,
  op: "Parameter",
  attrs: { shape: [3] },
  ...more,
  at: [x, y],
})

function placed(nodes: readonly NodeDocument[], newcomer: string, view: PlacedBox, covered: readonly PlacedBox[] = []) {
  const document: GradwireDocument = { gradwire: 1, nodes }
  const analysis = analyze(document, ops)
  const after = stepAside(document, [newcomer], analysis, { view, covered })
  const claims = claimedBoxes(after, analyze(after, ops))
  return { own: claims.get(newcomer)!, others: [...claims].filter(([id]) => id !== newcomer).map(([, box]) => box) }
}

describe("a newcomer", () => {
  const view: PlacedBox = { x: 0, y: 0, width: 800, height: 500 }

  test("stands in view and clear of what lies over the canvas, from wherever it comes", () => {
    const map: PlacedBox = { x: 620, y: 380, width: 180, height: 120 }
    const nodes = [card("a", 300, 200), card("b", 20, 20)]
    for (let x = -300; x <= 1100; x += 97)
      for (let y = -200; y <= 700; y += 83) {
        const { own, others } = placed([...nodes, card("new", x, y)], "new", view, [map])
        expect(own.x).toBeGreaterThanOrEqual(view.x)
        expect(own.y).toBeGreaterThanOrEqual(view.y)
        expect(own.x + own.width).toBeLessThanOrEqual(view.width)
        expect(own.y + own.height).toBeLessThanOrEqual(view.height)
        expect([...others, map].some((other) => meet(own, other, 20))).toBe(false)
      }
  })

  test("keeps clear of words under round nodes and of sentences under problems", () => {
    const mean: NodeDocument = { id: "m", op: "Mean", attrs: { dim: [0], keepdim: true }, at: [300, 200] }
    const wrong = card("w", 60, 60, { op: "Nonsense" })
    for (const y of [240, 262, 280, 100, 130]) {
      const { own, others } = placed([mean, wrong, card("new", y > 200 ? 250 : 60, y)], "new", view)
      expect(others.some((other) => meet(own, other, 20))).toBe(false)
    }
  })

  test("stands beside all others where the view has no room left", () => {
    const tiled = Array.from({ length: 12 }, (_, i) => card(`c${i}`, (i % 4) * 200, Math.floor(i / 4) * 170))
    const { own, others } = placed([...tiled, card("new", 300, 180)], "new", { ...view, height: 420 })
    expect(others.some((other) => meet(own, other, 20))).toBe(false)
  })
})

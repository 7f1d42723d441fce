import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { barPlace } from "../../src/editor/canvas/tools/barPlace.ts"
import { cases, seed } from "../campaign.ts"

const VIEW = { x: 8, y: 52, width: 884, height: 500 }
const BAR = { width: 158, height: 36 }

describe("the bar of a selection", () => {
  it("stands above it, in the middle", () => {
    expect(barPlace({ x: 300, y: 300, width: 200, height: 80 }, BAR, VIEW, [])).toEqual({ x: 321, y: 252 })
  })
  it("goes below where above is the edge, or another card", () => {
    expect(barPlace({ x: 300, y: 60, width: 200, height: 80 }, BAR, VIEW, [])).toEqual({ x: 321, y: 152 })
    const above = { x: 300, y: 200, width: 200, height: 80 }
    expect(barPlace({ x: 300, y: 300, width: 200, height: 80 }, BAR, VIEW, [above])).toEqual({ x: 321, y: 392 })
  })
  it("covers words of wires only where there is no other place", () => {
    const card = { x: 300, y: 300, width: 200, height: 80 }
    const sum = { x: 340, y: 276, width: 60, height: 20 }
    expect(barPlace(card, BAR, VIEW, [], [sum])).toEqual({ x: 321, y: 392 })
    const everywhere = { x: 0, y: 0, width: 900, height: 600 }
    expect(barPlace(card, BAR, VIEW, [], [everywhere])).toEqual({ x: 321, y: 252 })
  })
  it("stays inside the view at its sides", () => {
    expect(barPlace({ x: 0, y: 300, width: 40, height: 40 }, BAR, VIEW, [])?.x).toBe(8)
  })
  it("comes closer, or moves along the selection, where nothing else is free", () => {
    const card = { x: 300, y: 95, width: 100, height: 105 }
    const below = { x: 0, y: 235, width: 900, height: 305 }
    const beside = [0, 410].map((x) => ({ x, y: 95, width: 290, height: 105 }))
    expect(barPlace(card, BAR, VIEW, [below, ...beside])).toEqual({ x: 271, y: 56 })
    const above = { x: 410, y: 0, width: 500, height: 90 }
    expect(barPlace(card, BAR, VIEW, [above, below, ...beside])).toEqual({ x: 242, y: 56 })
  })
  it("is away where it would cover something everywhere", () => {
    expect(barPlace({ x: -50, y: 0, width: 2000, height: 2000 }, BAR, VIEW, [])).toBeNull()
  })
  it("covers neither the selection nor another card, and never leaves the view", () => {
    const rect = fc.record({
      x: fc.integer({ min: -400, max: 1200 }),
      y: fc.integer({ min: -400, max: 900 }),
      width: fc.integer({ min: 1, max: 900 }),
      height: fc.integer({ min: 1, max: 700 }),
    })
    fc.assert(
      fc.property(rect, fc.array(rect, { maxLength: 6 }), (selection, others) => {
        const place = barPlace(selection, BAR, VIEW, others)
        if (place === null) return
        const box = { ...place, ...BAR }
        for (const other of [selection, ...others]) {
          const apart =
            box.x + box.width <= other.x ||
            other.x + other.width <= box.x ||
            box.y + box.height <= other.y ||
            other.y + other.height <= box.y
          expect(apart).toBe(true)
        }
        expect(box.x >= VIEW.x && box.y >= VIEW.y).toBe(true)
        expect(box.x + box.width <= VIEW.x + VIEW.width && box.y + box.height <= VIEW.y + VIEW.height).toBe(true)
      }),
      { numRuns: cases(300), seed },
    )
  })
})

// Where what is said on the canvas stands: in view, near what it speaks of, and on nothing as long as there is room anywhere.

import fc from "fast-check"
import { expect, test } from "vitest"
import type { Rect } from "../../src/editor/canvas/tools/barPlace.ts"
import { placeAnywhere, placeBeside } from "../../src/editor/canvas/tools/besidePlace.ts"
import { cases, seed } from "../campaign.ts"

const VIEW: Rect = { x: 10, y: 50, width: 800, height: 500 }

test("what is said near by stands in view, beside its anchor, and on nothing; far outside the view nowhere", () => {
  const size = { width: 160, height: 120 }
  const seen = { placed: 0, outside: 0 }
  for (let x = -300; x <= 1200; x += 90) {
    for (let y = -200; y <= 800; y += 80) {
      const card: Rect = { x: x - 100, y: y - 40, width: 100, height: 80 }
      const corner = placeBeside(size, { anchors: [[x, y]], view: VIEW, taken: [card] })
      const [right, bottom] = [VIEW.x + VIEW.width, VIEW.y + VIEW.height]
      const outside = Math.max(VIEW.x - x, x - right, VIEW.y - y, y - bottom)
      seen[corner === null ? "outside" : "placed"] += 1
      if (outside <= 0) expect(corner).not.toBeNull()
      if (outside > 140) expect(corner).toBeNull()
      if (corner === null) continue
      const [left, top] = corner
      expect(left >= VIEW.x && top >= VIEW.y && left + size.width <= right && top + size.height <= bottom).toBe(true)
      expect(meet({ x: left, y: top, ...size }, card)).toBe(false)
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(10)
})

test("where nothing near by is free it stands nowhere; a free place within sight is taken", () => {
  const wall = (height: number): Rect => ({ x: 0, y: 0, width: 1000, height })
  const at = (taken: readonly Rect[]) =>
    placeBeside({ width: 100, height: 100 }, { anchors: [[400, 300]], view: VIEW, taken })
  expect(at([wall(700)])).toBeNull()
  expect(at([wall(460)])).toBeNull()
  expect(at([wall(420)])).toEqual([350, 430])
})

test("what is too wide to stand in the middle below its anchor begins or ends there", () => {
  const card: Rect = { x: 300, y: 200, width: 200, height: 200 }
  const left: Rect = { x: 60, y: 200, width: 200, height: 300 }
  const corner = placeBeside({ width: 380, height: 30 }, { anchors: [[400, 400]], view: VIEW, taken: [card, left] })
  expect(corner).toEqual([400, 410])
})

const WHOLE = { width: 230, height: 132 }
const BRIEF = { width: 150, height: 112 }

function meet(a: Rect, b: Rect): boolean {
  const by = 1e-3
  return a.x + by < b.x + b.width && b.x + by < a.x + a.width && a.y + by < b.y + b.height && b.y + by < a.y + a.height
}

/** Whether a box of this size is free at some place of a grid. */
function hasFree({ width, height }: typeof WHOLE, taken: readonly Rect[]): boolean {
  for (let x = VIEW.x; x <= VIEW.x + VIEW.width - width; x += 10) {
    for (let y = VIEW.y; y <= VIEW.y + VIEW.height - height; y += 10) {
      if (!taken.some((one) => meet({ x, y, width, height }, one))) return true
    }
  }
  return false
}

const cards = fc.array(
  fc.record({
    x: fc.integer({ min: -60, max: 800 }),
    y: fc.integer({ min: -20, max: 540 }),
    width: fc.integer({ min: 30, max: 300 }),
    height: fc.integer({ min: 14, max: 240 }),
  }),
  { minLength: 3, maxLength: 40, size: "max" },
)

test("what may stand anywhere covers nothing as long as it, or what it says for short, has room in the view", () => {
  const seen = { near: 0, far: 0, brief: 0, covered: 0 }
  fc.assert(
    fc.property(cards, (taken) => {
      const [{ x, y, width, height } = VIEW] = taken
      const anchor = [x + width, y + height / 2] as const
      const { corner, size } = placeAnywhere([WHOLE, BRIEF], { anchors: [anchor], view: VIEW, taken })
      const box = { x: corner[0], y: corner[1], ...(size === 0 ? WHOLE : BRIEF) }
      expect(box.x >= VIEW.x && box.x + box.width <= VIEW.x + VIEW.width + 1e-9).toBe(true)
      expect(box.y >= VIEW.y && box.y + box.height <= VIEW.y + VIEW.height + 1e-9).toBe(true)
      if (taken.some((one) => meet(box, one))) {
        expect([WHOLE, BRIEF].some((one) => hasFree(one, taken))).toBe(false)
        seen.covered += 1
      } else if (size === 1) seen.brief += 1
      else seen[Math.hypot(box.x - anchor[0], box.y - anchor[1]) > 400 ? "far" : "near"] += 1
    }),
    { numRuns: cases(100), seed },
  )
  for (const [way, count] of Object.entries(seen)) expect(count, way).toBeGreaterThan(0)
})

test("it is whole near by, else brief near by, else whole at the nearest place that is free", () => {
  const wall = (x: number, width: number): Rect => ({ x, y: 0, width, height: 700 })
  const at = (taken: readonly Rect[]) => placeAnywhere([WHOLE, BRIEF], { anchors: [[300, 300]], view: VIEW, taken })
  expect(at([]).size).toBe(0)
  const narrow = at([wall(0, 300), wall(480, 400)])
  expect([narrow.size, narrow.corner[0]]).toEqual([1, 310])
  expect(at([wall(0, 560)])).toEqual({ corner: [570, 234], size: 0, isFree: true })
  expect(at([wall(0, 900)])).toMatchObject({ size: 1, isFree: false })
})

import { expect, test } from "vitest"
import { isWhole, viewOn, viewOnDrawn } from "../../src/editor/canvas/camera/fitting.ts"
import type { Extent } from "../../src/editor/canvas/flow/extent.ts"
import { textZoom } from "../../src/graph/layout/textZoom.ts"

const NARROW = { width: 360, height: 500, lower: 20 }
const WIDE = { width: 1000, height: 500, lower: 50 }
const tall = { x: 0, y: 0, right: 220, bottom: 900 }

test("a narrow window shows a graph by its width, and shown to others whole, unless it gets too small", () => {
  expect(viewOn(tall, NARROW, 0.05).zoom).toBe(1)
  const whole = viewOn(tall, NARROW, 0.05, true)
  expect(whole.zoom).toBeCloseTo((500 - 102 - 20) / 900, 9)
  expect([whole.y, whole.y + 900 * whole.zoom].map(Math.round)).toEqual([102, 480])
  expect(viewOn({ ...tall, bottom: 2000 }, NARROW, 0.05, true).zoom).toBe(1)
  expect(
    [900, 2000].map((bottom) => isWhole({ ...tall, bottom }, viewOn({ ...tall, bottom }, NARROW, 0.05, true), NARROW)),
  ).toEqual([true, false])
  expect(viewOn({ x: 0, y: 0, right: 50, bottom: 50 }, NARROW, 0.05, true).zoom).toBe(1)
})

test("a wide window shows it whole either way", () => {
  for (const shown of [false, true]) expect(viewOn(tall, WIDE, 0.05, shown).zoom).toBeCloseTo((500 - 66 - 50) / 900, 9)
})

test("what has one height on the screen, such as a frame's title, is in view however far out a graph is seen", () => {
  const title = 30
  for (const across of [400, 1000, 2000, 4000, 9000]) {
    for (const canvas of [WIDE, NARROW]) {
      const at = (step: number): Extent => ({ x: 0, y: -title / step, right: across, bottom: across / 2 })
      const view = viewOnDrawn(at, canvas, 0.01)
      const above = at(textZoom(view.zoom)).y * view.zoom + view.y
      expect(above, `${across} across ${canvas.width}`).toBeGreaterThan((canvas === WIDE ? 66 : 102) - 1e-9)
    }
  }
})

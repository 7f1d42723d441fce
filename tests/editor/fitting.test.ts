import { expect, test } from "vitest"
import { viewOn } from "../../src/editor/canvas/camera/fitting.ts"

const NARROW = { width: 360, height: 500, lower: 20 }
const WIDE = { width: 1000, height: 500, lower: 50 }
const tall = { x: 0, y: 0, right: 220, bottom: 900 }

test("a narrow window shows a graph by its width, and shown to others whole, unless it gets too small", () => {
  expect(viewOn(tall, NARROW, 0.05).zoom).toBe(1)
  const whole = viewOn(tall, NARROW, 0.05, true)
  expect(whole.zoom).toBeCloseTo((500 - 92 - 20) / 900, 9)
  expect([whole.y, whole.y + 900 * whole.zoom].map(Math.round)).toEqual([92, 480])
  expect(viewOn({ ...tall, bottom: 2000 }, NARROW, 0.05, true).zoom).toBe(1)
  expect(viewOn({ x: 0, y: 0, right: 50, bottom: 50 }, NARROW, 0.05, true).zoom).toBe(1)
})

test("a wide window shows it whole either way", () => {
  for (const shown of [false, true]) expect(viewOn(tall, WIDE, 0.05, shown).zoom).toBeCloseTo((500 - 66 - 50) / 900, 9)
})

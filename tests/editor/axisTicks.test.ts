// What is written at axes: whole, clear of each other, at least two numbers wherever there is room, over ranges of any size.

import fc from "fast-check"
import { expect, test } from "vitest"
import { clearTicks, linear, linearTicks, type PlacedTick, TICK_SIZE } from "../../src/editor/drawer/charts/axes.ts"
import { rangeOf } from "../../src/editor/drawer/charts/Histograms.tsx"
import { axisTicks } from "../../src/editor/plot/axisTicks.ts"
import { frameOf, NAME_GAP } from "../../src/editor/plot/frame.ts"
import { extentOf } from "../../src/editor/plot/series.ts"
import { textWidth } from "../../src/graph/drawing/text/textWidth.ts"

/** Words that are cut, lie on each other or say the same as their neighbours. */
function faults(placed: readonly PlacedTick[], low: number, high: number): readonly string[] {
  const boxes = placed.map(({ text, middle }) => {
    const half = textWidth(text, TICK_SIZE) / 2
    return { text, left: middle - half, right: middle + half }
  })
  return boxes.flatMap(({ text, left, right }, i) => {
    const before = boxes[i - 1]
    return [
      ...(left < low - 0.01 || right > high + 0.01 ? [`${text} is cut`] : []),
      ...(before !== undefined && left < before.right + 4 ? [`${before.text} touches ${text}`] : []),
      ...(before?.text === text ? [`${text} twice`] : []),
    ]
  })
}

const ranges = fc
  .tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -6, max: 6, noNaN: true }), fc.boolean())
  .map(([middle, power, far]) => {
    const width = 10 ** power
    const from = far ? middle * width : middle
    return [from, from + width] as const
  })
const sizes = fc.integer({ min: 150, max: 1400 })

test("linear axes of any range and width", () => {
  fc.assert(
    fc.property(ranges, sizes, ([from, to], width) => {
      const scale = linear(from, to, 50, width - 60)
      const placed = clearTicks((count) => axisTicks(from, to, false, count), scale, [0, width - 46], width / 90)
      expect(faults(placed, 0, width - 46)).toEqual([])
      if (width >= 320) expect(placed.length).toBeGreaterThanOrEqual(2)
    }),
    { numRuns: 400 },
  )
})

test("logarithmic axes of any range and width", () => {
  const logs = fc.tuple(fc.double({ min: -12, max: 12, noNaN: true }), fc.double({ min: 0.05, max: 20, noNaN: true }))
  fc.assert(
    fc.property(logs, sizes, ([from, long], width) => {
      const scale = linear(from, from + long, 50, width - 60)
      const most = Math.max(2, Math.floor(width / 90))
      const placed = clearTicks((count) => axisTicks(from, from + long, true, count), scale, [0, width - 46], most)
      expect(faults(placed, 0, width - 46)).toEqual([])
      if (width >= 320) expect(placed.length).toBeGreaterThanOrEqual(2)
    }),
    { numRuns: 400 },
  )
})

test("a histogram of a few numbers says at least two of the axis", () => {
  for (const numbers of [
    [1, 2, 3],
    [0.1, 0.2, 0.35],
    [-7, 0, 7],
    [5, 5, 5],
    [1e-5, 2e-5, 4e-5],
    [1000, 1001, 1003],
    [0],
  ]) {
    const [from, to] = rangeOf([{ shape: [numbers.length], data: Float64Array.from(numbers) }])
    const placed = clearTicks((count) => linearTicks(from, to, count), linear(from, to, 4, 196), [0, 200], 4)
    expect(faults(placed, 0, 200), numbers.join()).toEqual([])
    expect(placed.length, numbers.join()).toBeGreaterThanOrEqual(2)
  }
})

test("the words of the upright axis and the name of the lying one have room", () => {
  const names = ["x", "shape[2]", "optimizer.learning_rate", "conv1.weight.std", "step"]
  fc.assert(
    fc.property(ranges, fc.constantFrom(...names), fc.integer({ min: 240, max: 900 }), ([low, high], xName, width) => {
      const extent = extentOf(
        [
          {
            id: "a",
            name: "a",
            family: "value",
            points: [
              { x: 1, y: low },
              { x: 8, y: high },
            ],
          },
        ],
        false,
        false,
      )
      const frame = frameOf(extent!, { logX: false, logY: false, xName }, { width, height: 168, end: width - 56 })
      for (const { text } of frame.marks) expect(textWidth(text, TICK_SIZE)).toBeLessThanOrEqual(frame.left - 6)
      if (!frame.under) expect(frame.right + NAME_GAP + textWidth(xName, TICK_SIZE)).toBeLessThanOrEqual(width)
      expect(new Set(frame.marks.map(({ text }) => text)).size).toBe(frame.marks.length)
    }),
  )
})

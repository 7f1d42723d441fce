// Axes, frames, bars and windows of rows over all the magnitudes that a network can bring.

import { describe, expect, test } from "vitest"
import { decades, linear, ticks } from "../../src/editor/drawer/charts/axes.ts"
import { barsOf, binsFor } from "../../src/editor/drawer/charts/bars.ts"
import { rangeOf } from "../../src/editor/drawer/charts/Histograms.tsx"
import { BLOCK, rowsAt } from "../../src/editor/drawer/tables/rowWindow.ts"
import { axisTicks } from "../../src/editor/plot/axisTicks.ts"
import { bandPath, frameOf, linePath, TOP, xOf, yOf } from "../../src/editor/plot/frame.ts"
import { extentOf, nearestIndex } from "../../src/editor/plot/series.ts"
import { histogram } from "../../src/tensor/summary/stats.ts"

const POWERS = Array.from({ length: 61 }, (_, i) => i - 30)
const WIDTHS = [1, 1.3, 2, 2.5, 3.7, 5, 7, 9.99]
const SIZE = { width: 360, height: 200, end: 300 }
const LEFTS = [-1, -0.5, 0, 0.37, 2, 10]

describe("ticks of a linear axis", () => {
  const axes = POWERS.flatMap((power) =>
    WIDTHS.flatMap((width) => LEFTS.map((left) => [left * 10 ** power, (left + width) * 10 ** power] as const)),
  )
  test("lie within, evenly, at 1, 2 or 5 times a power of ten", () => {
    for (const [from, to] of axes) {
      const all = ticks(from, to, 5)
      const air = (to - from) * 1e-6
      expect(all.every((tick) => tick >= from - air && tick <= to + air)).toBe(true)
      const steps = all.slice(1).map((tick, i) => tick - (all[i] ?? 0))
      const [step = 0] = steps
      expect(Math.max(...steps.map((one) => Math.abs(one / step - 1)))).toBeLessThan(1e-6)
      const digit = step / 10 ** Math.floor(Math.log10(step * (1 + 1e-9)))
      expect([1, 2, 5].some((round) => Math.abs(digit - round) < 1e-6)).toBe(true)
    }
  })
  test("are two to as many as were asked for, and one more", () => {
    for (const [from, to] of axes) {
      for (const count of [2, 4, 5, 8]) {
        const { length } = ticks(from, to, count)
        expect(length).toBeLessThanOrEqual(count + 1)
        expect(length).toBeGreaterThanOrEqual(count === 2 ? 1 : 2)
      }
    }
  })
  test("a range of nothing has one, and what is no range does no harm", () => {
    for (const x of [0, -3, 1e-30, 1e30]) expect(ticks(x, x, 5)).toEqual([x])
    expect(ticks(0, Number.POSITIVE_INFINITY, 5)).toEqual([0])
    expect(ticks(5, 2, 5)).toEqual([5])
  })
})

describe("ticks of a logarithmic axis", () => {
  test("lie within, in order, and are never missing", () => {
    for (const from of POWERS.map((power) => power + 0.13)) {
      for (const width of [0.02, 0.3, 0.9, 1.7, 2.5, 4, 11, 40]) {
        const all = axisTicks(from, from + width, true, 5)
        expect(all.length).toBeGreaterThan(0)
        expect(all.length).toBeLessThanOrEqual(9)
        expect(all.every(({ at }) => at >= from - 1e-9 && at <= from + width + 1e-9)).toBe(true)
        expect(all.every(({ at }, i) => i === 0 || at > (all[i - 1]?.at ?? 0))).toBe(true)
        expect(new Set(all.map(({ text }) => text)).size).toBe(all.length)
      }
    }
  })
  test("decades hold every number, over sixty of them", () => {
    for (const a of POWERS) {
      for (const b of POWERS) {
        const numbers = [1.7 * 10 ** a, 3.1 * 10 ** b]
        const [from, to] = decades(numbers)
        expect(to - from).toBeGreaterThanOrEqual(2)
        for (const x of numbers) expect(Math.log10(x) >= from && Math.log10(x) <= to).toBe(true)
      }
    }
  })
})

describe("a plot's frame", () => {
  const points = POWERS.map((power, x) => ({ x, y: 10 ** power, low: 10 ** (power - 1), high: 10 ** (power + 1) }))
  const series = [{ id: "a", name: "a", family: "value" as const, points }]
  for (const [logY, width] of [
    [true, 300],
    [false, 300],
    [true, 900],
    [true, 20],
  ] as const) {
    test(`holds all points, ${logY ? "logarithmic" : "linear"}, ${width} wide`, () => {
      const extent = extentOf(series, false, logY)
      if (extent === null) throw new Error("there are points")
      const frame = frameOf(extent, { logX: false, logY, xName: "x" }, { width: width + 60, height: 200, end: width })
      expect(frame.right).toBeGreaterThan(frame.left)
      for (const point of points) {
        expect(xOf(point, frame)).toBeGreaterThanOrEqual(frame.left)
        expect(xOf(point, frame)).toBeLessThanOrEqual(frame.right + 1e-9)
        for (const y of [point.y, point.low, point.high]) {
          expect(yOf(y, frame)).toBeGreaterThanOrEqual(TOP - 1e-9)
          expect(yOf(y, frame)).toBeLessThanOrEqual(frame.bottom + 1e-9)
        }
      }
    })
  }
  test("a line breaks where a number is missing, and begins anew behind it", () => {
    const frame = frameOf({ x: [0, 4], y: [0, 4] }, { logX: false, logY: false, xName: "x" }, SIZE)
    const path = linePath(
      [0, 1, Number.NaN, 3, 4].map((y, x) => ({ x, y })),
      frame,
    )
    expect(path.replaceAll(/[\d. ]+/g, "")).toBe("MLML")
  })
  test("a band runs there and back, closed; below zero it ends at the floor of a logarithmic plot", () => {
    const frame = frameOf({ x: [0, 2], y: [-2, 2] }, { logX: false, logY: true, xName: "x" }, SIZE)
    const band = [0, 1, 2].map((x) => ({ x, y: 1, low: x === 1 ? -1 : 0.1, high: 10 }))
    const path = bandPath(band, frame)
    expect(path.match(/[MLZ]/g)?.join("")).toBe("MLLLLLZ")
    expect(path).toContain(` ${frame.bottom.toFixed(1)}`)
    expect(bandPath(band.slice(0, 1), frame)).toBe("")
  })
  test("the nearest point is the nearest, wherever one points", () => {
    const xs = [0, 1, 1.5, 4, 4.1, 9]
    for (let x = -2; x < 12; x += 0.07) {
      const found =
        xs[
          nearestIndex(
            xs.map((at) => ({ x: at, y: 0 })),
            x,
          )
        ] ?? Number.NaN
      expect(Math.abs(found - x)).toBeCloseTo(Math.min(...xs.map((at) => Math.abs(at - x))), 12)
    }
  })
})

describe("bars of a histogram", () => {
  test("stand side by side from the least to the largest, no number lost", () => {
    for (const power of POWERS) {
      for (const count of [1, 2, 9, 100, 5_000]) {
        const data = Float64Array.from({ length: count }, (_, i) => (Math.sin(i * 12.9898) + 0.2) * 10 ** power)
        const tensor = { shape: [count], data }
        const { counts, from, to } = histogram(tensor, binsFor(count))
        const [least, most] = rangeOf([tensor])
        const x = linear(least, most, 4, 196)
        const bars = barsOf(counts, from, to, x, 94)
        expect(counts.reduce((sum, n) => sum + n, 0)).toBe(count)
        expect(bars.length).toBe(counts.length)
        expect(Math.max(...bars.map(({ height }) => height))).toBeCloseTo(94, 9)
        for (const bar of bars) {
          expect(bar.width).toBeGreaterThan(0)
          expect(bar.x).toBeGreaterThanOrEqual(4)
          expect(bar.x + bar.width).toBeLessThanOrEqual(196 + 1e-9)
        }
      }
    }
  })
  test("there are 8 to 40, more for more numbers", () => {
    const bins = Array.from({ length: 3000 }, (_, i) => binsFor(i + 1))
    expect([bins[0], bins.at(-1)]).toEqual([8, 40])
    expect(bins.every((n, i) => i === 0 || n >= (bins[i - 1] ?? 0))).toBe(true)
  })
  test("nothing finite, no bars; a range all the same", () => {
    const tensor = { shape: [2], data: Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY) }
    const { counts, from, to } = histogram(tensor, 8)
    expect(barsOf(counts, from, to, linear(-1, 1, 4, 196), 94)).toEqual([])
    expect(rangeOf([tensor])).toEqual([-1, 1])
  })
})

describe("rows of a long table", () => {
  test("what is mounted and what stands for the rest are the whole table, and the view is mounted", () => {
    const row = 33
    for (const count of [0, 1, 199, 200, 201, 239, 241, 1_000, 9_999]) {
      for (let block = 0; block * BLOCK < Math.max(1, count); block++) {
        const { first, last, above, below } = rowsAt(count, block, row)
        expect(above + (last - first) * row + below).toBe(count * row)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(last).toBeLessThanOrEqual(count)
        // A drawer shows at most two blocks from where its view begins.
        expect(first).toBeLessThanOrEqual(block * BLOCK)
        expect(last).toBeGreaterThanOrEqual(Math.min(count, (block + 2) * BLOCK))
      }
    }
  })
})

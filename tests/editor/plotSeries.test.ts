import { expect, test } from "vitest"
import { axisTicks } from "../../src/editor/plot/axisTicks.ts"
import { extentOf, nearestIndex, type Series, seriesCsv, smoothed, thinned } from "../../src/editor/plot/series.ts"

const line = (ys: readonly number[], more: Partial<Series> = {}): Series => ({
  id: "a",
  name: "loss",
  family: "value",
  points: ys.map((y, x) => ({ x, y })),
  ...more,
})

test("smoothing forgets that it began at nothing: a constant stays what it is", () => {
  expect(smoothed(line([2, 2, 2, 2]).points, 0.9).map(({ y }) => y)).toEqual([2, 2, 2, 2])
  // m₁ = 1; m₂ = (0.5·0.5·1 + 0.5·3) / 0.75
  expect(smoothed(line([1, 3]).points, 0.5)[1]?.y).toBeCloseTo(1.75 / 0.75, 12)
})

test("smoothing passes over what is no number", () => {
  const [, hole, after] = smoothed(line([1, Number.NaN, 1]).points, 0.5)
  expect(hole?.y).toBeNaN()
  expect(after?.y).toBe(1)
})

test("thinning keeps the highest and the lowest point of all", () => {
  const ys = Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 50))
  ys[1234] = 17
  ys[8765] = -17
  const kept = thinned(line(ys).points, 400)
  expect(kept.length).toBeLessThanOrEqual(400)
  expect(kept.some(({ y }) => y === 17) && kept.some(({ y }) => y === -17)).toBe(true)
  expect(kept.every(({ x }, i) => i === 0 || x > (kept[i - 1]?.x ?? 0))).toBe(true)
})

test("a logarithmic range leaves out zero and what is below; nothing to show is null", () => {
  const extent = extentOf([line([0, 10, 1000, -5])], false, true)
  expect(extent?.x).toEqual([1, 2])
  expect(extent?.y[0]).toBeLessThanOrEqual(1)
  expect(extent?.y[1]).toBeGreaterThanOrEqual(3)
  expect(extentOf([line([Number.NaN, 0])], false, true)).toBeNull()
})

test("the nearest point is found on both sides", () => {
  const { points } = line([0, 0, 0, 0])
  expect([-5, 0.4, 0.6, 2.49, 2.51, 99].map((x) => nearestIndex(points, x))).toEqual([0, 0, 1, 2, 3, 3])
  expect(nearestIndex([], 1)).toBe(-1)
})

test("CSV: one column a line, empty where a line has no point, names quoted where they must be", () => {
  const other = { ...line([]), id: "b", name: 'x, "y"', points: [{ x: 1, y: 5, low: 4, high: 6 }] }
  expect(seriesCsv([line([1, 2]), other], "step")).toBe(
    'step,loss,"x, ""y""","x, ""y"" low","x, ""y"" high"\n0,1,,,\n1,2,5,4,6\n',
  )
})

test("a long logarithmic axis is marked at powers of ten, a short one at 1, 2, 5", () => {
  expect(axisTicks(-3, 1, true, 5).map(({ text }) => text)).toEqual(["10⁻³", "10⁻²", "10⁻¹", "1", "10"])
  expect(axisTicks(0.9, 1.9, true, 4).map(({ text }) => text)).toEqual(["10", "20", "50"])
})

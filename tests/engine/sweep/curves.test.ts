// Curves and lines of a sweep, from points made up for them.

import { describe, expect, test } from "vitest"
import { fitOf, summaryOf } from "../../../src/engine/sweep/summary.ts"

describe("curves", () => {
  test("mean, spread and ends of repeats", () => {
    expect(summaryOf(2, [1, 2, 6])).toEqual({ value: 2, n: 3, mean: 3, std: Math.sqrt(7), min: 1, max: 6 })
    expect(summaryOf(2, [5])).toEqual({ value: 2, n: 1, mean: 5, std: 0, min: 5, max: 5 })
    expect(summaryOf(2, []).mean).toBeNaN()
  })

  const through = (points: readonly (readonly [number, number])[]) =>
    fitOf(points.map(([value, mean]) => ({ value, n: 1, mean, std: 0, min: mean, max: mean })))

  test("a power law is a line on log axes", () => {
    const fit = through([1, 2, 5, 10].map((x) => [x, 3 * x ** -1.5]))
    expect(fit?.axes).toBe("log")
    expect(fit?.slope).toBeCloseTo(-1.5, 12)
    expect(10 ** (fit?.intercept ?? 0)).toBeCloseTo(3, 12)
    expect(fit?.r2).toBeCloseTo(1, 12)
  })

  test("with a number that is not positive, a line on plain axes", () => {
    const fit = through([
      [0, -1],
      [1, 1],
      [2, 3],
    ])
    expect(fit).toMatchObject({ axes: "linear" })
    expect(fit?.slope).toBeCloseTo(2, 12)
    expect(fit?.intercept).toBeCloseTo(-1, 12)
  })

  test("scatter lowers the share explained: y = 0, 1, 0, 1 over 0 … 3 gives 0.2", () => {
    const fit = through([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 1],
    ])
    expect(fit?.slope).toBeCloseTo(0.2, 12)
    expect(fit?.r2).toBeCloseTo(0.2, 12)
  })

  test("a constant has slope 0 and is explained; one value has no line", () => {
    const level = through([
      [1, 4],
      [2, 4],
      [8, 4],
    ])
    expect([level?.slope, level?.r2]).toEqual([0, 1])
    expect(through([[1, 4]])).toBeNull()
    expect(through([])).toBeNull()
  })
})

// A sweep of many sizes and many seeds finds the law that the algebra says.

import { expect, test } from "vitest"
import { sweep } from "../../../src/engine/sweep/sweep.ts"
import { filterGradient, square } from "./filterGradient.ts"

const options = { dtype: "float64" } as const

test("G2: the gradient's standard deviation grows with the size of the image, slope 1 on log axes", () => {
  const report = sweep(
    filterGradient({
      set: square,
      values: { from: 10, to: 66, count: 5, scale: "log" },
      repeats: 60,
      readouts: [{ take: "rms", of: "gradient conv.weight" }],
    }),
    options,
  )
  expect(report.problems).toEqual([])
  expect(report.complete).toBe(true)
  expect(report.plan?.values).toEqual([10, 16, 26, 41, 66])
  expect(report.points).toHaveLength(300)
  const { summaries, fit, linear } = report.curves[0]!
  expect(summaries.map(({ n }) => n)).toEqual([60, 60, 60, 60, 60])
  // The standard deviation is n − k + 1 exactly in the mean of squares.
  for (const { value, mean } of summaries) expect(Math.abs(mean / (value - 2) - 1)).toBeLessThan(0.1)
  expect(Math.abs((linear?.slope ?? 0) - 1)).toBeLessThan(0.05)
  expect(fit?.axes).toBe("log")
  // n − 2 against n is steeper than 1 at the small end: the slope of log(n − 2) over these values is 1.10.
  expect(fit?.slope).toBeGreaterThan(1.0)
  expect(fit?.slope).toBeLessThan(1.2)
})

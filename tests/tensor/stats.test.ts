import { expect, it } from "vitest"
import { histogram, statsOf } from "../../src/tensor/stats.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

it("sums up the finite elements and counts the others", () => {
  const stats = statsOf(tensorOf([5], [3, -4, Number.NaN, Number.POSITIVE_INFINITY, 1], "float64"))
  expect(stats).toMatchObject({ count: 5, min: -4, max: 3, mean: 0, largest: 4, nans: 1, infinities: 1, zero: false })
  expect(stats.rms).toBeCloseTo(Math.sqrt(26 / 3), 12)
})

it("knows exact zeros and tensors without a finite element", () => {
  expect(statsOf(tensorOf([2], [0, 0], "float32")).zero).toBe(true)
  expect(statsOf(tensorOf([1], [Number.NaN], "float32")).max).toBeNaN()
})

it("bins from min to max, the last bin closed", () => {
  expect(histogram(tensorOf([4], [0, 1, 2, 4], "float64"), 2)).toEqual({ counts: [2, 2], from: 0, to: 4 })
  expect(histogram(tensorOf([3], [7, 7, 7], "float64"), 4).counts).toEqual([3, 0, 0, 0])
})

import { expect, it } from "vitest"
import { brokenWords, deviationOf, histogram, statsOf } from "../../src/tensor/summary/stats.ts"
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

// numpy.histogram(x, 8) and x.std() of NumPy 1.24.
const X = [0.5, -1.25, 3, 2.75, 0.5, -0.5, 1.5, 2.25, -1.25, 0.75, 3.5, 1]

it("bins and deviation are NumPy's, also far from zero", () => {
  expect(histogram(tensorOf([12], X, "float64"), 8).counts).toEqual([2, 1, 2, 2, 1, 1, 1, 2])
  expect(deviationOf(tensorOf([12], X, "float64"), 1.0625)).toBeCloseTo(1.527951379025742, 14)
  const far = tensorOf(
    [12],
    X.map((x) => x + 1e8),
    "float64",
  )
  expect(deviationOf(far, statsOf(far).mean)).toBeCloseTo(1.527951379025742, 12)
  expect(deviationOf(tensorOf([3], [1, Number.NaN, 3], "float64"), 2)).toBe(1)
})

it("what is not finite is said in words", () => {
  const broken = tensorOf([4], [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], "float64")
  expect(brokenWords(statsOf(broken))).toBe("1 NaN, 2 infinite")
  expect(brokenWords(statsOf(tensorOf([1], [1], "float64")))).toBe("")
})

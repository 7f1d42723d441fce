import { describe, expect, it } from "vitest"
import {
  cumulativeSum,
  logSumExpOver,
  maxOver,
  meanOver,
  minOver,
  normOver,
  productOfOthers,
  scatterFirst,
  shareAmongEqual,
  sumOver,
  varOver,
} from "../../src/tensor/reduce.ts"
import { type Shape, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"

const t = (shape: Shape, values: readonly number[]): Tensor => tensorOf(shape, values, "float64")
const x = t([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])

describe("reductions", () => {
  it("sum over any axes, which stay with size 1", () => {
    expect(sumOver(x, [1])).toEqual(t([2, 1, 2], [9, 12, 27, 30]))
    expect(sumOver(x, [0, 2])).toEqual(t([1, 3, 1], [18, 26, 34]))
    expect(sumOver(x, [0, 1, 2])).toEqual(t([1, 1, 1], [78]))
    expect(sumOver(x, [])).toEqual(x)
    expect(sumOver(t([], [5]), [])).toEqual(t([], [5]))
  })
  it("mean and variance, with either divisor", () => {
    const column = t([4, 1], [1, 2, 3, 6])
    const mean = meanOver(column, [0])
    expect(mean.data[0]).toBe(3)
    expect(varOver(column, mean, [0], 0).data[0]).toBe(3.5)
    expect(varOver(column, mean, [0], 1).data[0]).toBe(14 / 3)
    const one = t([1], [2])
    expect(varOver(one, meanOver(one, [0]), [0], 1).data[0]).toBeNaN()
  })
  it("variance of large float32 numbers does not cancel", () => {
    const far = tensorOf([3], [1e6, 1e6 + 1, 1e6 + 2], "float32")
    expect(varOver(far, meanOver(far, [0]), [0], 0).data[0]).toBeCloseTo(2 / 3, 14)
  })
  it("largest and smallest keep NaN", () => {
    expect(maxOver(x, [2]).data).toEqual(Float64Array.of(2, 4, 6, 8, 10, 12))
    expect(minOver(x, [0]).data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6))
    expect(maxOver(t([3], [1, Number.NaN, 2]), [0]).data[0]).toBeNaN()
  })
  it("log-sum-exp does not overflow and knows the infinities", () => {
    expect(logSumExpOver(t([2], [1000, 1000]), [0]).data[0]).toBeCloseTo(1000 + Math.LN2, 12)
    expect(logSumExpOver(t([2], [-1000, -1000]), [0]).data[0]).toBeCloseTo(-1000 + Math.LN2, 12)
    const infinity = Number.POSITIVE_INFINITY
    expect(logSumExpOver(t([2], [infinity, 1]), [0]).data[0]).toBe(infinity)
    expect(logSumExpOver(t([2], [-infinity, -infinity]), [0]).data[0]).toBe(-infinity)
  })
  it("norms of every order", () => {
    const v = t([4], [3, 0, -4, 0])
    const norms = [2, 1, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((p) => normOver(v, [0], p).data[0])
    expect(norms).toEqual([5, 7, 2, 4, 0])
  })
  it("running sums from either end", () => {
    expect(cumulativeSum(x, 1).data).toEqual(Float64Array.of(1, 2, 4, 6, 9, 12, 7, 8, 16, 18, 27, 30))
    expect(cumulativeSum(x, 2, "end").data).toEqual(Float64Array.of(3, 2, 7, 4, 11, 6, 15, 8, 19, 10, 23, 12))
    expect(cumulativeSum(t([], [3]), 0).data).toEqual(Float64Array.of(3))
  })
  it("products of the others, with none, one and two zeros", () => {
    const rows = t([3, 3], [2, 3, 4, 0, 3, 4, 0, 0, 4])
    expect(productOfOthers(rows, [1]).data).toEqual(Float64Array.of(12, 8, 6, 12, 0, 0, 0, 0, 0))
  })
})

it("0 · NaN and 0 · ∞ are NaN in a product of others; two zeros are 0 as in PyTorch", () => {
  const others = (...values: number[]) => [...productOfOthers(t([4], values), [0]).data]
  expect(others(1, 0, 3, Number.NaN)).toEqual([Number.NaN, Number.NaN, Number.NaN, 0])
  expect(others(1, 2, Number.POSITIVE_INFINITY, 0)).toEqual([Number.NaN, Number.NaN, 0, Number.POSITIVE_INFINITY])
  expect(others(0, 0, 3, Number.NaN)).toEqual([0, 0, 0, 0])
})

describe("ties", () => {
  const tied = t([2, 3], [1, 5, 5, 2, 2, 0])
  const top = maxOver(tied, [1])
  it("go to the first along an axis", () => {
    expect(scatterFirst(tied, top, t([2, 1], [10, 20]), 1).data).toEqual(Float64Array.of(0, 10, 0, 20, 0, 0))
  })
  it("along an axis that is not the last", () => {
    const columns = t([3, 2], [1, 2, 5, 2, 5, 0])
    const most = maxOver(columns, [0])
    expect(scatterFirst(columns, most, t([1, 2], [10, 20]), 0).data).toEqual(Float64Array.of(0, 20, 10, 0, 0, 0))
  })
  it("are shared evenly", () => {
    expect(shareAmongEqual(tied, top, t([2, 1], [10, 20]), [1]).data).toEqual(Float64Array.of(0, 5, 5, 10, 10, 0))
    const all = maxOver(tied, [0, 1])
    expect(shareAmongEqual(tied, all, t([1, 1], [10]), [0, 1]).data).toEqual(Float64Array.of(0, 5, 5, 0, 0, 0))
  })
  it("count NaN as equal to NaN", () => {
    const odd = t([3], [Number.NaN, 1, Number.NaN])
    expect(scatterFirst(odd, maxOver(odd, [0]), t([1], [4]), 0).data).toEqual(Float64Array.of(4, 0, 0))
    expect(shareAmongEqual(odd, maxOver(odd, [0]), t([1], [4]), [0]).data).toEqual(Float64Array.of(2, 0, 2))
  })
})

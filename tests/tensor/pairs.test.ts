import { expect, test } from "vitest"
import { eachPair, ellipseOf, isPairs, pairMoments } from "../../src/tensor/summary/pairs.ts"
import { thumbnail } from "../../src/tensor/summary/thumbnail.ts"
import { silentUnits, zeroShare } from "../../src/tensor/summary/zeros.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

test("moments of pairs by hand", () => {
  // x = 1, 3, 5; y = 2, 2, 8: means 3 and 4, variances 8/3 and 8, covariance (−2·−2 + 0·−2 + 2·4)/3 = 4.
  const moments = pairMoments(tensorOf([3, 2], [1, 2, 3, 2, 5, 8], "float64"))
  expect(moments.mean).toEqual([3, 4])
  expect(moments.variance[0]).toBeCloseTo(8 / 3, 12)
  expect(moments.variance[1]).toBeCloseTo(8, 12)
  expect(moments.covariance).toBeCloseTo(4, 12)
  expect(moments.correlation).toBeCloseTo(4 / Math.sqrt(64 / 3), 12)
})

test("pairs with a number that is not finite are left out", () => {
  const tensor = tensorOf([3, 2], [1, 2, Number.NaN, 5, 3, 4], "float64")
  expect(pairMoments(tensor)).toMatchObject({ count: 2, mean: [2, 3] })
  expect(eachPair(tensor, () => {})).toBe(2)
  expect(isPairs(tensorOf([2, 3], [1, 2, 3, 4, 5, 6], "float64"))).toBe(false)
  expect(() => pairMoments(tensorOf([2], [1, 2], "float64"))).toThrow("[2]")
})

test("the ellipse has the covariance matrix's axes", () => {
  // [[5, 3], [3, 5]] has eigenvalues 8 along (1, 1) and 2 along (1, −1).
  const { long, short, angle } = ellipseOf({
    count: 9,
    mean: [0, 0],
    variance: [5, 5],
    covariance: 3,
    correlation: 0.6,
  })
  expect(long ** 2).toBeCloseTo(8, 12)
  expect(short ** 2).toBeCloseTo(2, 12)
  expect(angle).toBeCloseTo(Math.PI / 4, 12)
  const upright = ellipseOf({ count: 9, mean: [0, 0], variance: [1, 4], covariance: 0, correlation: 0 })
  expect([upright.long, upright.short]).toEqual([2, 1])
  expect(Math.abs(upright.angle)).toBeCloseTo(Math.PI / 2, 12)
})

test("zeros are counted, and units that never fire", () => {
  const tensor = tensorOf([2, 3, 2], [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 3], "float64")
  expect(zeroShare(tensor)).toBeCloseTo(10 / 12, 12)
  expect(silentUnits(tensor)).toEqual({ silent: 1, units: 3 })
  expect(silentUnits(tensorOf([2], [0, 0], "float64"))).toEqual({ silent: 0, units: 0 })
  expect(zeroShare(tensorOf([0], [], "float64"))).toBe(0)
})

test("a thumbnail keeps what is largest in each block, with its sign", () => {
  const tensor = tensorOf([4, 4], [1, -2, 3, 4, 0, 1, 5, -6, 7, 0, 0, 0, 0, 0, 0, Number.NaN], "float64")
  const small = thumbnail(tensor, { offset: 0, rows: 4, columns: 4 }, 2)
  expect(small.shape).toEqual([2, 2])
  expect([...small.data]).toEqual([-2, -6, 7, Number.NaN])
  expect([...thumbnail(tensor, { offset: 4, rows: 2, columns: 4 }, 9).data]).toEqual([...tensor.data.slice(4, 12)])
})

test("a correlated cloud's ellipse is NumPy's: numpy.linalg.eigh(numpy.cov(p.T, bias=True))", () => {
  const p = tensorOf([6, 2], [1, 2, 2, 3.5, 3, 3, 4, 6, -1, -0.5, 0, 1.5], "float64")
  const moments = pairMoments(p)
  expect(moments.correlation).toBeCloseTo(0.9450639501892323, 14)
  const { long, short, angle } = ellipseOf(moments)
  expect(long).toBeCloseTo(2.585305987064982, 13)
  expect(short).toBeCloseTo(0.42924178361561394, 13)
  expect(angle).toBeCloseTo(0.8653377118083723, 13)
})

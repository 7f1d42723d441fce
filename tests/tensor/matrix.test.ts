import { expect, test } from "vitest"
import { matrixAt, matrixCount, readMatrix, readUnfolded, unfolded } from "../../src/tensor/matrix/matrix.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

test("a filter is unfolded to out × in·kh·kw, a vector is a row, a scalar 1×1", () => {
  expect(unfolded(tensorOf([10, 2, 3, 3], range(180), "float32"))).toMatchObject({ rows: 10, columns: 18 })
  expect(unfolded(tensorOf([4], range(4), "float32"))).toMatchObject({ rows: 1, columns: 4 })
  expect(unfolded(tensorOf([], [7], "float32"))).toMatchObject({ rows: 1, columns: 1 })
})

test("the last two axes hold matrices, counted through the leading ones", () => {
  const batch = tensorOf([2, 3, 2, 2], range(24), "float64")
  expect(matrixCount(batch)).toBe(6)
  const { rows, columns, data } = matrixAt(batch, 4)
  expect([rows, columns, ...Array.from(data)]).toEqual([2, 2, 16, 17, 18, 19])
})

test("the reading of diag(4, 2, 2, 0) in a 4×5 matrix", () => {
  const data = range(20).map((k) => (k % 6 === 0 ? [4, 2, 2, 0][k / 6]! : 0))
  const reading = finish(readUnfolded(tensorOf([4, 5], data, "float64")))!
  expect([...reading.values]).toEqual([4, 2, 2, 0])
  expect(reading.spectral).toBe(4)
  expect(reading.frobenius).toBeCloseTo(Math.sqrt(24), 14)
  expect(reading.rms).toBeCloseTo(Math.sqrt(24 / 20), 14)
  expect(reading.rank).toBe(3)
  expect(reading.stableRank).toBeCloseTo(24 / 16, 14)
  // p = ½, ¼, ¼: exp(½ ln 2 + ½ ln 4) = 2^1.5.
  expect(reading.effectiveRank).toBeCloseTo(2 ** 1.5, 14)
  expect(reading.condition).toBe(Number.POSITIVE_INFINITY)
})

test("the identity has full rank by every measure, zeros have none", () => {
  const identity = tensorOf([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1], "float64")
  const reading = finish(readUnfolded(identity))!
  for (const measure of ["rank", "stableRank", "effectiveRank"] as const) expect(reading[measure]).toBeCloseTo(3, 13)
  expect(reading.condition).toBeCloseTo(1, 14)
  const zeros = finish(readUnfolded(tensorOf([2, 2], [0, 0, 0, 0], "float64")))!
  expect([zeros.rank, zeros.stableRank, zeros.effectiveRank, zeros.spectral]).toEqual([0, 0, 0, 0])
  expect(zeros.condition).toBeNaN()
})

test("rank counts what the precision can tell from zero", () => {
  const data = [1, 0, 0, 1e-10]
  const of = (dtype: "float32" | "float64") => finish(readMatrix({ rows: 2, columns: 2, data }, dtype))!.rank
  expect([of("float32"), of("float64")]).toEqual([1, 2])
})

test("numbers that are not finite, or none at all, have no reading", () => {
  expect(finish(readUnfolded(tensorOf([1, 2], [1, Number.NaN], "float32")))).toBeNull()
  expect(finish(readUnfolded(tensorOf([0, 2], [], "float32")))).toBeNull()
})

import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { frobeniusNorm, type Matrix, singularValues, spectralNorm } from "../../src/tensor/matrix/svd.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { finish, isGenerator } from "../../src/tensor/work.ts"

interface Case {
  readonly rows: number
  readonly columns: number
  readonly salt: number
  readonly frobenius: number
  readonly values: readonly number[]
}
const { cases } = JSON.parse(readFileSync("tests/reference/svd.json", "utf8")) as { cases: readonly Case[] }

/** The formula of scripts/reference_svd.py. */
function entry(i: number, j: number, salt: number): number {
  let x = (Math.imul(i, 73856093) ^ Math.imul(j, 19349663) ^ Math.imul(salt, 83492791)) >>> 0
  x = Math.imul(x ^ (x >>> 13), 1274126177) >>> 0
  return (((x ^ (x >>> 16)) >>> 0) % 101) - 50
}

function matrixOf(rows: number, columns: number, at: (i: number, j: number) => number): Matrix {
  const data = Float64Array.from({ length: rows * columns }, (_, k) => at(Math.floor(k / columns), k % columns))
  return { rows, columns, data }
}

function valuesOf(matrix: Matrix): number[] {
  return [...(finish(singularValues(matrix)) ?? [])]
}

/** Largest difference, relative to the largest value. */
function apart(got: readonly number[], want: readonly number[]): number {
  expect(got).toHaveLength(want.length)
  return Math.max(...got.map((x, i) => Math.abs(x - want[i]!))) / Math.max(...want)
}

test.for(cases)("$rows×$columns has NumPy's singular values", ({ rows, columns, salt, values, frobenius }) => {
  const matrix = matrixOf(rows, columns, (i, j) => entry(i, j, salt))
  expect(apart(valuesOf(matrix), values)).toBeLessThan(1e-13)
  expect(Math.abs(finish(spectralNorm(matrix))! / values[0]! - 1)).toBeLessThan(1e-12)
  expect(Math.abs(frobeniusNorm(matrix.data) / frobenius - 1)).toBeLessThan(1e-14)
})

describe("hard cases", () => {
  test.for([
    [3, 4],
    [300, 200],
  ] as const)("zeros, %i×%i", ([rows, columns]) => {
    const matrix = matrixOf(rows, columns, () => 0)
    expect(valuesOf(matrix)).toEqual(Array.from({ length: Math.min(rows, columns) }, () => 0))
    expect(finish(spectralNorm(matrix))).toBe(0)
    expect(frobeniusNorm(matrix.data)).toBe(0)
  })

  test("an empty matrix has none", () => {
    expect(valuesOf({ rows: 0, columns: 5, data: [] })).toEqual([])
  })

  test.for([5, 150, 200])("rank 1, %i×%i: one value, the others rounding", (n) => {
    const matrix = matrixOf(n, n, (i, j) => (i + 1) * Math.cos(j))
    const [first = 0, ...rest] = valuesOf(matrix)
    expect(Math.abs(first / frobeniusNorm(matrix.data) - 1)).toBeLessThan(1e-13)
    expect(Math.max(...rest)).toBeLessThan(1e-13 * first)
    expect(Math.abs(finish(spectralNorm(matrix))! / first - 1)).toBeLessThan(1e-13)
  })

  test.for([8, 150])("the identity of %i: all values are 1", (n) => {
    const matrix = matrixOf(n, n, (i, j) => (i === j ? 1 : 0))
    for (const value of valuesOf(matrix)) expect(Math.abs(value - 1)).toBeLessThan(1e-14)
    expect(finish(spectralNorm(matrix))).toBeCloseTo(1, 14)
  })

  test.for([32, 256])("Hadamard's matrix of %i: every value is √n, whatever the basis", (n) => {
    const bits = (x: number): number => (x === 0 ? 0 : (x & 1) + bits(x >> 1))
    const matrix = matrixOf(n, n, (i, j) => (bits(i & j) % 2 === 0 ? 1 : -1))
    for (const value of valuesOf(matrix)) expect(Math.abs(value / Math.sqrt(n) - 1)).toBeLessThan(1e-13)
  })

  test("two large values close together are told apart by the iteration", () => {
    const matrix = matrixOf(200, 200, (i, j) => (i !== j ? 0 : i === 77 ? 1 + 1e-9 : i === 150 ? 1 : 0.999))
    expect(Math.abs(finish(spectralNorm(matrix))! - (1 + 1e-9))).toBeLessThan(1e-12)
  })

  test.for([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d anywhere: no answer", (odd) => {
    const matrix = matrixOf(3, 4, (i, j) => (i === 2 && j === 3 ? odd : 1))
    expect(finish(singularValues(matrix))).toBeNull()
    expect(finish(spectralNorm(matrix))).toBeNull()
    expect(frobeniusNorm(matrix.data)).toBe(Number.isNaN(odd) ? Number.NaN : Number.POSITIVE_INFINITY)
  })

  test.for([1e-300, 1e-310, 1e300])("scaled by %d", (scale) => {
    // Singular values of [[3, 0], [4, 5]] are 3√5 and √5.
    const matrix: Matrix = { rows: 2, columns: 2, data: [3, 0, 4, 5].map((x) => x * scale) }
    const precision = scale === 1e-310 ? 1e-12 : 1e-14
    const [first = 0, second = 0] = valuesOf(matrix)
    expect(Math.abs(first / scale / (3 * Math.sqrt(5)) - 1)).toBeLessThan(precision)
    expect(Math.abs(second / scale / Math.sqrt(5) - 1)).toBeLessThan(precision)
    expect(Math.abs(frobeniusNorm(matrix.data) / scale / Math.sqrt(50) - 1)).toBeLessThan(precision)
  })

  test("a row is as long as it is, however long: 1×100,000", () => {
    const matrix = matrixOf(1, 100_000, (_, j) => (j % 2 === 0 ? 3 : 4))
    expect(valuesOf(matrix)[0]! / Math.sqrt(50_000 * 25)).toBeCloseTo(1, 12)
    expect(finish(spectralNorm(matrix))! / Math.sqrt(50_000 * 25)).toBeCloseTo(1, 12)
  })

  test("small values beside large ones are known to many digits", () => {
    // Columns of very different lengths, at right angles: Hadamard's matrix of 4, scaled.
    const signs = [1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1]
    const scales = [1, 1e-6, 1e-12, 1e-18]
    const matrix = matrixOf(4, 4, (i, j) => signs[4 * i + j]! * scales[j]!)
    const values = valuesOf(matrix)
    for (const [i, scale] of scales.entries()) expect(Math.abs(values[i]! / (2 * scale) - 1)).toBeLessThan(1e-12)
  })
})

test("a transpose has the same values, the sum of their squares is the Frobenius norm's", () => {
  const random = randomStream(1, "svd", "test")
  const data = Float64Array.from({ length: 40 * 170 }, () => random.normal())
  const values = valuesOf({ rows: 40, columns: 170, data })
  const turned = matrixOf(170, 40, (i, j) => data[j * 170 + i]!)
  expect(apart(valuesOf(turned), values)).toBeLessThan(1e-14)
  const sum = Math.sqrt(values.reduce((total, value) => total + value * value, 0))
  expect(Math.abs(sum / frobeniusNorm(data) - 1)).toBeLessThan(1e-13)
})

test("large matrices give way while they work, small ones answer at once", () => {
  expect(isGenerator(singularValues(matrixOf(20, 20, (i, j) => i - j)))).toBe(false)
  const work = singularValues(matrixOf(400, 400, (i, j) => entry(i, j, 1)))
  if (!isGenerator(work)) throw new Error("400×400 answered at once")
  let turns = 0
  while (!work.next().done) turns++
  expect(turns).toBeGreaterThan(3)
})

// Singular values. Up to 128 of them by QR with column pivoting and one-sided Jacobi rotations (Drmač and Veselić,
// SIAM J. Matrix Anal. Appl. 29, 2008), which finds small ones to many digits too; above by bidiagonalization and
// bisection (bidiagonal.ts), each to some ulp of the largest. All in float64, on numbers scaled to at most 1, so that
// neither 1e−300 nor 1e300 leaves the range.

import { ended, stepwise, type Work, YIELD_EVERY } from "../work.ts"
import { bidiagonalize, bisect } from "./bidiagonal.ts"
import { largestByLanczos } from "./lanczos.ts"

/** A matrix in row-major order; its numbers are read, never changed. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: ArrayLike<number>
}

const MOST_BY_JACOBI = 128
const MOST_SWEEPS = 60
/** From this ratio of the sides on QR pays (Chan 1982). */
const TALL = 5 / 3

/**
 * min(rows, columns) singular values, the largest first; null if a number is NaN or infinite. Empty for an empty matrix.
 * Above some 200×200 a generator that gives way.
 */
export function singularValues(matrix: Matrix): Work<Float64Array | null> {
  const least = Math.min(matrix.rows, matrix.columns)
  const scale = scaleOf(matrix.data)
  if (scale === null) return null
  if (least === 0 || scale === 0) return new Float64Array(least)
  return least * least * Math.max(matrix.rows, matrix.columns) < 4e6
    ? ended(valuesOf(matrix, scale))
    : valuesOf(matrix, scale)
}

/** The largest singular value alone: by all of them where they are few, else by Lanczos' iteration. Null as above. */
export function spectralNorm(matrix: Matrix): Work<number | null> {
  const { rows, columns, data } = matrix
  const scale = scaleOf(data)
  if (scale === null) return null
  if (scale === 0) return 0
  if (Math.min(rows, columns) === 1) return frobeniusNorm(data)
  return rows * columns < 40_000 ? ended(largestOf(matrix, scale)) : largestOf(matrix, scale)
}

/** √Σx², without over- or underflow on the way. NaN or ∞ if there is one in it. */
export function frobeniusNorm(data: ArrayLike<number>): number {
  const scale = scaleOf(data)
  if (scale === null) return Array.from(data).some(Number.isNaN) ? Number.NaN : Number.POSITIVE_INFINITY
  if (scale === 0) return 0
  let sum = 0
  for (let i = 0; i < data.length; i++) sum += (data[i]! / scale) ** 2
  return scale * Math.sqrt(sum)
}

function* valuesOf(matrix: Matrix, scale: number): Generator<void, Float64Array, void> {
  const columns = new Columns(matrix, scale)
  const { count, length } = columns
  const jacobiSized = count <= MOST_BY_JACOBI
  // A tall matrix is its triangle first: a square of the lesser side has less to reflect.
  const triangle = jacobiSized || length > TALL * count ? yield* triangleOf(columns) : null
  const values =
    jacobiSized && triangle !== null
      ? yield* jacobi(triangle, count)
      : yield* bisect(yield* bidiagonalize(triangle === null ? columns : { count, length: count, data: triangle }))
  values.sort().reverse()
  return values.map((value) => value * scale)
}

function* largestOf(matrix: Matrix, scale: number): Generator<void, number, void> {
  if (Math.min(matrix.rows, matrix.columns) > MOST_BY_JACOBI) {
    return scale * (yield* largestByLanczos(new Columns(matrix, scale)))
  }
  const values = yield* stepwise(valuesOf(matrix, scale))
  return values[0] ?? 0
}

/** A power of two near the largest magnitude, so that dividing by it is exact; null if a number is not finite. */
function scaleOf(data: ArrayLike<number>): number | null {
  let largest = 0
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i]!)
    if (!(size < Number.POSITIVE_INFINITY)) return null
    if (size > largest) largest = size
  }
  // Below 2⁻¹⁰²² a power of two has no reciprocal of its own; those are divided by the least normal number.
  return largest === 0 ? 0 : 2 ** Math.max(-1022, Math.ceil(Math.log2(largest)))
}

/** The columns of the matrix, or of its transpose if that is the taller one, one after another. */
class Columns {
  /** Number of columns, and their length; count ≤ length. */
  readonly count: number
  readonly length: number
  readonly data: Float64Array

  constructor({ rows, columns, data }: Matrix, scale: number) {
    const wide = columns >= rows
    this.count = wide ? rows : columns
    this.length = wide ? columns : rows
    this.data = new Float64Array(this.count * this.length)
    for (let i = 0, at = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, at++) {
        this.data[wide ? at : j * rows + i] = data[at]! / scale
      }
    }
  }
}

// ---- QR with column pivoting ----------------------------------------------------------------------------------------

/** The rows of R in A·P = Q·R, each of `count` numbers. Householder's reflections; the longest column left comes first. */
function* triangleOf({ count, length, data }: Columns): Generator<void, Float64Array, void> {
  const left = new Float64Array(count)
  const first = new Float64Array(count)
  const starts = Int32Array.from({ length: count }, (_, j) => j * length)
  for (let j = 0; j < count; j++) first[j] = left[j] = squares(data, starts[j]!, length)
  let work = 0
  for (let k = 0; k < count; k++) {
    let longest = k
    for (let j = k + 1; j < count; j++) if (left[j]! > left[longest]!) longest = j
    for (const list of [left, first, starts]) [list[k], list[longest]] = [list[longest]!, list[k]!]
    const own = starts[k]! + k
    const norm = Math.sqrt(squares(data, own, length - k))
    if (norm === 0) break
    const head = data[own]!
    const corner = head > 0 ? -norm : norm
    data[own] = head - corner
    const factor = 1 / (norm * (norm + Math.abs(head)))
    for (let j = k + 1; j < count; j++) {
      const other = starts[j]! + k
      addScaled(data, other, own, -factor * dot(data, own, other, length - k), length - k)
      left[j] = left[j]! - data[other]! ** 2
      // What is left of a column is the difference of two larger numbers: measured anew once most of it is gone.
      if (left[j]! <= 1e-6 * first[j]!) first[j] = left[j] = squares(data, other + 1, length - k - 1)
    }
    data[own] = corner
    work += 2 * (count - k) * (length - k)
    if (work > YIELD_EVERY) {
      work = 0
      yield
    }
  }
  const rows = new Float64Array(count * count)
  for (let k = 0; k < count; k++) {
    for (let j = k; j < count; j++) rows[k * count + j] = data[starts[j]! + k]!
  }
  return rows
}

// ---- One-sided Jacobi -----------------------------------------------------------------------------------------------

/** Turns each pair of rows until all are at right angles; their lengths are the singular values. */
function* jacobi(rows: Float64Array, n: number): Generator<void, Float64Array, void> {
  const tolerance = Number.EPSILON * Math.sqrt(n)
  let work = 0
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let turned = false
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) if (turn(rows, p * n, q * n, n, tolerance)) turned = true
      work += 5 * n * (n - p)
      if (work > YIELD_EVERY) {
        work = 0
        yield
      }
    }
    if (!turned) break
  }
  return Float64Array.from({ length: n }, (_, i) => frobeniusNorm(rows.subarray(i * n, (i + 1) * n)))
}

/** One rotation of two rows, unless they are at right angles already. */
function turn(rows: Float64Array, p: number, q: number, n: number, tolerance: number): boolean {
  let [alpha, beta, gamma] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [x, y] = [rows[p + i]!, rows[q + i]!]
    alpha += x * x
    beta += y * y
    gamma += x * y
  }
  const product = Math.sqrt(alpha) * Math.sqrt(beta)
  if (product === 0 || Math.abs(gamma) <= tolerance * product) return false
  // tan 2θ = 2γ/(α − β); the smaller angle, in Rutishauser's form.
  const zeta = (beta - alpha) / (2 * gamma)
  const tangent = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta))
  const cosine = 1 / Math.hypot(1, tangent)
  const sine = cosine * tangent
  for (let i = 0; i < n; i++) {
    const [x, y] = [rows[p + i]!, rows[q + i]!]
    rows[p + i] = cosine * x - sine * y
    rows[q + i] = sine * x + cosine * y
  }
  return true
}

function squares(data: Float64Array, from: number, length: number): number {
  let sum = 0
  for (let i = from; i < from + length; i++) sum += data[i]! * data[i]!
  return sum
}

function dot(data: Float64Array, a: number, b: number, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += data[a + i]! * data[b + i]!
  return sum
}

/** data[to…] += factor · data[from…] */
function addScaled(data: Float64Array, to: number, from: number, factor: number, length: number): void {
  for (let i = 0; i < length; i++) data[to + i] = data[to + i]! + factor * data[from + i]!
}

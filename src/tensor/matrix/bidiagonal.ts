// Singular values by way of a bidiagonal matrix B: Householder's reflections from both sides (Golub and Kahan 1965), then
// bisection by Sturm counts for the values of B, which finds each to its last digits (Demmel and Kahan 1990).

import { YIELD_EVERY } from "../work.ts"

/** An upper bidiagonal matrix: n numbers on the diagonal, n − 1 beside it. */
interface Bidiagonal {
  readonly diagonal: Float64Array
  readonly beside: Float64Array
}

/** Vectors of one length, one after another. */
export interface Vectors {
  readonly count: number
  readonly length: number
  readonly data: Float64Array
}

/**
 * Brings a matrix, given by its n columns of m ≥ n numbers, to bidiagonal form, in place. Both reflections of a step are
 * applied in one go, together with the products that the next step begins with: two passes over memory a step, not six.
 */
export function* bidiagonalize({ count: n, length: m, data }: Vectors): Generator<void, Bidiagonal, void> {
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(Math.max(0, n - 1))
  let [v, next] = [new Float64Array(m), new Float64Array(m)]
  const [y, u, d] = [new Float64Array(m), new Float64Array(n), new Float64Array(n)]
  v.set(data.subarray(0, m))
  let left = reflector(v, 0, m)
  for (let j = 1; j < n; j++) d[j] = left.factor * dotAt(data, j * m, v, 0, m)
  let work = 0
  for (let k = 0; k < n; k++) {
    diagonal[k] = left.corner
    if (k === n - 1) break
    // Row k as the left reflection leaves it; d_j = τ·v·a_j.
    for (let j = k + 1; j < n; j++) u[j] = data[j * m + k]! - d[j]! * v[k]!
    const right = reflector(u, k + 1, n)
    beside[k] = right.corner
    // y = τ′·(A − v dᵀ)·u
    y.fill(0, k)
    addColumns(y, data, m, u, k + 1, n)
    let du = 0
    for (let j = k + 1; j < n; j++) du += d[j]! * u[j]!
    for (let i = k + 1; i < m; i++) y[i] = right.factor * (y[i]! - du * v[i]!)
    // The next column first: its reflection is what the others are multiplied by.
    const first = k + 1
    subtractBoth(data, first * m, v, d[first]!, y, u[first]!, first, m)
    next.set(data.subarray(first * m + first, first * m + m), first)
    left = reflector(next, first, m)
    for (let j = first + 1; j < n; j++) {
      d[j] = left.factor * subtractBothAndDot(data, j * m, v, d[j]!, y, u[j]!, next, first, m)
    }
    ;[v, next] = [next, v]
    work += 4 * (n - k) * (m - k)
    if (work > YIELD_EVERY) {
      work = 0
      yield
    }
  }
  return { diagonal, beside }
}

/** Makes x[from…] the vector of the reflection I − factor·x·xᵀ that takes it to (corner, 0, …, 0). */
function reflector(x: Float64Array, from: number, to: number): { corner: number; factor: number } {
  let largest = 0
  for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(x[i]!))
  if (largest === 0) return { corner: 0, factor: 0 }
  let sum = 0
  for (let i = from; i < to; i++) {
    x[i] = x[i]! / largest
    sum += x[i]! * x[i]!
  }
  const norm = Math.sqrt(sum)
  const head = x[from]!
  const corner = head > 0 ? -norm : norm
  x[from] = head - corner
  return { corner: corner * largest, factor: 1 / (norm * (norm + Math.abs(head))) }
}

/** Σ columns[start + i]·v[i] over i from `from` to `to` − 1. */
export function dotAt(columns: Float64Array, start: number, v: Float64Array, from: number, to: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  let i = from
  for (; i + 3 < to; i += 4) {
    a += columns[start + i]! * v[i]!
    b += columns[start + i + 1]! * v[i + 1]!
    c += columns[start + i + 2]! * v[i + 2]!
    d += columns[start + i + 3]! * v[i + 3]!
  }
  for (; i < to; i++) a += columns[start + i]! * v[i]!
  return a + b + (c + d)
}

/** y += factor · column, over the same rows. */
export function addTo(
  y: Float64Array,
  columns: Float64Array,
  start: number,
  factor: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) y[i] = y[i]! + factor * columns[start + i]!
}

/** y += Σ u_j · column j over j from `from` to n − 1, and over the same rows down to the last: four columns at a time. */
function addColumns(y: Float64Array, columns: Float64Array, m: number, u: Float64Array, from: number, n: number): void {
  let j = from
  for (; j + 3 < n; j += 4) {
    const [a, b, c, d] = [j * m, (j + 1) * m, (j + 2) * m, (j + 3) * m]
    const [ua, ub, uc, ud] = [u[j]!, u[j + 1]!, u[j + 2]!, u[j + 3]!]
    for (let i = from; i < m; i++) {
      y[i] = y[i]! + (ua * columns[a + i]! + ub * columns[b + i]!) + (uc * columns[c + i]! + ud * columns[d + i]!)
    }
  }
  for (; j < n; j++) addTo(y, columns, j * m, u[j]!, from, m)
}

/** column −= d·v + u·y */
function subtractBoth(
  columns: Float64Array,
  start: number,
  v: Float64Array,
  d: number,
  y: Float64Array,
  u: number,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) columns[start + i] = columns[start + i]! - d * v[i]! - u * y[i]!
}

/** The same, and the product of what is left with w. */
function subtractBothAndDot(
  columns: Float64Array,
  start: number,
  v: Float64Array,
  d: number,
  y: Float64Array,
  u: number,
  w: Float64Array,
  from: number,
  to: number,
): number {
  let [even, odd] = [0, 0]
  let i = from
  for (; i + 1 < to; i += 2) {
    const a = columns[start + i]! - d * v[i]! - u * y[i]!
    const b = columns[start + i + 1]! - d * v[i + 1]! - u * y[i + 1]!
    columns[start + i] = a
    columns[start + i + 1] = b
    even += a * w[i]!
    odd += b * w[i + 1]!
  }
  if (i < to) {
    const a = columns[start + i]! - d * v[i]! - u * y[i]!
    columns[start + i] = a
    even += a * w[i]!
  }
  return even + odd
}

// ---- Bisection ------------------------------------------------------------------------------------------------------

/** All singular values of a bidiagonal matrix, in no order. */
export function* bisect(matrix: Bidiagonal): Generator<void, Float64Array, void> {
  const n = matrix.diagonal.length
  const squares = squaresOf(matrix)
  const top = 1.0000001 * boundOf(matrix)
  const found = new Float64Array(n)
  const open: Interval[] = [{ low: 0, high: top, below: 0, upTo: n }]
  let work = 0
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const middle = (at.low + at.high) / 2
    if (at.high - at.low <= 2 * Number.EPSILON * at.high || at.high <= top * 1e-30 || top === 0) {
      found.fill(at.high <= top * 1e-30 ? 0 : middle, at.below, at.upTo)
      continue
    }
    const count = countBelow(squares, middle)
    if (count > at.below) open.push({ low: at.low, high: middle, below: at.below, upTo: count })
    if (count < at.upTo) open.push({ low: middle, high: at.high, below: count, upTo: at.upTo })
    work += 16 * n
    if (work > YIELD_EVERY) {
      work = 0
      yield
    }
  }
  return found
}

/** Singular values number `below` to `upTo` − 1, counted from the least, lie in [low, high). */
interface Interval {
  readonly low: number
  readonly high: number
  readonly below: number
  readonly upTo: number
}

/** The largest singular value of a bidiagonal matrix. */
export function largestSingularValue(matrix: Bidiagonal): number {
  const n = matrix.diagonal.length
  const squares = squaresOf(matrix)
  let [low, high] = [0, 1.0000001 * boundOf(matrix)]
  while (high - low > 2 * Number.EPSILON * high) {
    const middle = (low + high) / 2
    if (countBelow(squares, middle) === n) high = middle
    else low = middle
  }
  return (low + high) / 2
}

/**
 * How many singular values are below x > 0. The matrix with zeros on the diagonal and d₁, e₁, d₂, e₂, … beside it has the
 * eigenvalues ±σ; those below x are as many as the negative pivots of that matrix less x (Sylvester's law of inertia).
 */
function countBelow(squares: Float64Array, x: number): number {
  let negative = 1
  let pivot = -x
  for (let i = 0; i < squares.length; i++) {
    pivot = -x - squares[i]! / pivot
    if (pivot === 0) pivot = -Number.MIN_VALUE
    if (pivot < 0) negative++
  }
  return negative - (squares.length + 1) / 2
}

function squaresOf({ diagonal, beside }: Bidiagonal): Float64Array {
  const n = diagonal.length
  const squares = new Float64Array(2 * n - 1)
  for (let i = 0; i < n; i++) {
    squares[2 * i] = diagonal[i]! ** 2
    if (i < n - 1) squares[2 * i + 1] = beside[i]! ** 2
  }
  return squares
}

/** At least the largest singular value: the largest sum of two neighbours beside the diagonal of zeros (Gershgorin). */
function boundOf({ diagonal, beside }: Bidiagonal): number {
  let largest = 0
  for (let i = 0; i < diagonal.length; i++) {
    const own = Math.abs(diagonal[i]!)
    const [before, after] = [Math.abs(beside[i - 1] ?? 0), Math.abs(beside[i] ?? 0)]
    largest = Math.max(largest, own + before, own + after)
  }
  return largest
}

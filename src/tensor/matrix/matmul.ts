// Matrix products, PyTorch's `matmul`: a vector on the left is a row, one on the right a column; leading axes broadcast.

import { broadcastShapes, broadcastTo, type Clash, isClash, sumTo } from "../broadcast.ts"
import { transposeLast } from "../permute.ts"
import { allocate, dtypeOf, reshape, type Shape, sizeOf, type Tensor, type TensorData } from "../tensor.ts"
import { broadcastStrides, walk } from "../walk.ts"
import { finish, isGenerator, type Work, YIELD_EVERY } from "../work.ts"

/** [batch…, n, k] × [batch…, k, m], with 1-D operands made matrices. */
export interface MatmulSizes {
  readonly a: Shape
  readonly b: Shape
  readonly batch: Shape
  readonly n: number
  readonly k: number
  readonly m: number
  /** Shape of the product, without the axes that vectors were given. */
  readonly shape: Shape
}

/** `inner`: the sizes that are summed over differ. `batch`: leading axes do not broadcast. `scalar`: an operand has no axis. */
export type MatmulClash =
  | { readonly kind: "scalar" }
  | { readonly kind: "inner"; readonly sizes: readonly [number, number] }
  | { readonly kind: "batch"; readonly clash: Clash }

/** Sizes of a product, or why there is none. */
export function matmulSizes(left: Shape, right: Shape): MatmulSizes | MatmulClash {
  if (left.length === 0 || right.length === 0) return { kind: "scalar" }
  const a = left.length === 1 ? [1, ...left] : left
  const b = right.length === 1 ? [...right, 1] : right
  const [n, k] = [a.at(-2)!, a.at(-1)!]
  const [inner, m] = [b.at(-2)!, b.at(-1)!]
  if (k !== inner) return { kind: "inner", sizes: [k, inner] }
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2))
  if (isClash(batch)) return { kind: "batch", clash: { axis: batch.axis - 2, sizes: batch.sizes } }
  const shape = [...batch, ...(left.length === 1 ? [] : [n]), ...(right.length === 1 ? [] : [m])]
  return { a, b, batch, n, k, m, shape }
}

/** a · b. Throws where the shapes do not fit (a bug: shape rules check first). */
export function matmul(a: Tensor, b: Tensor): Work<Tensor> {
  const sizes = sizesOf(a, b)
  return then(multiply(reshape(a, sizes.a), reshape(b, sizes.b)), (y) => reshape(y, sizes.shape))
}

/** ∂L/∂a = g · bᵀ, summed over the leading axes along which `a` was repeated. */
export function matmulGradA(g: Tensor, a: Tensor, b: Tensor): Work<Tensor> {
  const { batch, n, m, ...sizes } = sizesOf(a, b)
  const grad = reshape(g, [...batch, n, m])
  const product = multiply(grad, transposeLast(reshape(b, sizes.b)))
  return then(product, (full) => reshape(sumTo(full, padded(sizes.a, batch.length)), a.shape))
}

/** ∂L/∂b = aᵀ · g, summed over the leading axes along which `b` was repeated. */
export function matmulGradB(g: Tensor, a: Tensor, b: Tensor): Work<Tensor> {
  const { batch, n, k, m, ...sizes } = sizesOf(a, b)
  const grad = reshape(g, [...batch, n, m])
  if (sizeOf(sizes.b) === k * m) {
    // One matrix for the whole batch: the sum over the batch is a longer sum over rows.
    const rows = sizeOf(batch) * n
    const left = broadcastTo(reshape(a, sizes.a), [...batch, n, k])
    const product = multiply(transposeLast(reshape(left, [rows, k])), reshape(grad, [rows, m]))
    return then(product, (full) => reshape(full, b.shape))
  }
  const product = multiply(transposeLast(reshape(a, sizes.a)), grad)
  return then(product, (full) => reshape(sumTo(full, padded(sizes.b, batch.length)), b.shape))
}

/** [batch…, n, k] × [batch…, k, m] → [batch…, n, m]; both of rank 2 or more, leading axes broadcast. */
function multiply(a: Tensor, b: Tensor): Work<Tensor> {
  const { batch, n, k, m, shape } = sizesOf(a, b)
  const data = allocate(sizeOf(shape), dtypeOf(a))
  const folded = sizeOf(b.shape) === k * m && sizeOf(a.shape) === sizeOf(batch) * n * k
  const pairs = folded ? [[0, 0] as const] : offsets(a.shape, b.shape, batch)
  const rows = folded ? sizeOf(batch) * n : n
  const task: Task = { a: a.data, b: b.data, data, pairs, rows, k, m }
  const tensor = { shape, data }
  if (pairs.length * rows * k * m > YIELD_EVERY) return then(fill(task), () => tensor)
  finish(fill(task))
  return tensor
}

interface Task {
  readonly a: TensorData
  readonly b: TensorData
  readonly data: TensorData
  /** Where the matrices of each batch entry start. */
  readonly pairs: readonly (readonly [number, number])[]
  readonly rows: number
  readonly k: number
  readonly m: number
}

/** Row by row, two at a time, in stretches of k between which it may give way. */
function* fill(task: Task): Generator<void, void, void> {
  const { a, b, data, pairs, rows, k, m } = task
  const upper = new Float64Array(m)
  const lower = new Float64Array(m)
  const stretch = Math.max(4, Math.floor(YIELD_EVERY / m))
  let out = 0
  let sinceYield = 0
  for (const [startA, startB] of pairs) {
    for (let i = 0; i < rows; i += 2) {
      const alone = i + 1 === rows
      upper.fill(0)
      lower.fill(0)
      for (let p = 0; p < k; p += stretch) {
        const length = Math.min(stretch, k - p)
        const atA = startA + i * k + p
        if (alone) addRow(upper, a, atA, b, startB + p * m, length)
        else addRows(upper, lower, a, atA, atA + k, b, startB + p * m, length)
        sinceYield += length * m * 2
        if (sinceYield < YIELD_EVERY) continue
        sinceYield = 0
        yield
      }
      data.set(upper, out)
      if (!alone) data.set(lower, out + m)
      out += alone ? m : 2 * m
    }
  }
}

/** As `addRow` for two rows of a at once: each number of b is read once for both. */
function addRows(
  upper: Float64Array,
  lower: Float64Array,
  a: TensorData,
  atUpper: number,
  atLower: number,
  b: TensorData,
  atB: number,
  length: number,
): void {
  const m = upper.length
  const fours = length - (length % 4)
  for (let p = 0; p < fours; p += 4) {
    const [u0, u1, u2, u3] = [a[atUpper + p]!, a[atUpper + p + 1]!, a[atUpper + p + 2]!, a[atUpper + p + 3]!]
    const [l0, l1, l2, l3] = [a[atLower + p]!, a[atLower + p + 1]!, a[atLower + p + 2]!, a[atLower + p + 3]!]
    const row = atB + p * m
    for (let j = 0; j < m; j++) {
      const at = row + j
      const b0 = b[at]!
      const b1 = b[at + m]!
      const b2 = b[at + 2 * m]!
      const b3 = b[at + 3 * m]!
      upper[j]! += u0 * b0 + u1 * b1 + u2 * b2 + u3 * b3
      lower[j]! += l0 * b0 + l1 * b1 + l2 * b2 + l3 * b3
    }
  }
  addRow(upper, a, atUpper + fours, b, atB + fours * m, length - fours)
  addRow(lower, a, atLower + fours, b, atB + fours * m, length - fours)
}

/** row_j += Σ_p a_p · b_pj over `length` rows of b, four at a time so that `row` is read and written less often. */
function addRow(row: Float64Array, a: TensorData, atA: number, b: TensorData, atB: number, length: number): void {
  const m = row.length
  let p = 0
  for (; p + 4 <= length; p += 4) {
    const a0 = a[atA + p]!
    const a1 = a[atA + p + 1]!
    const a2 = a[atA + p + 2]!
    const a3 = a[atA + p + 3]!
    const b0 = atB + p * m
    const b1 = b0 + m
    const b2 = b1 + m
    const b3 = b2 + m
    for (let j = 0; j < m; j++) row[j]! += a0 * b[b0 + j]! + a1 * b[b1 + j]! + a2 * b[b2 + j]! + a3 * b[b3 + j]!
  }
  for (; p < length; p++) {
    const value = a[atA + p]!
    const from = atB + p * m
    for (let j = 0; j < m; j++) row[j]! += value * b[from + j]!
  }
}

/** Offsets of the matrices of `a` and `b` for each entry of the batch. */
function offsets(a: Shape, b: Shape, batch: Shape): (readonly [number, number])[] {
  const scaled = (shape: Shape): number[] => {
    const matrix = shape.at(-1)! * shape.at(-2)!
    return broadcastStrides(shape.slice(0, -2), batch).map((stride) => stride * matrix)
  }
  const pairs: (readonly [number, number])[] = []
  walk(batch, [scaled(a), scaled(b)], (at, length, steps) => {
    for (let n = 0; n < length; n++) pairs.push([at[0]! + n * steps[0]!, at[1]! + n * steps[1]!])
  })
  return pairs
}

function sizesOf(a: Tensor, b: Tensor): MatmulSizes {
  const sizes = matmulSizes(a.shape, b.shape)
  if ("kind" in sizes) throw new Error(`matmul of ${a.shape.join("×")} with ${b.shape.join("×")}: ${sizes.kind}`)
  return sizes
}

/** `shape` with leading 1s up to `lead` axes before its matrix. */
function padded(shape: Shape, lead: number): Shape {
  return [...new Array<number>(lead + 2 - shape.length).fill(1), ...shape]
}

/** Applies `f` to the result, now or when the work is done. */
function then<T, R>(work: Work<T>, f: (result: T) => R): Work<R> {
  return isGenerator(work) ? after(work, f) : f(work)
}

function* after<T, R>(work: Generator<void, T, void>, f: (result: T) => R): Generator<void, R, void> {
  return f(yield* work)
}

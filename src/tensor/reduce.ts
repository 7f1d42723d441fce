// Many numbers into one. `axes` are non-negative and distinct. Answers keep every axis, with size 1 where it was
// reduced, so that they broadcast against the input, and stay in float64: the caller rounds once, with `castTo`.

import { allocate, dtypeOf, type Shape, sizeOf, stridesOf, type Tensor } from "./tensor.ts"
import { broadcastStrides, walk } from "./walk.ts"

/** `shape` with size 1 at `axes`. */
export function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
}

/** `shape` without `axes`. */
export function droppedShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, axis) => !axes.includes(axis))
}

/** How many numbers become one. */
export function countOver(shape: Shape, axes: readonly number[]): number {
  return axes.reduce((count, axis) => count * shape[axis]!, 1)
}

/** a ← step(a, x) from `start`, over `axes` in row-major order. */
export function foldOver(
  x: Tensor,
  axes: readonly number[],
  start: number,
  step: (sofar: number, x: number) => number,
): Tensor {
  const shape = keptShape(x.shape, axes)
  const data = new Float64Array(sizeOf(shape)).fill(start)
  let i = 0
  walk(x.shape, [broadcastStrides(shape, x.shape)], (at, length, steps) => {
    const move = steps[0]!
    for (let n = 0, o = at[0]!; n < length; n++, o += move) data[o] = step(data[o]!, x.data[i++]!)
  })
  return { shape, data }
}

/** As `foldOver`, with the number of `y` (which has size 1 at `axes`) that belongs to each x. */
function foldWith(
  x: Tensor,
  y: Tensor,
  axes: readonly number[],
  step: (sofar: number, x: number, y: number) => number,
): Tensor {
  const shape = keptShape(x.shape, axes)
  const data = new Float64Array(sizeOf(shape))
  let i = 0
  walk(x.shape, [broadcastStrides(shape, x.shape)], (at, length, steps) => {
    const move = steps[0]!
    for (let n = 0, o = at[0]!; n < length; n++, o += move) data[o] = step(data[o]!, x.data[i++]!, y.data[o]!)
  })
  return { shape, data }
}

/** Sums over some axes, which go. */
export function sumOver(x: Tensor, axes: readonly number[]): Tensor {
  return foldOver(x, axes, 0, (sum, value) => sum + value)
}

/** Means over some axes, which go; NaN where there is nothing to average. */
export function meanOver(x: Tensor, axes: readonly number[]): Tensor {
  const count = countOver(x.shape, axes)
  const sum = sumOver(x, axes)
  return { shape: sum.shape, data: sum.data.map((s) => s / count) }
}

/** Σ(x − mean)² / max(0, n − correction), in two passes. NaN for one number with correction 1, as in PyTorch. */
export function varOver(x: Tensor, mean: Tensor, axes: readonly number[], correction: number): Tensor {
  const count = Math.max(0, countOver(x.shape, axes) - correction)
  const squares = foldWith(x, mean, axes, (sum, value, mu) => sum + (value - mu) ** 2)
  return { shape: squares.shape, data: squares.data.map((s) => s / count) }
}

/** The largest; NaN if there is one. */
export function maxOver(x: Tensor, axes: readonly number[]): Tensor {
  return foldOver(x, axes, Number.NEGATIVE_INFINITY, Math.max)
}

/** The smallest; NaN if there is one. */
export function minOver(x: Tensor, axes: readonly number[]): Tensor {
  return foldOver(x, axes, Number.POSITIVE_INFINITY, Math.min)
}

/** log Σ exp x = m + log Σ exp(x − m) with m the largest, or 0 where that is infinite (else ∞ − ∞). */
export function logSumExpOver(x: Tensor, axes: readonly number[]): Tensor {
  const top = maxOver(x, axes)
  for (let i = 0; i < top.data.length; i++) if (Math.abs(top.data[i]!) === Number.POSITIVE_INFINITY) top.data[i] = 0
  const sums = foldWith(x, top, axes, (sum, value, m) => sum + Math.exp(value - m))
  return { shape: sums.shape, data: sums.data.map((s, i) => Math.log(s) + top.data[i]!) }
}

/** `grad` (axes kept) shared evenly among the x that equal the reduced value; NaN equals NaN here. In the precision of `x`. */
export function shareAmongEqual(x: Tensor, reduced: Tensor, grad: Tensor, axes: readonly number[]): Tensor {
  const ties = foldWith(x, reduced, axes, (count, value, r) => (equal(value, r) ? count + 1 : count))
  const shares = grad.data.map((g, i) => g / ties.data[i]!)
  const data = allocate(x.data.length, dtypeOf(x))
  let i = 0
  walk(x.shape, [broadcastStrides(reduced.shape, x.shape)], (at, length, steps) => {
    const move = steps[0]!
    for (let n = 0, o = at[0]!; n < length; n++, o += move, i++)
      if (equal(x.data[i]!, reduced.data[o]!)) data[i] = shares[o]!
  })
  return { shape: x.shape, data }
}

/** (Σ|x|^p)^(1/p); ∞ takes the largest size, −∞ the smallest, 0 counts what is not 0. */
export function normOver(x: Tensor, axes: readonly number[], p: number): Tensor {
  if (p === Number.POSITIVE_INFINITY)
    return foldOver(x, axes, 0, (largest, value) => Math.max(largest, Math.abs(value)))
  if (p === Number.NEGATIVE_INFINITY) return foldOver(x, axes, -p, (least, value) => Math.min(least, Math.abs(value)))
  if (p === 0) return foldOver(x, axes, 0, (count, value) => (value === 0 ? count : count + 1))
  const sums = foldOver(x, axes, 0, (sum, value) => sum + Math.abs(value) ** p)
  return { shape: sums.shape, data: sums.data.map((s) => s ** (1 / p)) }
}

/** ∂‖x‖ₚ/∂x_i = sign(x_i) · (|x_i| / ‖x‖)^(p−1) for finite p ≠ 0; 0 where x_i or the norm is 0. */
export function normSlope(x: number, norm: number, p: number): number {
  return x === 0 || norm === 0 ? 0 : Math.sign(x) * (Math.abs(x) / norm) ** (p - 1)
}

/** `grad` (size 1 at `axis`) put where the reduced value first occurs along `axis`, zeros elsewhere. */
export function scatterFirst(x: Tensor, reduced: Tensor, grad: Tensor, axis: number): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  eachLine(x.shape, axis, (start, step, length, line) => {
    const wanted = reduced.data[line]!
    for (let n = 0, i = start; n < length; n++, i += step) {
      if (!equal(x.data[i]!, wanted)) continue
      data[i] = grad.data[line]!
      return
    }
  })
  return { shape: x.shape, data }
}

/** Running sums along one axis, from its start or from its end. */
export function cumulativeSum(x: Tensor, axis: number, from: "start" | "end" = "start"): Tensor {
  const data = allocate(x.data.length, dtypeOf(x))
  eachLine(x.shape, axis, (start, step, length) => {
    let sum = 0
    for (let n = 0; n < length; n++) {
      const i = start + step * (from === "start" ? n : length - 1 - n)
      sum += x.data[i]!
      data[i] = sum
    }
  })
  return { shape: x.shape, data }
}

/**
 * For each x the product of all others over `axes`: Π_(k≠i) x_k, right also where one is 0; where two are it is 0, whatever
 * the rest is, as in PyTorch. In the precision of `x`.
 */
export function productOfOthers(x: Tensor, axes: readonly number[]): Tensor {
  const zeros = foldOver(x, axes, 0, (count, value) => count + (value === 0 ? 1 : 0))
  const broken = foldOver(x, axes, 0, (count, value) => count + (Number.isFinite(value) ? 0 : 1))
  const rest = foldOver(x, axes, 1, (product, value) => (value === 0 ? product : product * value))
  const data = allocate(x.data.length, dtypeOf(x))
  let i = 0
  walk(x.shape, [broadcastStrides(rest.shape, x.shape)], (at, length, steps) => {
    const move = steps[0]!
    for (let n = 0, o = at[0]!; n < length; n++, o += move, i++) {
      const value = x.data[i]!
      if (value === 0) data[i] = zeros.data[o] === 1 ? rest.data[o]! : 0
      else if (zeros.data[o] === 0) data[i] = rest.data[o]! / value
      // 0 · ∞ and 0 · NaN are NaN.
      else data[i] = zeros.data[o] === 1 && broken.data[o]! > (Number.isFinite(value) ? 0 : 1) ? Number.NaN : 0
    }
  })
  return { shape: x.shape, data }
}

/** Calls `visit` for each line along `axis`, in row-major order of the other axes. */
function eachLine(
  shape: Shape,
  axis: number,
  visit: (start: number, step: number, length: number, line: number) => void,
): void {
  const length = shape[axis] ?? 1
  const step = stridesOf(shape)[axis] ?? 1
  const lines = sizeOf(shape) / length
  for (let line = 0; line < lines; line++) {
    visit(Math.floor(line / step) * step * length + (line % step), step, length, line)
  }
}

function equal(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b))
}

// Broadcasting as in PyTorch and NumPy: shapes are aligned at their last axes; sizes must be equal or 1.

import { allocate, castTo, dtypeOf, type Shape, sameShape, sizeOf, type Tensor } from "./tensor.ts"
import { broadcastStrides, walk } from "./walk.ts"

/** Two sizes that do not go together. `axis` is negative, counted from the end, since there the shapes are aligned. */
export interface Clash {
  readonly axis: number
  readonly sizes: readonly [number, number]
}

/** True where two shapes have no common one. */
export function isClash(answer: Shape | Clash): answer is Clash {
  return "axis" in answer
}

/** The common shape of two, or the last axis on which they differ and neither is 1. */
export function broadcastShapes(a: Shape, b: Shape): Shape | Clash {
  const shape: number[] = []
  for (let axis = -1; axis >= -Math.max(a.length, b.length); axis--) {
    const m = a.at(axis) ?? 1
    const n = b.at(axis) ?? 1
    if (axis >= -Math.min(a.length, b.length) && m !== n && m !== 1 && n !== 1) return { axis, sizes: [m, n] }
    shape.unshift(m === 1 ? n : m)
  }
  return shape
}

/** Throws where the shapes do not go together (a bug: shape rules check first). */
function commonShape(a: Shape, b: Shape): Shape {
  const shape = broadcastShapes(a, b)
  if (isClash(shape)) throw new Error(`cannot broadcast ${a.join("×")} with ${b.join("×")}`)
  return shape
}

/** z = f(x, y) over the common shape, in the precision of `x`. */
export function broadcast2(x: Tensor, y: Tensor, f: (x: number, y: number) => number): Tensor {
  const shape = commonShape(x.shape, y.shape)
  const data = allocate(sizeOf(shape), dtypeOf(x))
  const strides = [broadcastStrides(x.shape, shape), broadcastStrides(y.shape, shape)]
  let out = 0
  walk(shape, strides, (at, length, steps) => {
    let i = at[0]!
    let j = at[1]!
    const di = steps[0]!
    const dj = steps[1]!
    for (let n = 0; n < length; n++, i += di, j += dj) data[out++] = f(x.data[i]!, y.data[j]!)
  })
  return { shape, data }
}

/** w = f(x, y, z) over the common shape, in the precision of `x`. */
export function broadcast3(x: Tensor, y: Tensor, z: Tensor, f: (x: number, y: number, z: number) => number): Tensor {
  const shape = commonShape(commonShape(x.shape, y.shape), z.shape)
  const data = allocate(sizeOf(shape), dtypeOf(x))
  const strides = [x, y, z].map((tensor) => broadcastStrides(tensor.shape, shape))
  let out = 0
  walk(shape, strides, (at, length, steps) => {
    let i = at[0]!
    let j = at[1]!
    let k = at[2]!
    const di = steps[0]!
    const dj = steps[1]!
    const dk = steps[2]!
    for (let n = 0; n < length; n++, i += di, j += dj, k += dk) data[out++] = f(x.data[i]!, y.data[j]!, z.data[k]!)
  })
  return { shape, data }
}

/** The same numbers repeated to fill `shape`. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const data = allocate(sizeOf(shape), dtypeOf(x))
  let out = 0
  walk(shape, [broadcastStrides(x.shape, shape)], (at, length, steps) => {
    const step = steps[0]!
    for (let n = 0, i = at[0]!; n < length; n++, i += step) data[out++] = x.data[i]!
  })
  return { shape, data }
}

/** The transpose of `broadcastTo`: sums over every axis along which `shape` was repeated to give `x.shape`. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x
  const sums = new Float64Array(sizeOf(shape))
  let i = 0
  walk(x.shape, [broadcastStrides(shape, x.shape)], (at, length, steps) => {
    const step = steps[0]!
    for (let n = 0, o = at[0]!; n < length; n++, o += step) sums[o]! += x.data[i++]!
  })
  return castTo({ shape, data: sums }, dtypeOf(x))
}

// Axes in another order.

import { allocate, dtypeOf, stridesOf, type Tensor } from "./tensor.ts"
import { walk } from "./walk.ts"

/** Axis i of the answer is axis `dims[i]` of `x`; `dims` is a permutation of 0…rank−1. */
export function permute(x: Tensor, dims: readonly number[]): Tensor {
  const own = stridesOf(x.shape)
  const shape = dims.map((axis) => x.shape[axis]!)
  const data = allocate(x.data.length, dtypeOf(x))
  let out = 0
  walk(shape, [dims.map((axis) => own[axis]!)], (at, length, steps) => {
    const step = steps[0]!
    for (let n = 0, i = at[0]!; n < length; n++, i += step) data[out++] = x.data[i]!
  })
  return { shape, data }
}

/** The permutation that undoes `dims`. */
export function inverse(dims: readonly number[]): number[] {
  const back = new Array<number>(dims.length)
  dims.forEach((axis, i) => {
    back[axis] = i
  })
  return back
}

/** Exchanges the last two axes: the transposes of a stack of matrices. Rank at least 2. */
export function transposeLast(x: Tensor): Tensor {
  const rank = x.shape.length
  return permute(x, [...Array(rank - 2).keys(), rank - 1, rank - 2])
}

// One axis of a tensor, and what lies before and behind it.

import { dim, type Shape, type Tensor, zerosLike } from "./tensor.ts"

/** A tensor seen as outer × size × inner: index (o, s, i) is element (o·size + s)·inner + i. */
export interface Around {
  readonly outer: number
  readonly size: number
  readonly inner: number
}

/** The view around one axis; a negative axis counts from the end, and a scalar has one axis of size 1. */
export function around(shape: Shape, axis: number): Around {
  if (shape.length === 0) return { outer: 1, size: 1, inner: 1 }
  const place = axis < 0 ? axis + shape.length : axis
  const size = dim(shape, place)
  let outer = 1
  let inner = 1
  for (let i = 0; i < place; i++) outer *= shape[i]!
  for (let i = place + 1; i < shape.length; i++) inner *= shape[i]!
  return { outer, size, inner }
}

/** y = f(x, v_s) at every element, with one value of `v` for each index s of the middle axis. */
export function mapAlong(x: Tensor, v: Tensor, view: Around, f: (x: number, v: number) => number): Tensor {
  const y = zerosLike(x)
  const { outer, size, inner } = view
  for (let o = 0, at = 0; o < outer; o++) {
    for (let s = 0; s < size; s++) {
      const value = v.data[s]!
      for (const end = at + inner; at < end; at++) y.data[at] = f(x.data[at]!, value)
    }
  }
  return y
}

/** Σ over outer and inner of f(x, y): one sum for each index of the middle axis, shape [size]. */
export function sumAround(x: Tensor, y: Tensor, view: Around, f: (x: number, y: number) => number): Tensor {
  const { outer, size, inner } = view
  const sums = new Float64Array(size)
  for (let o = 0, at = 0; o < outer; o++) {
    for (let s = 0; s < size; s++) {
      let sum = 0
      for (const end = at + inner; at < end; at++) sum += f(x.data[at]!, y.data[at]!)
      sums[s]! += sum
    }
  }
  const total = zerosLike(x, [size])
  total.data.set(sums)
  return total
}

// Parts of tensors along one axis: which cells are taken, and where their gradients go back to. Slices, pads and
// nearest-neighbour resizing are all `take` with another list of indices.

import { around } from "./axis.ts"
import { allocate, dim, dtypeOf, type Shape, type Tensor } from "./tensor.ts"

/** `shape` with another size at `axis`. */
export function withSize(shape: Shape, axis: number, size: number): Shape {
  return shape.map((n, i) => (i === axis ? size : n))
}

/** Cell i of the answer's `axis` is cell index[i] of x's; −1 stands for `fill`. */
export function take(x: Tensor, axis: number, index: Int32Array, fill = 0): Tensor {
  const { outer, size, inner } = around(x.shape, axis)
  const data = allocate(outer * index.length * inner, dtypeOf(x))
  for (let block = 0, to = 0; block < outer; block++) {
    for (let i = 0; i < index.length; i++, to += inner) {
      const from = (block * size + index[i]!) * inner
      if (index[i] === -1) data.fill(fill, to, to + inner)
      else if (inner === 1) data[to] = x.data[from]!
      else data.set(x.data.subarray(from, from + inner), to)
    }
  }
  return { shape: withSize(x.shape, axis, index.length), data }
}

/** Gradient of `take`: each cell of an axis of length `size` gets the sum of what was taken from it. */
export function takeBack(g: Tensor, axis: number, index: Int32Array, size: number): Tensor {
  const { outer, inner } = around(g.shape, axis)
  const sums = new Float64Array(outer * size * inner)
  for (let block = 0, from = 0; block < outer; block++) {
    for (let i = 0; i < index.length; i++, from += inner) {
      if (index[i] === -1) continue
      const to = (block * size + index[i]!) * inner
      for (let k = 0; k < inner; k++) sums[to + k] = sums[to + k]! + g.data[from + k]!
    }
  }
  return { shape: withSize(g.shape, axis, size), data: dtypeOf(g) === "float64" ? sums : new Float32Array(sums) }
}

/** start, start + step, … below `end`, for `take`. All three are cells of the axis, step at least 1. */
export function stepIndex(start: number, end: number, step: number): Int32Array {
  return Int32Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => start + i * step)
}

/** Tensors one after the other along `axis`; their other sizes agree. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const first = tensors[0]
  if (first === undefined) throw new Error("concat of no tensors")
  const size = tensors.reduce((sum, tensor) => sum + dim(tensor.shape, axis), 0)
  const { outer, inner } = around(first.shape, axis)
  const data = allocate(outer * size * inner, dtypeOf(first))
  let to = 0
  for (let block = 0; block < outer; block++) {
    for (const tensor of tensors) {
      const part = dim(tensor.shape, axis) * inner
      data.set(tensor.data.subarray(block * part, (block + 1) * part), to)
      to += part
    }
  }
  return { shape: withSize(first.shape, axis, size), data }
}

/** The way back: consecutive parts of `sizes` cells along `axis`. */
export function split(x: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  const { outer, size, inner } = around(x.shape, axis)
  let start = 0
  return sizes.map((part) => {
    const data = allocate(outer * part * inner, dtypeOf(x))
    for (let block = 0; block < outer; block++) {
      const from = (block * size + start) * inner
      data.set(x.data.subarray(from, from + part * inner), block * part * inner)
    }
    start += part
    return { shape: withSize(x.shape, axis, part), data }
  })
}

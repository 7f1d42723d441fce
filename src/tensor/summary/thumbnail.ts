// A small picture's worth of planes of numbers. A plane is the last two axes; the leading axes count the planes.

import { dim, dtypeOf, sizeOf, type Tensor, zeros } from "../tensor.ts"

/** Planes made small. */
export interface Thumbnail {
  /** count × rows × columns. */
  readonly planes: Tensor
  /** Over the finite numbers of these planes as they were, unshrunk; NaN where there are none. */
  readonly min: number
  readonly max: number
}

/** Where a plane lies in a tensor. */
interface Plane {
  readonly offset: number
  readonly rows: number
  readonly columns: number
}

/** `count` planes from plane `first` on, each of at most `size` × `size` cells; null where the tensor has no such planes. */
export function thumbnailsOf(
  tensor: Tensor,
  { first, count, size }: { readonly first: number; readonly count: number; readonly size: number },
): Thumbnail | null {
  const { shape } = tensor
  const rows = shape.length >= 2 ? dim(shape, -2) : 1
  const columns = shape.length >= 1 ? dim(shape, -1) : 1
  const whole = [first, count, size].every(Number.isInteger)
  if (!whole || first < 0 || count < 1 || size < 1 || first + count > sizeOf(shape.slice(0, -2))) return null
  const small = [Math.min(rows, size), Math.min(columns, size)]
  const planes = zeros([count, ...small], dtypeOf(tensor))
  const each = sizeOf(small)
  for (let i = 0; i < count; i++) {
    const offset = (first + i) * rows * columns
    planes.data.set(thumbnail(tensor, { offset, rows, columns }, size).data, i * each)
  }
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const x of tensor.data.subarray(first * rows * columns, (first + count) * rows * columns)) {
    if (!Number.isFinite(x)) continue
    if (x < min) min = x
    if (x > max) max = x
  }
  return min <= max ? { planes, min, max } : { planes, min: Number.NaN, max: Number.NaN }
}

/**
 * A plane of at most `most` × `most` cells: where it has more, each cell stands for a block and holds its number of largest
 * magnitude, with its sign, the first of equal ones; NaN and infinities win. A mean would let a single large number, and
 * whatever changes its sign from cell to cell, fade to grey.
 */
export function thumbnail(tensor: Tensor, plane: Plane, most: number): Tensor {
  const rows = Math.min(plane.rows, most)
  const columns = Math.min(plane.columns, most)
  const small = zeros([rows, columns], dtypeOf(tensor))
  for (let row = 0; row < plane.rows; row++) {
    const to = Math.floor((row * rows) / plane.rows) * columns
    for (let column = 0; column < plane.columns; column++) {
      const x = tensor.data[plane.offset + row * plane.columns + column]!
      const at = to + Math.floor((column * columns) / plane.columns)
      const kept = small.data[at]!
      if (Number.isFinite(kept) && !(Math.abs(x) <= Math.abs(kept))) small.data[at] = x
    }
  }
  return small
}

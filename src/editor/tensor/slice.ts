// A tensor as a stack of planes: the last two axes are rows and columns, the leading axes choose the plane.

import { dim, type Shape } from "../../tensor/tensor.ts"

export interface Plane {
  readonly rows: number
  readonly columns: number
  /** Element (row, column) is data[offset + row·columns + column]. */
  readonly offset: number
}

/** Sizes of the leading axes: N and C of an image. */
export function leadingAxes(shape: Shape): Shape {
  return shape.slice(0, Math.max(0, shape.length - 2))
}

/** The plane chosen by one index for each leading axis; a vector is one row. */
export function planeOf(shape: Shape, leading: readonly number[]): Plane {
  const rows = shape.length >= 2 ? dim(shape, -2) : 1
  const columns = shape.length >= 1 ? dim(shape, -1) : 1
  let plane = 0
  leadingAxes(shape).forEach((size, axis) => {
    plane = plane * size + Math.min(size - 1, leading[axis] ?? 0)
  })
  return { rows, columns, offset: plane * rows * columns }
}

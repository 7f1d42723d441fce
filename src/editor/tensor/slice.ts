// A tensor as a stack of planes: the last two axes are rows and columns, the leading axes choose the plane.

import { addressOf } from "../../tensor/address.ts"
import { dim, type Shape } from "../../tensor/tensor.ts"
import type { Window } from "../../tensor/window.ts"

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

/** The cells of a plane, or of its upper left corner of at most so many rows and columns. */
export function planeWindow(
  shape: Shape,
  leading: readonly number[],
  rows = Number.POSITIVE_INFINITY,
  columns = Number.POSITIVE_INFINITY,
): Window {
  return shape.map((size, axis) => {
    const behind = shape.length - axis
    if (behind <= 2) return { from: 0, to: Math.min(size, behind === 1 ? columns : rows) }
    const from = Math.min(size - 1, leading[axis] ?? 0)
    return { from, to: from + 1 }
  })
}

/** One cell, by its flat index. */
export function cellWindow(shape: Shape, index: number): Window {
  return addressOf(shape, index).map((from) => ({ from, to: from + 1 }))
}

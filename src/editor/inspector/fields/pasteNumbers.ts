// Numbers that are pasted into a tensor's cells, in any of the ways in which arrays are copied.

import { readArrayText } from "../../../formats/arrays/arrayText.ts"
import { formatShape, type Shape, sameShape, type Tensor } from "../../../tensor/tensor.ts"
import type { Plane } from "../../tensor/slice.ts"

export interface Pasted {
  readonly tensor: Tensor
  /** Numbers that found no cell. */
  readonly left: number
}

/**
 * A block of rows with its first number at `index`, as far as it fits into the plane; an array of the tensor's own shape fills
 * all of it. The tensor is not changed.
 */
export function pasteNumbers(
  tensor: Tensor,
  plane: Plane,
  index: number,
  text: string,
): Pasted | { readonly problem: string } {
  const read = readArrayText(text)
  if ("problem" in read) return read
  const { shape, data } = read.tensor
  if (!data.every(Number.isFinite)) return { problem: "not all of its numbers are finite" }
  const wide = plain(shape)
  if (wide.length > 2 || (index === plane.offset && tensor.shape.length > 2 && data.length === tensor.data.length)) {
    if (data.length === tensor.data.length && sameShape(wide, plain(tensor.shape)))
      return { tensor: { shape: tensor.shape, data: tensor.data.map((_, i) => data[i] ?? 0) }, left: 0 }
    if (wide.length > 2)
      return { problem: `${formatShape(shape)} numbers do not fit into ${formatShape(tensor.shape)}` }
  }
  const columns = shape.length === 0 ? 1 : (shape.at(-1) ?? 1)
  return putRows(tensor, plane, index, data, columns)
}

/** Without axes of size 1. */
function plain(shape: Shape): Shape {
  return shape.filter((n) => n !== 1)
}

function putRows(tensor: Tensor, plane: Plane, index: number, numbers: ArrayLike<number>, wide: number): Pasted {
  const data = tensor.data.slice()
  const firstRow = Math.floor((index - plane.offset) / plane.columns)
  const firstColumn = (index - plane.offset) % plane.columns
  let left = 0
  for (let i = 0; i < numbers.length; i++) {
    const [row, column] = [firstRow + Math.floor(i / wide), firstColumn + (i % wide)]
    const inside = row < plane.rows && column < plane.columns
    if (inside) data[plane.offset + row * plane.columns + column] = numbers[i] ?? 0
    else left++
  }
  return { tensor: { shape: tensor.shape, data }, left }
}

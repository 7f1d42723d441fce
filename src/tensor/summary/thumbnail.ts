// A small picture's worth of a plane of numbers.

import type { Tensor } from "../tensor.ts"
import { zerosLike } from "../tensor.ts"

/**
 * A plane of at most `most` × `most` cells: where it has more, each cell stands for a block and holds its number of largest
 * magnitude, with its sign; NaN and infinities win. `offset`, `rows`, `columns` say where the plane lies in `tensor`.
 */
export function thumbnail(
  tensor: Tensor,
  plane: { readonly offset: number; readonly rows: number; readonly columns: number },
  most: number,
): Tensor {
  const rows = Math.min(plane.rows, most)
  const columns = Math.min(plane.columns, most)
  const small = zerosLike(tensor, [rows, columns])
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

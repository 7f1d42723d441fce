// Rows of a table, picked by index.

import { dim, type Shape, type Tensor, zerosLike } from "../tensor.ts"

/** Row `index` of a table [n, d] for each index: shape [...indices, d]. Indices are whole and in range. */
export function gatherRows(table: Tensor, indices: Tensor): Tensor {
  const width = dim(table.shape, 1)
  const rows = zerosLike(table, [...indices.shape, width])
  for (let i = 0; i < indices.data.length; i++) {
    const start = indices.data[i]! * width
    rows.data.set(table.data.subarray(start, start + width), i * width)
  }
  return rows
}

/** The transpose of `gatherRows`: each row of `g` added to the table's row of its index; `skip` gets nothing. */
export function scatterRows(g: Tensor, indices: Tensor, shape: Shape, skip: number | null): Tensor {
  const width = dim(shape, 1)
  const sums = new Float64Array(dim(shape, 0) * width)
  for (let i = 0; i < indices.data.length; i++) {
    const row = indices.data[i]!
    if (row === skip) continue
    for (let j = 0; j < width; j++) sums[row * width + j]! += g.data[i * width + j]!
  }
  const table = zerosLike(g, shape)
  table.data.set(sums)
  return table
}

/** Rows `from` to `to` − 1 of a matrix; data are shared, so treat both as read-only. */
export function rowsOf(matrix: Tensor, from: number, to: number): Tensor {
  const width = dim(matrix.shape, 1)
  return { shape: [to - from, width], data: matrix.data.subarray(from * width, to * width) }
}

/** Tensors of one precision end to end, as `shape`. */
export function stacked(parts: readonly Tensor[], like: Tensor, shape: Shape): Tensor {
  const whole = zerosLike(like, shape)
  let at = 0
  for (const part of parts) {
    whole.data.set(part.data, at)
    at += part.data.length
  }
  return whole
}

// Cells of tensors by their addresses.

import type { Shape } from "../../src/tensor/tensor.ts"

/** The index along each axis of a cell in row-major order. */
export function addressOf(cell: number, shape: Shape): readonly number[] {
  const address: number[] = []
  let rest = cell
  for (const size of shape.toReversed()) {
    address.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return address
}

/** The place in row-major order of a cell. */
export function indexOf(address: readonly number[], shape: Shape): number {
  return shape.reduce((index, size, axis) => index * size + (address[axis] ?? 0), 0)
}

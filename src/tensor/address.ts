// Places in a tensor: flat (row-major) or one index for each axis.

import type { Shape } from "./tensor.ts"

/** `[1, 2]` of a flat index. */
export function addressOf(shape: Shape, index: number): readonly number[] {
  const address = new Array<number>(shape.length)
  let rest = index
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!
    address[axis] = rest % size
    rest = Math.floor(rest / size)
  }
  return address
}

/** The flat index of an address; indices out of range are clamped (the tensor may have changed shape since). */
export function flatIndex(shape: Shape, address: readonly number[]): number {
  return shape.reduce((flat, size, axis) => flat * size + Math.min(size - 1, address[axis] ?? 0), 0)
}

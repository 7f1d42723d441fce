// Places in a tensor: flat (row-major) or one index for each axis.

import type { Shape, Tensor } from "./tensor.ts"

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

/** The number of a tensor that a cell of a shape meets when the tensor is broadcast to it. */
export function broadcastCell({ shape, data }: Tensor, to: Shape, index: number): number {
  const address = addressOf(to, index).slice(to.length - shape.length)
  return data[flatIndex(shape, address)] ?? Number.NaN
}

/** The flat index of an address; indices out of range are clamped (the tensor may have changed shape since). */
export function flatIndex(shape: Shape, address: readonly number[]): number {
  return shape.reduce((flat, size, axis) => flat * size + Math.min(size - 1, address[axis] ?? 0), 0)
}

// Padding: where each padded cell takes its number from, axis by axis (all modes are separable).

import { take, takeBack } from "../slice.ts"
import { dim, type Shape, type Tensor } from "../tensor.ts"

/** `constant`: a number; `circular`: the other end; `reflect`: mirrored, the edge not repeated; `replicate`: the edge. */
export type PadMode = "constant" | "circular" | "reflect" | "replicate"
/** Cells before and after along one axis. Negative ones cut off (constant only). */
export type PadAmount = readonly [before: number, after: number]

/**
 * Source cell of each padded cell of an axis of `size` cells, −1 for the constant. Reflect needs amounts below `size`,
 * circular at most `size`.
 */
export function padIndex(size: number, [before, after]: PadAmount, mode: PadMode): Int32Array {
  return Int32Array.from({ length: before + size + after }, (_, i) => source(i - before, size, mode))
}

function source(i: number, size: number, mode: PadMode): number {
  if (i >= 0 && i < size) return i
  switch (mode) {
    case "constant":
      return -1
    case "circular":
      return i < 0 ? i + size : i - size
    case "reflect":
      return i < 0 ? -i : 2 * (size - 1) - i
    case "replicate":
      return i < 0 ? 0 : size - 1
  }
}

/** Pads the last `amounts.length` axes, amounts in the order of the axes. */
export function pad(x: Tensor, amounts: readonly PadAmount[], mode: PadMode, value = 0): Tensor {
  const first = x.shape.length - amounts.length
  return amounts.reduce((padded, amount, i) => {
    if (amount[0] === 0 && amount[1] === 0) return padded
    return take(padded, first + i, padIndex(dim(x.shape, first + i), amount, mode), value)
  }, x)
}

/** Gradient of `pad` by x, which had `shape`. */
export function padBack(g: Tensor, shape: Shape, amounts: readonly PadAmount[], mode: PadMode): Tensor {
  const first = shape.length - amounts.length
  return amounts.reduceRight((sum, amount, i) => {
    if (amount[0] === 0 && amount[1] === 0) return sum
    const size = dim(shape, first + i)
    return takeBack(sum, first + i, padIndex(size, amount, mode), size)
  }, g)
}

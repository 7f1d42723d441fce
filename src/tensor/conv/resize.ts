// Making an axis longer or shorter by interpolation. Linear in each axis, so a picture is resized one axis at a time.

import { around } from "../axis.ts"
import { withSize } from "../slice.ts"
import { allocate, type Dtype, dtypeOf, type Tensor } from "../tensor.ts"

/** Output cell i is (1 − weight[i]) · x[lower[i]] + weight[i] · x[upper[i]]. */
interface Taps {
  readonly lower: Int32Array
  readonly upper: Int32Array
  readonly weight: Float64Array
}

/** Input cells per output cell, as PyTorch counts: a given scale factor wins over the ratio of the sizes. */
export function stepOf(size: number, output: number, scale: number | null): number {
  return scale === null ? size / output : 1 / scale
}

/**
 * Nearest neighbour: cell ⌊i · step⌋, for `take`. PyTorch rounds the product to float32 in either precision, and the step as
 * well for float32 tensors; where i · step is nearly whole this decides, so it is done here too.
 */
export function nearestIndex(size: number, output: number, step: number, dtype: Dtype): Int32Array {
  const rounded = dtype === "float32" ? Math.fround(step) : step
  return Int32Array.from({ length: output }, (_, i) => Math.min(size - 1, Math.floor(Math.fround(i * rounded))))
}

/** Linear interpolation at (i + ½) · step − ½, not below 0; with aligned corners at i · (size − 1)/(output − 1). */
export function linearTaps(size: number, output: number, step: number, alignCorners: boolean): Taps {
  const at = (i: number) =>
    alignCorners ? (output === 1 ? 0 : (i * (size - 1)) / (output - 1)) : Math.max(0, (i + 0.5) * step - 0.5)
  const lower = Int32Array.from({ length: output }, (_, i) => Math.min(size - 1, Math.floor(at(i))))
  return {
    lower,
    upper: lower.map((cell) => Math.min(size - 1, cell + 1)),
    weight: Float64Array.from({ length: output }, (_, i) => Math.min(1, at(i) - lower[i]!)),
  }
}

/** Resizes one axis. */
export function resize(x: Tensor, axis: number, { lower, upper, weight }: Taps): Tensor {
  const { outer, size, inner } = around(x.shape, axis)
  const data = allocate(outer * lower.length * inner, dtypeOf(x))
  for (let block = 0, to = 0; block < outer; block++) {
    for (let i = 0; i < lower.length; i++) {
      const a = (block * size + lower[i]!) * inner
      const b = (block * size + upper[i]!) * inner
      const share = weight[i]!
      for (let k = 0; k < inner; k++) data[to++] = (1 - share) * x.data[a + k]! + share * x.data[b + k]!
    }
  }
  return { shape: withSize(x.shape, axis, lower.length), data }
}

/** Gradient of `resize` by x, whose axis had `size` cells. */
export function resizeBack(g: Tensor, axis: number, { lower, upper, weight }: Taps, size: number): Tensor {
  const { outer, inner } = around(g.shape, axis)
  const sums = new Float64Array(outer * size * inner)
  for (let block = 0, from = 0; block < outer; block++) {
    for (let i = 0; i < lower.length; i++) {
      const a = (block * size + lower[i]!) * inner
      const b = (block * size + upper[i]!) * inner
      const share = weight[i]!
      for (let k = 0; k < inner; k++, from++) {
        sums[a + k] = sums[a + k]! + (1 - share) * g.data[from]!
        sums[b + k] = sums[b + k]! + share * g.data[from]!
      }
    }
  }
  return { shape: withSize(g.shape, axis, size), data: dtypeOf(g) === "float64" ? sums : new Float32Array(sums) }
}

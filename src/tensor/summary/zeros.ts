// How much of a tensor is zero, and which of its units never fire.

import { around } from "../axis.ts"
import type { Tensor } from "../tensor.ts"

/** Share of the elements that are exactly 0, between 0 and 1; 0 for an empty tensor. */
export function zeroShare(tensor: Tensor): number {
  let zeros = 0
  for (const x of tensor.data) if (x === 0) zeros++
  return tensor.data.length === 0 ? 0 : zeros / tensor.data.length
}

/** Units are the indices of axis 1 (channels, features); silent ones are 0 for every sample and at every place. */
export function silentUnits(tensor: Tensor): { readonly silent: number; readonly units: number } {
  if (tensor.shape.length < 2) return { silent: 0, units: 0 }
  const { outer, size, inner } = around(tensor.shape, 1)
  let silent = 0
  for (let unit = 0; unit < size; unit++) {
    let fires = false
    for (let o = 0; o < outer && !fires; o++) {
      const start = (o * size + unit) * inner
      for (let i = start; i < start + inner && !fires; i++) fires = tensor.data[i] !== 0
    }
    if (!fires) silent++
  }
  return { silent, units: size }
}

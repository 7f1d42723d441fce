// How much of a tensor is zero, and which of its units never fire.

import { around } from "../axis.ts"
import { knownTotals, stretch } from "../lazy.ts"
import { sizeOf, type Tensor } from "../tensor.ts"

/** Share of the elements that are exactly 0, between 0 and 1; 0 for an empty tensor. */
export function zeroShare(tensor: Tensor): number {
  const count = sizeOf(tensor.shape)
  return count === 0 ? 0 : zerosOf(tensor) / count
}

/** How many are exactly 0. */
function zerosOf(tensor: Tensor): number {
  const known = knownTotals(tensor)
  if (known !== null) return known.zeros
  const { data } = tensor
  let zeros = 0
  for (let i = 0; i < data.length; i++) if (data[i] === 0) zeros++
  return zeros
}

/** Units are the indices of axis 1 (channels, features); silent ones are 0 for every sample and at every place. */
export function silentUnits(tensor: Tensor): { readonly silent: number; readonly units: number } {
  if (tensor.shape.length < 2) return { silent: 0, units: 0 }
  const { outer, size, inner } = around(tensor.shape, 1)
  const known = knownTotals(tensor)
  if (known !== null && known.zeros < outer * inner) return { silent: 0, units: size }
  // A stretch of a few numbers is not worth the asking.
  const data = known === null || inner < 16 ? tensor.data : null
  let silent = 0
  for (let unit = 0; unit < size; unit++) {
    let fires = false
    for (let o = 0; o < outer && !fires; o++) {
      const start = (o * size + unit) * inner
      const numbers = data ?? stretch(tensor, start, start + inner)
      const first = data === null ? 0 : start
      for (let i = first; i < first + inner && !fires; i++) fires = numbers[i] !== 0
    }
    if (!fires) silent++
  }
  return { silent, units: size }
}

// What is said of a tensor where its numbers themselves are not at hand.

import type { Tensor } from "../tensor.ts"
import { type Stats, statsOf } from "./stats.ts"
import { silentUnits, zeroShare } from "./zeros.ts"

/** How much of a tensor is exactly 0. */
export interface Zeros {
  /** Between 0 and 1. */
  readonly share: number
  /** Units of axis 1 that are 0 for every sample and at every place, and how many units there are. */
  readonly silent: number
  readonly units: number
}

/** A tensor without its numbers. */
export interface Summary {
  readonly stats: Stats
  readonly zeros: Zeros
}

/** How much of it is zero; one pass, or two. */
export function zerosIn(tensor: Tensor): Zeros {
  return { share: zeroShare(tensor), ...silentUnits(tensor) }
}

/** Some passes over all numbers. */
export function summaryOf(tensor: Tensor): Summary {
  return { stats: statsOf(tensor), zeros: zerosIn(tensor) }
}

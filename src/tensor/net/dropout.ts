// Masks of dropout.

import type { Random } from "../random.ts"
import { type Dtype, full, type Shape, type Tensor, zeros } from "../tensor.ts"

/** 0 with probability `p`, else 1. */
export function dropoutMask(shape: Shape, p: number, random: Random, dtype: Dtype): Tensor {
  const mask = zeros(shape, dtype)
  for (let i = 0; i < mask.data.length; i++) mask.data[i] = random.uniform() < p ? 0 : 1
  return mask
}

/** Nothing is dropped. */
export function openMask(shape: Shape, dtype: Dtype): Tensor {
  return full(shape, 1, dtype)
}

/** What the kept values are multiplied by: 1/(1 − p), and 0 where nothing is kept. */
export function dropoutScale(p: number): number {
  return p === 1 ? 0 : 1 / (1 - p)
}

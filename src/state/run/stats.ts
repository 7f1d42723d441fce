// Summary numbers of tensors in a result, worked out once for each tensor, when somebody looks.

import { type Stats, statsOf } from "../../tensor/summary/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"

const known = new WeakMap<Tensor, Stats>()

export function stats(tensor: Tensor): Stats {
  const found = known.get(tensor)
  if (found) return found
  const fresh = statsOf(tensor)
  known.set(tensor, fresh)
  return fresh
}

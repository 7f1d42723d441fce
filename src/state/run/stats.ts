// What is said of tensors without reading their numbers: of large ones it came with the run, of small ones it is worked out
// when somebody looks, once for each.

import { cameAlong } from "../../engine/numbers/report.ts"
import { type Stats, statsOf } from "../../tensor/summary/stats.ts"
import { type Zeros, zerosIn } from "../../tensor/summary/summary.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { RunTensor } from "./shown.ts"

const known = new WeakMap<Tensor, Stats>()

/** Summary numbers of a tensor of a run, or of any other. */
export function stats(tensor: RunTensor | Tensor): Stats {
  const told = "told" in tensor ? tensor.told : tensor
  if (!cameAlong(told)) return told.summary.stats
  const found = known.get(told)
  if (found) return found
  const fresh = statsOf(told)
  known.set(told, fresh)
  return fresh
}

export function zerosOf(tensor: RunTensor | Tensor): Zeros {
  const told = "told" in tensor ? tensor.told : tensor
  return cameAlong(told) ? zerosIn(told) : told.summary.zeros
}

// Ops that give exactly 0 below a threshold: no gradient comes back through a unit that stays there.
const RECTIFIERS: ReadonlySet<string> = new Set(["ReLU", "ReLU6"])

/** How much of what a node of this kind puts out is 0; null for other kinds, where a 0 is a number like any other. */
export function deadIn(kind: string | undefined, output: RunTensor | Tensor): Zeros | null {
  return RECTIFIERS.has(kind ?? "") ? zerosOf(output) : null
}

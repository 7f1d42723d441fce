// What is said of a tensor of a run without reading its numbers: of a large one it came with the report, of a small one it is
// worked out when somebody looks, once for each.

import { type Stats, statsOf } from "../../tensor/summary/stats.ts"
import { type Zeros, zerosIn } from "../../tensor/summary/summary.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { cameAlong, type Distant } from "./report.ts"

/** A tensor whose numbers are here, or what the report says of one. */
export type Told = Tensor | Distant

const known = new WeakMap<Tensor, Stats>()

/** Summary numbers. */
export function statsTold(told: Told): Stats {
  if (!cameAlong(told)) return told.summary.stats
  const found = known.get(told)
  if (found) return found
  const fresh = statsOf(told)
  known.set(told, fresh)
  return fresh
}

/** How much of it is exactly 0. */
export function zerosTold(told: Told): Zeros {
  return cameAlong(told) ? zerosIn(told) : told.summary.zeros
}

// Ops that give exactly 0 below a threshold: no gradient comes back through a unit that stays there.
const RECTIFIERS: ReadonlySet<string> = new Set(["ReLU", "ReLU6"])

/** How much of what a node of this kind puts out is 0; null for other kinds, where a 0 is a number like any other. */
export function deadTold(kind: string | undefined, output: Told): Zeros | null {
  return RECTIFIERS.has(kind ?? "") ? zerosTold(output) : null
}

// What ops say whose work goes along rows.

import type { ReductionName } from "./reductions.ts"

/** Many numbers into one, along `axes` of the input. Ports `input`, `output`. */
export interface FastReduction {
  readonly kernel: "reduction"
  readonly of: ReductionName
  /** From 0, each once. */
  readonly axes: readonly number[]
  /** Subtracted from the count where a variance divides by it. */
  readonly correction?: number
}

/** At each place along an axis of the input the sum of everything up to there. Ports `input`, `output`. */
export interface FastCumulativeSum {
  readonly kernel: "cumulativeSum"
  readonly axis: number
}

/** A rule along rows. */
export type FastRows = FastReduction | FastCumulativeSum

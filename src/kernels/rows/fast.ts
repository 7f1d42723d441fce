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

/**
 * (x − μ)/√(σ² + ε) with the mean and the variance of each row, scaled and shifted. Ports `input`, `output`, params `weight`,
 * `bias`; what is kept of each row is at `mean` and `variance`, or at `mean_square`, about which nothing is centred.
 */
export interface FastRowNorm {
  readonly kernel: "rowNorm"
  /** The input seen in these axes. */
  readonly view: readonly number[]
  /** Axes that share a mean. */
  readonly along: readonly number[]
  /** Axes that have a weight and a bias of their own. */
  readonly scaled: readonly number[]
  readonly eps: number
  readonly of: "variance" | "meanSquare"
  /** Mean and variance are the buffers `running_mean` and `running_var`, for each of `scaled`. */
  readonly running: boolean
}

/** (x − mean)/√(variance + ε), all three given; they broadcast. Ports `x`, `mean`, `variance`, `output`. */
export interface FastStandardize {
  readonly kernel: "standardize"
  readonly eps: number
}

/** A rule along rows. */
export type FastRows = FastReduction | FastCumulativeSum | FastRowNorm | FastStandardize

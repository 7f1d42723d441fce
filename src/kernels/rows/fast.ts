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
  /** The order of `normOfOrder`. */
  readonly order?: number
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
  /** They are batch, parts of the channels, height and width, so that the input may lie in planes. */
  readonly pixels: boolean
  /** Axes that share a mean. */
  readonly along: readonly number[]
  /** Axes that have a weight and a bias of their own. */
  readonly scaled: readonly number[]
  readonly eps: number
  readonly of: "variance" | "meanSquare"
  /** Mean and variance are the buffers `running_mean` and `running_var`, for each of `scaled`. */
  readonly running: boolean
}

/** e^x / Σ e^x along an axis of the input, or its logarithm. Ports `input`, `output`. */
export interface FastSoftmax {
  readonly kernel: "softmax"
  readonly axis: number
  readonly logarithm: boolean
}

/**
 * −Σ_c weight_c q_c ln p_c at each place, reduced. Ports `input`, `target`, `weight`, `output`. The target holds class indices, or
 * shares of the input's shape.
 */
export interface FastClassLoss {
  readonly kernel: "classLoss"
  /** The input seen as outer × classes × inner. */
  readonly view: readonly [number, number, number]
  readonly indices: boolean
  readonly smoothing: number
  readonly ignored: number
  /** The input is scores, else logarithms of probabilities. */
  readonly softmax: boolean
  readonly reduction: "mean" | "sum" | "none"
}

/** A rule along rows. */
export type FastRows = FastReduction | FastCumulativeSum | FastRowNorm | FastSoftmax | FastClassLoss

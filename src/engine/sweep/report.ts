// What a sweep asks and what it answers. A sweep sets some places of a document to each of its values, runs each point
// once for every seed, and reads numbers off the run.

import type { SweepReadout } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Mode } from "../../ops/op.ts"
import type { Dtype } from "../../tensor/tensor.ts"
import type { Engine } from "../pass/result.ts"
import type { Objective } from "../pass/upstream.ts"

/** How a sweep is run. */
export interface SweepOptions {
  readonly dtype: Dtype
  /** Default: eager. Of runs, kernels compute those whose largest point is large enough for them. */
  readonly engine?: Engine
  /** The engine that is asked for computes points of any size. Default: false. */
  readonly anySize?: boolean
  /** Default: the sweep's own, else `train`. */
  readonly mode?: Mode
  /** Bytes that one run may hold. Default: RUN_BYTES of graph/limits.ts. */
  readonly memoryLimit?: number
}

/** A sweep that can be run: every choice made, every value written out. */
export interface SweepPlan {
  /** Places that take each value, as the document names them. */
  readonly set: readonly string[]
  /** In the order they are tried. */
  readonly values: readonly number[]
  /** The values were asked for on a logarithmic scale. */
  readonly log: boolean
  /** Each value is run with each of them; one, where the seed itself is swept. */
  readonly seeds: readonly number[]
  readonly run: "forward" | "backward" | "train"
  readonly mode: Mode
  readonly dtype: Dtype
  readonly engine: Engine
  readonly readouts: readonly SweepReadout[]
  /** What the readout `loss` is. */
  readonly objective: Objective
}

/** One run: a value of what is set, and a seed. */
export interface SweepPoint {
  readonly value: number
  readonly seed: number
  /** One for each readout of the plan; null where it could not be read. May be NaN or infinite: a run may diverge. */
  readonly readouts: readonly (number | null)[]
  /** Why there is a null; the first of several. */
  readonly problem?: Problem
}

/** One readout at one value, over its seeds. */
export interface SweepSummary {
  readonly value: number
  /** Seeds whose readout is a finite number. The others are not in the numbers below, which are NaN for n = 0. */
  readonly n: number
  readonly mean: number
  /** √(Σ(x − mean)²/(n − 1)); 0 for one seed. */
  readonly std: number
  readonly min: number
  readonly max: number
}

/** The least-squares line through a readout's means: y = intercept + slope·x, or log₁₀y = intercept + slope·log₁₀x. */
export interface SweepFit {
  /** `log`: both axes, where every value and every mean is positive. Then the slope is the power of x that y grows with. */
  readonly axes: "log" | "linear"
  readonly slope: number
  readonly intercept: number
  /** Share of the variance that the line explains, 0 to 1; 1 for a constant. */
  readonly r2: number
}

/** One readout at every value, and the line through it. */
export interface SweepCurve {
  readonly readout: SweepReadout
  /** How people call it: `std of gradient w:value`, `loss`. */
  readonly words: string
  /** By value, in the plan's order; values without a point yet are left out. */
  readonly summaries: readonly SweepSummary[]
  /** On log axes where they can be, else on linear ones; null below two different values. */
  readonly fit: SweepFit | null
  /** On linear axes always; null below two different values. */
  readonly linear: SweepFit | null
}

/** What a sweep has found so far. */
export interface SweepReport {
  /** Null where the sweep itself cannot be run: `problems` say why. */
  readonly plan: SweepPlan | null
  /** In the order they were run: value by value, and seed by seed within. */
  readonly points: readonly SweepPoint[]
  /** One for each readout of the plan. */
  readonly curves: readonly SweepCurve[]
  /** False if it was stopped before its last point. */
  readonly complete: boolean
  /** Of the sweep as a whole. Those of a point stand at the point. */
  readonly problems: readonly Problem[]
}

/** How far a sweep is. */
export interface SweepProgress {
  /** Points done, of all. */
  readonly done: number
  readonly of: number
  /** What is being run. */
  readonly value: number
  readonly seed: number
  /** The node that is at work, where it is known. */
  readonly node: string | null
  /** Points that were finished since the progress before. */
  readonly points: readonly SweepPoint[]
}

// A pass with all that somebody else needs to repeat it.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { RunNumbers, Started } from "../../graph/values/recorded.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import { planProblem } from "./memory.ts"
import { run } from "./run.ts"

/**
 * What a run of the analysis finds, in its mode, with what it began with and drew; the seed is the document's unless another is given. Null where
 * it would take more memory than a run may.
 */
export function recordedRun(
  analysis: Analysis,
  dtype: Dtype,
  options: { readonly seed?: number; readonly memoryLimit?: number } = {},
): RunNumbers | null {
  if (planProblem(analysis, dtype, true, options.memoryLimit) !== null) return null
  const { mode } = analysis
  const result = run(analysis, { mode, dtype, started: true, ...options })
  const { values, params, buffers, gradients, started = NOTHING } = result
  return { values, params, buffers, gradients, started }
}

const none: ReadonlyMap<string, Tensor> = new Map()
const NOTHING: Started = { buffers: none, upstream: none, masks: none }

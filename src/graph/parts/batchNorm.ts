// Batch normalisation in parts, for any number of spatial axes.

import type { Draft } from "./draft.ts"
import { moments, runningMoments, scaledAndShifted, standardized } from "./standardizing.ts"

/** X → μ, X → σ², then Z, then Y. In evaluation mode with running statistics μ and σ² are constants. */
export function batchNormParts(draft: Draft): null {
  const rank = draft.shape("input").length
  const trailing = rank - 2
  const ofBatch = draft.mode === "train" || !draft.flag("track_running_stats")
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1)
  const used = ofBatch ? moments(draft, "@input", axes) : runningMoments(draft, trailing)
  scaledAndShifted(draft, standardized(draft, "@input", used), trailing)
  return null
}

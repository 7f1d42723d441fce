import type { Parts } from "./part.ts"
import { moments, runningMoments, scaledAndShifted, standardized } from "./standardizing.ts"

/** Mean and variance of each channel of each image. */
export const InstanceNorm2d: Parts = {
  kind: "InstanceNorm2d",
  draw: (draft) => {
    const ofInstance = draft.mode === "train" || !draft.flag("track_running_stats")
    const used = ofInstance ? moments(draft, "@input", [-2, -1]) : runningMoments(draft, 2)
    scaledAndShifted(draft, standardized(draft, "@input", used), 2)
    return null
  },
}

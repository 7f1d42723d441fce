import type { Parts } from "./part.ts"
import { moments, scaledAndShifted, standardized } from "./standardizing.ts"

/** Mean and variance over the last axes; γ and β have just these axes, so they meet Z as they are. */
export const LayerNorm: Parts = {
  kind: "LayerNorm",
  draw: (draft) => {
    const dim = draft.numbers("normalized_shape").map((_, axis, all) => axis - all.length)
    scaledAndShifted(draft, standardized(draft, "@input", moments(draft, "@input", dim)), 0)
    return null
  },
}

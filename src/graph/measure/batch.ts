// Where dimensions are shown without their batch axis: a table of features N×F and a vector count as they stand, so that they
// are shown whole; what has more axes is shown as one example, and so is all that comes from it.

import type { Analysis } from "../analysis/analysis.ts"
import type { Source } from "../wire.ts"
import { type GraphAxes, graphAxes } from "./axes/axes.ts"

/** By output: the batch axis that its dimensions are shown without, null where they are shown whole. */
export type HiddenBatch = (place: Source) => number | null

/** Worked out once for an analysis. */
export function hiddenBatch(analysis: Analysis): HiddenBatch {
  const before = known.get(analysis)
  if (before !== undefined) return before
  const axes = graphAxes(analysis)
  const ofExamples = new Set<string>()
  const hidden = (place: Source): number | null => {
    const batch = axes.batch(place)
    return batch !== null && (ofExamples.has(place.node) || isMore(axes, place)) ? batch : null
  }
  for (const id of analysis.order) {
    const { inputs } = analysis.nodes.get(id)?.op ?? {}
    const entering = analysis.entering.get(id) ?? []
    if (entering.some(({ from, to }) => Object.hasOwn(inputs ?? {}, to.port) && hidden(from) !== null))
      ofExamples.add(id)
  }
  known.set(analysis, hidden)
  return hidden
}

const known = new WeakMap<Analysis, HiddenBatch>()

/** More than a table of features: three axes, or examples that are sequences. */
function isMore(axes: GraphAxes, place: Source): boolean {
  const names = axes.names(place) ?? []
  return names.length > 2 || names.includes("sequence")
}

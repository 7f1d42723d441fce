// The share of right classes of one run, where a loss on the way to its target compares classes.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { single } from "../../graph/measure/readOff.ts"
import { placeName } from "../../graph/wire.ts"
import { classAxis } from "../../ops/families/classes.ts"
import { around } from "../../tensor/axis.ts"
import { countRight, predictions, withoutClass } from "../../tensor/summary/predict.ts"
import type { RunResult } from "../pass/result.ts"
import { classifiedBy } from "../train/metrics.ts"
import { preparedTo } from "../train/prepared.ts"
import type { Readout } from "./readout.ts"

/** From 0 to 1, or the sentence that says why there is none. */
export function accuracyOf(analysis: Analysis, result: RunResult): Readout {
  const { target } = analysis
  const classified = target === null ? null : classifiedBy(preparedTo(analysis, target, new Set()), [], null)
  if (classified === null) return { sentence: "There is no accuracy: the target compares no classes." }
  const wanted = single(analysis, classified.node, "target")
  const scores = result.values.get(classified.scores)
  const actual = wanted === null ? undefined : result.values.get(placeName(wanted))
  if (scores === undefined || actual === undefined)
    return { sentence: "There is no accuracy: the run did not come so far." }
  const view = around(scores.shape, classAxis(scores.shape))
  const ignored = analysis.nodes.get(classified.node)?.context?.attrs.ignore_index
  const { right, of } = countRight(predictions(scores, view), withoutClass(actual, ignored), view.size)
  return of === 0 ? { sentence: "There is no accuracy: no example counts." } : right / of
}

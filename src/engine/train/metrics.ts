// What is counted on the way: how often the largest score is that of the right class, and means over batches of several sizes.

import { classLoss, single } from "../../graph/measure/readOff.ts"
import { placeName } from "../../graph/wire.ts"
import { classAxis } from "../../ops/families/classes.ts"
import { type Around, around } from "../../tensor/axis.ts"
import { classLosses, countRight, predictions, withoutClass } from "../../tensor/summary/predict.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { MadeData } from "../data/data.ts"
import type { Feed } from "../data/feeds.ts"
import { type Pass, tensorAt } from "../pass/pass.ts"
import type { Prepared } from "./prepared.ts"
import type { Classified, Metrics } from "./report.ts"

/** The last loss over class indices on the way to the target, or null. */
export function classifiedBy(
  { analysis, nodes }: Prepared,
  feeds: readonly Feed[],
  data: MadeData | null,
): Classified | null {
  const found = classLoss(analysis, nodes)
  if (found === null) return null
  const { node, classes, scores, target } = found
  const field = feeds.find(({ input }) => input === target.node)?.field
  const names = field === undefined ? null : (data?.training.fields.get(field)?.classes ?? null)
  return { node, scores: placeName(scores), classes, names }
}

/** Right ones of all that count. */
export interface Counted {
  readonly right: number
  readonly of: number
}

/** Where there is nothing to count yet. */
export const NOTHING_COUNTED: Counted = { right: 0, of: 0 }

interface Compared {
  readonly scores: Tensor
  /** Class indices; below 0 where the loss leaves the place out. */
  readonly target: Tensor
  readonly view: Around
  readonly normalised: boolean
}

/** What the class loss of a pass compares, or null where the pass did not come that far. */
function comparedIn(pass: Pass, { node }: Classified): Compared | null {
  const [input, wanted] = [single(pass.analysis, node, "input"), single(pass.analysis, node, "target")]
  const scores = input === null ? undefined : tensorAt(pass, input)
  const target = wanted === null ? undefined : tensorAt(pass, wanted)
  if (scores === undefined || target === undefined) return null
  const loss = pass.analysis.nodes.get(node)
  const view = around(scores.shape, classAxis(scores.shape))
  const counted = withoutClass(target, loss?.context?.attrs.ignore_index)
  return { scores, target: counted, view, normalised: loss?.op?.kind === "NLLLoss" }
}

/** How many places of a pass have the right class on top. */
export function countCorrect(pass: Pass, classified: Classified): Counted {
  const compared = comparedIn(pass, classified)
  if (compared === null) return NOTHING_COUNTED
  const { scores, target, view } = compared
  return countRight(predictions(scores, view), target, view.size)
}

/** Predicted and actual class and loss of each example; null where an example is not one place. */
export function examplesOf(
  pass: Pass,
  classified: Classified,
): { readonly predicted: Int32Array; readonly actual: Tensor; readonly losses: Float64Array } | null {
  const compared = comparedIn(pass, classified)
  if (compared === null || compared.view.inner !== 1) return null
  const { scores, target, view, normalised } = compared
  return { predicted: predictions(scores, view), actual: target, losses: classLosses(scores, target, view, normalised) }
}

/** Means over the examples of batches of several sizes. */
export interface Tally {
  readonly add: (loss: number, examples: number, counted: Counted) => void
  readonly metrics: () => Metrics
}

/** `whole`: where the target is a sum over the examples, those of a full batch, which every loss is then brought to. */
export function startTally(whole: number | null): Tally {
  let sum = 0
  let examples = 0
  let right = 0
  let of = 0
  return {
    add: (loss, count, counted) => {
      sum += loss * (whole ?? count)
      examples += count
      right += counted.right
      of += counted.of
    },
    metrics: () => ({ loss: sum / examples, accuracy: of === 0 ? null : right / of }),
  }
}

// The curves of a training elsewhere, as its log tells them.

import type { LoggedStep } from "../../../graph/values/recorded.ts"
import { addProgress, EMPTY_HISTORY } from "../history.ts"
import type { EpochPoint, TrainHistory } from "../report.ts"

/** Curves of the steps that are told; no gradient norm is. Long ones are thinned. */
export function loggedHistory(steps: readonly LoggedStep[]): TrainHistory {
  const points = steps.map(({ step, loss, lr }) => ({ step, loss, rate: lr, gradientNorm: Number.NaN }))
  return addProgress(EMPTY_HISTORY, { steps: points, epochs: epochsOf(steps), params: [] })
}

/** Epochs that came to their end. */
export function epochsDone(steps: readonly LoggedStep[]): number {
  return epochsOf(steps).length
}

function epochsOf(steps: readonly LoggedStep[]): readonly EpochPoint[] {
  return steps.flatMap(({ step, epoch, epochLoss, validation }) =>
    epochLoss === null ? [] : [{ epoch, step, training: { loss: epochLoss, accuracy: null }, validation }],
  )
}

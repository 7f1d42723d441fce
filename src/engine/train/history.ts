// Curves that grow: points come with each progress, and long ones are thinned so that neither memory nor a plot drowns.

import type { ParamPoint, StepPoint, TrainHistory } from "./report.ts"

/** Most points of each curve that are kept. */
const MOST_STEP_POINTS = 20_000
const MOST_EPOCH_POINTS = 20_000
const MOST_PARAM_POINTS = 2_000

/** Curves before the first step. */
export const EMPTY_HISTORY: TrainHistory = { steps: [], epochs: [], params: [] }

/** The history with the points of a progress behind it. After a restart begin again from EMPTY_HISTORY. */
export function addProgress(history: TrainHistory, points: TrainHistory): TrainHistory {
  if (points.steps.length === 0 && points.epochs.length === 0 && points.params.length === 0) return history
  return {
    steps: thinned(joined(history.steps, points.steps), MOST_STEP_POINTS),
    epochs: thinned(joined(history.epochs, points.epochs), MOST_EPOCH_POINTS),
    params: thinned(joined(history.params, points.params), MOST_PARAM_POINTS),
  }
}

function joined<T>(before: readonly T[], points: readonly T[]): readonly T[] {
  return points.length === 0 ? before : [...before, ...points]
}

/** Every second point is left out until there are few enough; the last always stays. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  let kept = points
  while (kept.length > most) {
    const last = kept.length - 1
    kept = kept.filter((_, i) => (last - i) % 2 === 0)
  }
  return kept
}

/**
 * Points on their way out: handed over by `take`. Param points cost a look at every number, so they are made only at every
 * `stride`-th step, which doubles as the training goes on: at most about MOST_PARAM_POINTS in every doubling.
 */
export interface Recorder {
  readonly add: (step: StepPoint) => void
  readonly addEpoch: (point: TrainHistory["epochs"][number]) => void
  /** Whether a param point is due after this step. */
  readonly due: (step: number) => boolean
  readonly addParams: (point: ParamPoint) => void
  readonly take: () => TrainHistory
}

/** A recorder that has seen nothing yet. */
export function startRecorder(): Recorder {
  let steps: StepPoint[] = []
  let epochs: TrainHistory["epochs"][number][] = []
  let params: ParamPoint[] = []
  let stride = 1
  return {
    add: (point) => void steps.push(point),
    addEpoch: (point) => void epochs.push(point),
    due: (step) => {
      while (step > stride * MOST_PARAM_POINTS) stride *= 2
      return step % stride === 0
    },
    addParams: (point) => void params.push(point),
    take: () => {
      const taken = { steps, epochs, params }
      steps = []
      epochs = []
      params = []
      return taken
    },
  }
}

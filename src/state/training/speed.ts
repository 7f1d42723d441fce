// How fast a training goes that is watched: a preference of this browser, for every graph.

import { create } from "zustand"
import type { TrainSpeed } from "../../engine/train/messages.ts"
import { recall, remember } from "../remembered.ts"

/** Steps a second; null for as fast as it goes. */
export const TRAIN_SPEEDS: readonly TrainSpeed[] = [1, 3, 10, 30, 100, null]
/** Slow enough to see what a step changes. */
const USUAL: TrainSpeed = 10
/** Where it is kept; null is what was never kept. */
const KEY = "trainingSpeed"
const FASTEST = "fastest"

export const useTrainSpeed = create<{ readonly speed: TrainSpeed }>()(() => ({ speed: remembered() }))

export function setTrainSpeed(speed: TrainSpeed): void {
  remember(KEY, speed ?? FASTEST)
  useTrainSpeed.setState({ speed })
}

/** The next of the speeds, or the one before; null where there is none. */
export function nextTrainSpeed(by: 1 | -1): { readonly speed: TrainSpeed } | null {
  const next = TRAIN_SPEEDS[TRAIN_SPEEDS.indexOf(useTrainSpeed.getState().speed) + by]
  return next === undefined ? null : { speed: next }
}

/** Goes to the next of them; nothing where there is none. */
export function paceTraining(by: 1 | -1): void {
  const next = nextTrainSpeed(by)
  if (next !== null) setTrainSpeed(next.speed)
}

/** `10 steps/s`, `1 step/s`. */
export function trainSpeedWords(speed: TrainSpeed): string {
  return speed === null ? "as fast as it goes" : `${speed} ${speed === 1 ? "step" : "steps"}/s`
}

function remembered(): TrainSpeed {
  const found = recall(KEY)
  if (found === FASTEST) return null
  return TRAIN_SPEEDS.find((speed) => speed !== null && speed === found) ?? USUAL
}

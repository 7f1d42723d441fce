// Whether the canvas shows a training, and which of its steps. What is drawn of it comes from trainingCanvas.ts.

import { create } from "zustand"
import type { TrainSnapshot } from "../../engine/train/report.ts"

interface LearningState {
  /** Asked for: from the first step on, until somebody runs the graph or closes it. */
  readonly shown: boolean
  /** There is a step to show, of the graph as it stands. */
  readonly visible: boolean
  /** The step that one has gone back to; null at the last. */
  readonly at: number | null
  /** What the canvas shows of it: a moment later than `at`. */
  readonly past: TrainSnapshot | null
}

export const useLearning = create<LearningState>()(() => ({ shown: false, visible: false, at: null, past: null }))

/** From its next step on the training is on the canvas. */
export function showLearning(): void {
  useLearning.setState({ shown: true, at: null, past: null })
}

/** The training is no longer on the canvas. */
export function hideLearning(): void {
  if (useLearning.getState().shown) useLearning.setState({ shown: false, at: null, past: null })
}

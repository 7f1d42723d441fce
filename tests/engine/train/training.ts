// A training planned, and run to its end.

import { planTraining } from "../../../src/engine/train/plan.ts"
import type { TrainOptions } from "../../../src/engine/train/report.ts"
import type { Run } from "../../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"

export const options: TrainOptions = { dtype: "float64" }

export function planned(document: GradwireDocument, more: Partial<TrainOptions> = {}) {
  const { plan, problems } = planTraining(document, { ...options, ...more })
  if (plan === null) throw new Error(problems[0]?.sentence)
  return plan
}

/** The end of a generator. */
export function ended<T>(work: Generator<unknown, T, void>): T {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
  }
}

export const weights = ({ learner }: Run, name: string): number[] => Array.from(learner.param(name)!.data)

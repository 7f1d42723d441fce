// Answers to what a training is asked between two steps, from its params as they are. Gives way as training does.

import { evaluatePart, MOST_MISTAKES } from "../evaluate.ts"
import type { TrainAnswer, TrainQuestion } from "../messages.ts"
import type { TrainPlan } from "../plan.ts"
import { type Run, type TrainYield, working } from "../train.ts"
import { explainUpdate, snapshotOf } from "./snapshot.ts"
import { surfaceOver } from "./surface.ts"

/** The answer, or a sentence why there is none. */
export function* answering(
  { run, plan }: { readonly run: Run; readonly plan: TrainPlan },
  question: TrainQuestion,
): Generator<TrainYield, TrainAnswer | string, void> {
  switch (question.what) {
    case "snapshot": {
      const snapshot = yield* working(snapshotOf(run.learner, run.epoch, question.run))
      return { what: "snapshot", snapshot }
    }
    case "evaluate": {
      if (question.part === "validation" && plan.data?.validation == null) return NO_VALIDATION
      return { what: "evaluate", evaluation: yield* working(evaluatePart(run.learner, question.part, MOST_MISTAKES)) }
    }
    case "surface": {
      const surface = yield* working(surfaceOver(run.learner, question.request))
      return typeof surface === "string" ? surface : { what: "surface", surface }
    }
    case "update": {
      const update = yield* working(explainUpdate(run.learner, question.param, question.index))
      return typeof update === "string" ? update : { what: "update", update }
    }
  }
}

const NO_VALIDATION = "There are no validation examples; set a share of the data for it."

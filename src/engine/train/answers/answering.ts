// Answers to what a training is asked between two steps, from its params as they are. Gives way as training does.

import { answerOf, type KeptRun } from "../../numbers/questions.ts"
import { type RunReport, reportSteps } from "../../numbers/report.ts"
import type { RunResult } from "../../pass/result.ts"
import { evaluatePart, MOST_MISTAKES } from "../evaluate.ts"
import type { SnapshotStore } from "../live/snapshotStore.ts"
import type { TrainAnswer, TrainQuestion } from "../messages.ts"
import type { TrainPlan, TrainSnapshot } from "../report.ts"
import { type Run, type TrainYield, working } from "../train.ts"
import { explainUpdate, pastSnapshot, snapshotOf } from "./snapshot.ts"
import { surfaceOver, surfacesOver } from "./surface.ts"

/** A training as far as it is asked. */
interface Asked {
  readonly run: Run
  readonly plan: TrainPlan
  readonly past: SnapshotStore
  /** The last step that was shown in full, kept to be asked about. */
  shown: KeptRun | null
}

/** The answer, or a sentence why there is none. */
export function* answering(
  training: Asked,
  question: TrainQuestion,
): Generator<TrainYield, TrainAnswer | string, void> {
  const { run, plan } = training
  switch (question.what) {
    case "snapshot":
      return { what: "snapshot", snapshot: yield* reported(training, snapshotOf(run.learner, run.epoch, question.run)) }
    case "past": {
      const { step } = question
      const kept = training.past.at(step)
      if (kept === undefined) return notKept(step)
      return { what: "past", snapshot: yield* reported(training, pastSnapshot(run.learner, step, kept)) }
    }
    case "numbers":
      return { what: "numbers", answer: answerOf(training.shown, question.run, question.question) }
    case "evaluate": {
      if (question.part === "validation" && plan.data?.validation == null) return NO_VALIDATION
      return { what: "evaluate", evaluation: yield* working(evaluatePart(run.learner, question.part, MOST_MISTAKES)) }
    }
    case "surface": {
      const surface = yield* working(surfaceOver(run.learner, question.request))
      return typeof surface === "string" ? surface : { what: "surface", surface }
    }
    case "surfaces": {
      const kept = question.step === null ? run.learner.kept() : training.past.at(question.step)
      if (kept === undefined) return notKept(question.step)
      const from = { step: question.step ?? run.learner.step(), kept }
      const surfaces = yield* working(surfacesOver(run.learner, from, question.grid, question.outputs))
      return typeof surfaces === "string" ? surfaces : { what: "surfaces", surfaces }
    }
    case "update": {
      const update = yield* working(explainUpdate(run.learner, question.param, question.index))
      return typeof update === "string" ? update : { what: "update", update }
    }
  }
}

/** A snapshot whose run stays here. */
function* reported(
  training: Asked,
  making: Generator<string, TrainSnapshot<RunResult>, void>,
): Generator<TrainYield, TrainSnapshot<RunReport>, void> {
  const snapshot = yield* working(making)
  if (snapshot.run === null) return { ...snapshot, run: null }
  const number = (training.shown?.number ?? 0) + 1
  const report = yield* working(reportSteps(snapshot.run, number))
  training.shown = { number, result: snapshot.run }
  return { ...snapshot, run: report }
}

function notKept(step: number | null): string {
  return `Step ${step} is not kept; only some of so many steps are.`
}

const NO_VALIDATION = "There are no validation examples; set a share of the data for it."

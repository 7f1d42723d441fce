// The training loop as a generator: it yields inside long steps, so that a worker can listen, and after each step what is
// new. This folder makes steps of the very rules that a pass uses; it knows no worker and no page, and leaves the document
// alone until it is asked for what was learned.

import type { Problem } from "../../graph/problem.ts"
import { PlanFailed } from "../planned/failures.ts"
import { divergence } from "./diverged.ts"
import { evaluatePart } from "./evaluate.ts"
import { type Recorder, startRecorder } from "./history.ts"
import { type Learner, startLearner, type Taken } from "./learner.ts"
import { startTally, type Tally } from "./metrics.ts"
import type { DataPart, TrainPlan } from "./report.ts"

/** A training under way, with the points that nobody has taken yet. */
export interface Run {
  readonly learner: Learner
  readonly recorder: Recorder
  /** Whole epochs done. */
  epoch: number
  /** Why it cannot go on. */
  problem: Problem | null
  /** What has happened to it, though it goes on. */
  warning: Problem | null
}

/** `work`: in the middle of something, at a node. `step`: a step is whole; `epoch`: it was the last of one. */
export type TrainYield =
  | { readonly kind: "work"; readonly node: string }
  | { readonly kind: "step"; readonly step: number; readonly epoch: boolean }

/** A training before its first step. */
export function startRun(plan: TrainPlan): Run {
  const epoch = plan.done / plan.summary.stepsPerEpoch
  const diagnose = (taken: Taken) => divergence(taken, plan.memoryLimit)
  return { learner: startLearner(plan, diagnose), recorder: startRecorder(), epoch, problem: null, warning: null }
}

/** All steps that are left. Ends early with `problem` set where a step cannot be counted, or its plan fails. */
export function* trainSteps(run: Run): Generator<TrainYield, void, void> {
  try {
    yield* stepsLeft(run)
  } catch (error) {
    if (!(error instanceof PlanFailed)) throw error
    run.problem = error.problem
  }
}

function* stepsLeft(run: Run): Generator<TrainYield, void, void> {
  const { summary, whole } = run.learner.plan
  let tally = startTally(whole)
  while (run.learner.step() < summary.steps) {
    const step = yield* oneStep(run, tally)
    if (step === null) return
    const epoch = step % summary.stepsPerEpoch === 0
    if (epoch) {
      yield* endEpoch(run, step, tally)
      tally = startTally(whole)
    }
    yield { kind: "step", step, epoch }
  }
}

function* oneStep(run: Run, tally: Tally): Generator<TrainYield, number | null, void> {
  const { learner, recorder } = run
  const taking = withoutThread(run, () => learner.take())
  for (;;) {
    const next = taking.next()
    if (!next.done) {
      yield { kind: "work", node: next.value }
      continue
    }
    const outcome = next.value
    if ("problem" in outcome) {
      run.problem = outcome.problem
      return null
    }
    const { point, examples, counted, gradients, values } = outcome
    tally.add(point.loss, examples, counted)
    recorder.add(point)
    if (recorder.due(point.step)) {
      recorder.addParams({ step: point.step, values: values(), gradients })
    }
    return point.step
  }
}

function* endEpoch(run: Run, step: number, tally: Tally): Generator<TrainYield, void, void> {
  const { plan } = run.learner
  const held = plan.data?.validation ?? null
  const found =
    held === null
      ? null
      : yield* working(withoutThread(run, () => evaluatePart(run.learner, "validation" satisfies DataPart, 0)))
  run.epoch += 1
  const validation = found === null ? null : { loss: found.loss, accuracy: found.accuracy }
  run.recorder.addEpoch({ epoch: run.epoch, step, training: tally.metrics(), validation })
}

/** Work that changes nothing before its end; begun again where a thread was lost in it, since from then on one does it all. */
function* withoutThread<T>(run: Run, begin: () => Generator<string, T, void>): Generator<string, T, void> {
  try {
    return yield* begin()
  } catch (error) {
    if (!(error instanceof PlanFailed) || error.problem.severity === "error") throw error
    run.warning = error.problem
    return yield* begin()
  }
}

/** The same work, each yield under its node. */
export function* working<T>(work: Generator<string, T, void>): Generator<TrainYield, T, void> {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
    yield { kind: "work", node: next.value }
  }
}

/** All steps at once; `onStep` after each, with whether it ended an epoch. Ends early with `problem` set, never throws. */
export function train(plan: TrainPlan, onStep: (run: Run, epoch: boolean) => void = () => {}): Run {
  const run = startRun(plan)
  for (const event of trainSteps(run)) if (event.kind === "step") onStep(run, event.epoch)
  return run
}

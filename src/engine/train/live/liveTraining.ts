// A training at work in the worker: what it is about to do, how fast it is and may be, and what it is told meanwhile.

import type { KeptRun } from "../../numbers/questions.ts"
import type { TrainControl, TrainQuestion, TrainSpeed } from "../messages.ts"
import type { TrainPlan, TrainState } from "../report.ts"
import { type Run, startRun, type TrainYield, trainSteps } from "../train.ts"
import { type SnapshotStore, startSnapshots } from "./snapshotStore.ts"

/** One training at work in the worker: its run, its pace, and whether it is to go on. */
export interface LiveTraining {
  readonly id: number
  readonly plan: TrainPlan
  run: Run
  steps: Generator<TrainYield, void, void>
  state: TrainState
  /** What its steps started from. */
  past: SnapshotStore
  /** The step to pause after. */
  goal: number
  milliseconds: number
  /** The last step that was shown in full. */
  shown: KeptRun | null
  readonly questions: { readonly ask: number; readonly question: TrainQuestion }[]
  /** Wakes a training that waits for something to do. */
  wake: () => void
  readonly pace: Pace
  speed: TrainSpeed
  /** When the last step began, by the clock; from there on the next one waits. */
  began: number
  /** No step is under way. */
  between: boolean
  posted: number
  /** A change of state, or points of a last step, that the page does not know yet. */
  news: boolean
}

/** Steps a second over the last second or so. */
interface Pace {
  /** Null while it is not at work. */
  since: number | null
  from: number
  value: number | null
}

/** A training that is planned and waits for its first step. */
export function startLiveTraining(id: number, plan: TrainPlan, speed: TrainSpeed): LiveTraining {
  const run = startRun(plan)
  return {
    id,
    plan,
    run,
    steps: trainSteps(run),
    state: "ready",
    past: startSnapshots(plan.summary.params),
    goal: 0,
    milliseconds: 0,
    shown: null,
    questions: [],
    wake: () => {},
    pace: { since: null, from: 0, value: null },
    speed,
    began: Number.NEGATIVE_INFINITY,
    between: true,
    posted: Number.NEGATIVE_INFINITY,
    news: true,
  }
}

const ENDS: ReadonlySet<TrainState> = new Set(["done", "stopped", "diverged"])

/** Changes what the training is about to do. In an end only a restart does anything. */
export function control(training: LiveTraining, asked: TrainControl): void {
  const { stepsPerEpoch } = training.plan.summary
  const done = training.run.learner.step()
  if (asked.do === "restart") {
    training.run = startRun(training.plan)
    training.steps = trainSteps(training.run)
    training.past = startSnapshots(training.plan.summary.params)
    training.milliseconds = 0
    training.pace.value = null
    training.between = true
    change(training, "ready")
    return
  }
  if (asked.do === "speed") {
    training.speed = asked.speed
    return
  }
  if (ENDS.has(training.state)) return
  switch (asked.do) {
    case "pause":
      change(training, training.state === "ready" ? "ready" : "paused")
      return
    case "stop":
      change(training, "stopped")
      return
    case "resume":
      training.goal = Number.POSITIVE_INFINITY
      break
    case "step":
      training.goal = done + Math.max(1, Math.floor(asked.count))
      break
    case "epoch":
      training.goal = (Math.floor(done / stepsPerEpoch) + 1) * stepsPerEpoch
  }
  // What is asked for by hand waits for nothing.
  training.began = Number.NEGATIVE_INFINITY
  change(training, "running")
}

/** Another state, of which the page must hear. */
export function change(training: LiveTraining, state: TrainState): void {
  training.state = state
  training.news = true
}

/** Milliseconds until the next step may begin; 0 in the middle of one. */
export function waitOf({ speed, began, between }: LiveTraining, now: number): number {
  return speed === null || !between ? 0 : Math.max(0, began + 1000 / speed - now)
}

/** Keeps what a step starts from, and marks when it begins: one that is late by less than a step makes the next no later: the speed is kept on average. */
export function beginStep(training: LiveTraining, now: number): void {
  if (!training.between) return
  training.between = false
  const { learner } = training.run
  const next = learner.step() + 1
  if (next <= training.plan.summary.steps) training.past.keep(next, learner.kept())
  const period = training.speed === null ? 0 : 1000 / training.speed
  const due = training.began + period
  training.began = now - due < period ? due : now
}

/** Begins to count anew: a pause is no slow step. */
export function restPace(training: LiveTraining, now: number): void {
  training.pace.since = now
  training.pace.from = training.run.learner.step()
}

/** Takes the steps done by now into the pace, every half second. */
export function measurePace({ pace, run }: LiveTraining, now: number): void {
  const steps = run.learner.step() - pace.from
  if (pace.since === null || now - pace.since < 500 || steps === 0) return
  const fresh = (1000 * steps) / (now - pace.since)
  pace.value = pace.value === null ? fresh : 0.5 * (pace.value + fresh)
  pace.since = now
  pace.from = run.learner.step()
}

/** Steps a second of late; before that is known, since the start; null before the first step. */
export function paceOf({ pace, run, milliseconds }: LiveTraining): number | null {
  const step = run.learner.step()
  return pace.value ?? (milliseconds > 0 && step > 0 ? (1000 * step) / milliseconds : null)
}

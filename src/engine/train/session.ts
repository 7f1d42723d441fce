// A training at work in the worker: what it is about to do, how fast it is, and what it is told meanwhile.

import type { TrainControl, TrainQuestion } from "./messages.ts"
import type { TrainPlan } from "./plan.ts"
import type { TrainState } from "./report.ts"
import { type Run, startRun, type TrainYield, trainSteps } from "./train.ts"

/** One training at work. */
export interface LiveTraining {
  readonly id: number
  readonly plan: TrainPlan
  run: Run
  steps: Generator<TrainYield, void, void>
  state: TrainState
  /** The step to pause after. */
  goal: number
  milliseconds: number
  readonly questions: { readonly ask: number; readonly question: TrainQuestion }[]
  /** Wakes a session that waits for something to do. */
  wake: () => void
  readonly pace: Pace
  posted: number
  /** A change of state, or points of a last step, that the page does not know yet. */
  news: boolean
}

/** Steps a second over the last second or so. */
interface Pace {
  since: number
  from: number
  value: number | null
}

/** A training that is planned and waits for its first step. */
export function startLiveTraining(id: number, plan: TrainPlan): LiveTraining {
  const run = startRun(plan)
  return {
    id,
    plan,
    run,
    steps: trainSteps(run),
    state: "ready",
    goal: 0,
    milliseconds: 0,
    questions: [],
    wake: () => {},
    pace: { since: 0, from: 0, value: null },
    posted: Number.NEGATIVE_INFINITY,
    news: true,
  }
}

const ENDS: ReadonlySet<TrainState> = new Set(["done", "stopped", "diverged"])

/** Changes what the session is about to do. In an end only a restart does anything. */
export function control(session: LiveTraining, asked: TrainControl): void {
  const { stepsPerEpoch } = session.plan.summary
  const done = session.run.learner.step()
  if (asked.do === "restart") {
    session.run = startRun(session.plan)
    session.steps = trainSteps(session.run)
    session.milliseconds = 0
    session.pace.value = null
    change(session, "ready")
    return
  }
  if (ENDS.has(session.state)) return
  switch (asked.do) {
    case "pause":
      change(session, session.state === "ready" ? "ready" : "paused")
      return
    case "stop":
      change(session, "stopped")
      return
    case "resume":
      session.goal = Number.POSITIVE_INFINITY
      break
    case "step":
      session.goal = done + Math.max(1, Math.floor(asked.count))
      break
    case "epoch":
      session.goal = (Math.floor(done / stepsPerEpoch) + 1) * stepsPerEpoch
  }
  change(session, "running")
}

/** Another state, of which the page must hear. */
export function change(session: LiveTraining, state: TrainState): void {
  session.state = state
  session.news = true
}

/** Begins to count anew: a pause is no slow step. */
export function restPace(session: LiveTraining, now: number): void {
  session.pace.since = now
  session.pace.from = session.run.learner.step()
}

/** Takes the steps done by now into the pace, every half second. */
export function measurePace({ pace, run }: LiveTraining, now: number): void {
  const steps = run.learner.step() - pace.from
  if (now - pace.since < 500 || steps === 0) return
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

// The worker's side of a training: works in slices of a few milliseconds, listens in between, does what it is told and answers
// what it is asked. Free of worker globals, as serve.ts is. What is posted are copies; the params stay here.

import type { FromWorker } from "../protocol.ts"
import { evaluatePart, MOST_MISTAKES } from "./evaluate.ts"
import type { FromTrainer, ToTrainer, TrainAnswer, TrainControl, TrainQuestion } from "./messages.ts"
import { planTraining, type TrainPlan } from "./plan.ts"
import type { TrainState } from "./report.ts"
import { explainUpdate, snapshotOf } from "./snapshot.ts"
import { surfaceOver } from "./surface.ts"
import { type Run, startRun, type TrainYield, trainSteps, working } from "./train.ts"

/** Longest stretch of work between two looks at the mail, and shortest time between two progress messages; milliseconds. */
const SLICE = 8
export const PROGRESS_EVERY = 100

export interface TrainServing {
  readonly post: (message: FromWorker, transfer: readonly ArrayBuffer[]) => void
  /** Resolves after the messages that have arrived by now have been handled. */
  readonly turn: () => Promise<void>
  readonly clock: () => number
}

interface Session {
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

/** Answers the handler for training messages, and one that gives up a training by its number. */
export function serveTraining(serving: TrainServing): {
  readonly hear: (message: ToTrainer) => void
  readonly cancel: (id: number) => void
} {
  let current: Session | null = null
  let lastId = -1
  const begin = (message: ToTrainer & { readonly kind: "train" }): void => {
    const before = current
    current = null
    before?.wake()
    const { id, document, options } = message
    lastId = id
    try {
      const { plan, problems } = planTraining(document, options)
      if (plan === null) {
        serving.post({ kind: "trainRefused", id, problems }, [])
        return
      }
      const session = startSession(id, plan)
      current = session
      serving.post({ kind: "trainPlanned", id, plan: plan.summary }, [])
      if (message.run) control(session, { do: "resume" })
      void live(session, serving, () => current === session)
    } catch (error) {
      serving.post({ kind: "failed", id, node: null, sentence: wordsOf(error) }, [])
    }
  }
  return {
    hear: (message) => {
      if (message.kind === "train") begin(message)
      if (message.kind === "train" || current === null || message.id !== current.id) return
      if (message.kind === "trainControl") control(current, message.control)
      else current.questions.push({ ask: message.ask, question: message.question })
      current.wake()
    },
    cancel: (id) => {
      if (id !== lastId) return
      const gone = current
      current = null
      gone?.wake()
      serving.post({ kind: "cancelled", id }, [])
    },
  }
}

function startSession(id: number, plan: TrainPlan): Session {
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
function control(session: Session, asked: TrainControl): void {
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

function change(session: Session, state: TrainState): void {
  session.state = state
  session.news = true
}

/** Lives until it is not wanted any more: an end still answers questions. */
async function live(session: Session, serving: TrainServing, wanted: () => boolean): Promise<void> {
  try {
    for (;;) {
      if (wanted()) await serving.turn()
      if (!wanted()) return
      if (session.news) tell(session, serving)
      const question = session.questions.shift()
      if (question !== undefined) await answer(session, serving, wanted, question)
      else if (session.state === "running") slice(session, serving)
      else {
        await new Promise<void>((resolve) => {
          session.wake = resolve
        })
      }
    }
  } catch (error) {
    if (wanted()) serving.post({ kind: "failed", id: session.id, node: null, sentence: wordsOf(error) }, [])
  }
}

/** Some milliseconds of training. */
function slice(session: Session, serving: TrainServing): void {
  const { clock } = serving
  const { steps } = session.plan.summary
  const start = clock()
  let now = start
  if (session.pace.value === null) restPace(session, start)
  while (session.state === "running" && now - start < SLICE) {
    const next = session.steps.next()
    now = clock()
    if (next.done) change(session, session.run.problem === null ? "done" : "diverged")
    else if (next.value.kind === "step" && next.value.step >= session.goal && next.value.step < steps) {
      change(session, "paused")
    }
  }
  session.milliseconds += now - start
  measure(session, now)
  if (session.news || now - session.posted >= PROGRESS_EVERY) tell(session, serving, now)
}

function restPace(session: Session, now: number): void {
  session.pace.since = now
  session.pace.from = session.run.learner.step()
}

function measure({ pace, run }: Session, now: number): void {
  const steps = run.learner.step() - pace.from
  if (now - pace.since < 500 || steps === 0) return
  const fresh = (1000 * steps) / (now - pace.since)
  pace.value = pace.value === null ? fresh : 0.5 * (pace.value + fresh)
  pace.since = now
  pace.from = run.learner.step()
}

function tell(session: Session, { post, clock }: TrainServing, now: number = clock()): void {
  const { run, state, milliseconds, id } = session
  session.news = false
  session.posted = now
  if (state !== "running") session.pace.value = null
  const step = run.learner.step()
  const pace = session.pace.value ?? (milliseconds > 0 && step > 0 ? (1000 * step) / milliseconds : null)
  const progress = { state, step, epoch: run.epoch, milliseconds, pace, points: run.recorder.take() }
  post({ kind: "training", id, progress: { ...progress, problem: run.problem } }, [])
}

// ---- Questions ------------------------------------------------------------------------------------------------------

async function answer(
  session: Session,
  serving: TrainServing,
  wanted: () => boolean,
  { ask, question }: { readonly ask: number; readonly question: TrainQuestion },
): Promise<void> {
  const { id } = session
  const found = await inSlices(answering(session, question), serving, wanted)
  if (found === null) return
  const message: FromTrainer =
    typeof found === "string"
      ? { kind: "trainNoAnswer", id, ask, sentence: found }
      : { kind: "trainAnswer", id, ask, answer: found }
  // Nothing is handed over, all is cloned: V8 makes typed arrays slower for good once a buffer was detached (bench/train.mjs
  // loses a fifth of its steps).
  serving.post(message, [])
}

function* answering(session: Session, question: TrainQuestion): Generator<TrainYield, TrainAnswer | string, void> {
  const { run, plan } = session
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
      const update = explainUpdate(run.learner, question.param, question.index)
      return typeof update === "string" ? update : { what: "update", update }
    }
  }
}

const NO_VALIDATION = "No examples are held back for validation; set a share of the data for it."

async function inSlices<T>(
  work: Generator<TrainYield, T, void>,
  { clock, turn }: TrainServing,
  wanted: () => boolean,
): Promise<T | null> {
  let start = clock()
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
    if (clock() - start < SLICE) continue
    await turn()
    if (!wanted()) return null
    start = clock()
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

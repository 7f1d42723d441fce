// The worker's side of a training: works in slices of a few milliseconds, listens in between, does what it is told and answers
// what it is asked. Free of worker globals, as the other serve.ts is. What is posted are copies; the params stay here.

import { wordsOf } from "../../graph/problem.ts"
import { threadsUp } from "../planned/threads/sharing.ts"
import { answering } from "../train/answers/answering.ts"
import {
  beginStep,
  change,
  control,
  type LiveTraining,
  measurePace,
  paceOf,
  restPace,
  startLiveTraining,
  waitOf,
} from "../train/live/liveTraining.ts"
import type { FromTrainer, ToTrainer, TrainQuestion } from "../train/messages.ts"
import { planTraining } from "../train/plan.ts"
import type { TrainYield } from "../train/train.ts"
import type { FromWorker } from "./protocol.ts"

/** Longest stretch of work between two looks at the mail, and shortest time between two progress messages; milliseconds. */
const SLICE = 8
/** Shortest time between two progress messages; milliseconds. */
const PROGRESS_EVERY = 100
/** The same while it is held to a speed: up to 30 steps a second, each is told. */
const STEP_EVERY = 25

interface TrainServing {
  readonly post: (message: FromWorker) => void
  /** Resolves after the messages that have arrived by now have been handled. */
  readonly turn: () => Promise<void>
  readonly clock: () => number
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void
}

/** Answers the handler for training messages, and one that gives up a training by its number. */
export function serveTraining(serving: TrainServing): {
  readonly hear: (message: ToTrainer) => void
  readonly cancel: (id: number) => void
} {
  let current: LiveTraining | null = null
  let lastId = -1
  const begin = (message: ToTrainer & { readonly kind: "train" }): void => {
    const before = current
    current = null
    before?.wake()
    const { id, document, options, speed } = message
    lastId = id
    try {
      const { plan, problems } = planTraining(document, options)
      if (plan === null) {
        serving.post({ kind: "trainRefused", id, problems })
        return
      }
      const training = startLiveTraining(id, plan, speed)
      current = training
      serving.post({ kind: "trainPlanned", id, plan: plan.summary })
      if (message.run) control(training, { do: "resume" })
      void live(training, serving, () => current === training)
    } catch (error) {
      serving.post({ kind: "failed", id, node: null, sentence: wordsOf(error) })
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
      serving.post({ kind: "cancelled", id })
    },
  }
}

/** Lives until it is not wanted any more: an end still answers questions. */
async function live(training: LiveTraining, serving: TrainServing, wanted: () => boolean): Promise<void> {
  try {
    for (;;) {
      if (wanted()) await serving.turn()
      if (!wanted()) return
      if (training.news) tell(training, serving)
      const question = training.questions.shift()
      if (question !== undefined) await answer(training, serving, wanted, question)
      else if (training.state !== "running") await woken(training)
      else if (training.speed !== null && waitOf(training, serving.clock()) > 0) await nextStep(training, serving)
      else slice(training, serving)
    }
  } catch (error) {
    if (wanted()) serving.post({ kind: "failed", id: training.id, node: null, sentence: wordsOf(error) })
  }
}

/** Until it is told or asked something. */
function woken(training: LiveTraining): Promise<void> {
  return new Promise((resolve) => {
    training.wake = resolve
  })
}

/** Until the next step may begin, or it is told or asked something. */
async function nextStep(training: LiveTraining, { clock, after }: TrainServing): Promise<void> {
  const start = clock()
  const heard = woken(training)
  const stop = after(waitOf(training, start), training.wake)
  await heard
  stop()
  training.milliseconds += clock() - start
}

/** Some milliseconds of training, as far as its speed allows. */
function slice(training: LiveTraining, serving: TrainServing): void {
  const { clock } = serving
  const { steps } = training.plan.summary
  const start = clock()
  let now = start
  if (training.pace.since === null) restPace(training, start)
  while (training.state === "running" && now - start < SLICE && waitOf(training, now) === 0) {
    beginStep(training, now)
    const next = training.steps.next()
    now = clock()
    if (next.done) change(training, training.run.problem === null ? "done" : "diverged")
    else if (next.value.kind === "step") {
      training.between = true
      if (next.value.step >= training.goal && next.value.step < steps) change(training, "paused")
    }
  }
  training.milliseconds += now - start
  measurePace(training, now)
  if (training.news || isDue(training, now)) tell(training, serving, now)
}

/** Whether the page should hear how far it is: of slow steps, each. */
function isDue({ speed, between, posted }: LiveTraining, now: number): boolean {
  if (speed === null || !between) return now - posted >= PROGRESS_EVERY
  return 1000 / speed >= STEP_EVERY || now - posted >= STEP_EVERY
}

function tell(training: LiveTraining, { post, clock }: TrainServing, now: number = clock()): void {
  const { run, state, milliseconds, id } = training
  training.news = false
  training.posted = now
  if (state !== "running") {
    training.pace.value = null
    training.pace.since = null
  }
  const step = run.learner.step()
  const pace = paceOf(training)
  const points = run.recorder.take()
  const threads = threadsUp(training.plan.summary.threads)
  const progress = { state, step, epoch: run.epoch, milliseconds, pace, threads, past: training.past.told(), points }
  post({ kind: "training", id, progress: { ...progress, problem: run.problem, warning: run.warning } })
}

async function answer(
  training: LiveTraining,
  serving: TrainServing,
  wanted: () => boolean,
  { ask, question }: { readonly ask: number; readonly question: TrainQuestion },
): Promise<void> {
  const { id } = training
  const found = await inSlices(answering(training, question), serving, wanted)
  if (found === null) return
  const message: FromTrainer =
    typeof found === "string"
      ? { kind: "trainNoAnswer", id, ask, sentence: found }
      : { kind: "trainAnswer", id, ask, answer: found }
  serving.post(message)
}

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

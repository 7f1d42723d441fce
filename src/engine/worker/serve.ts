// The worker's side of a job: works in slices of a few milliseconds and listens in between, so that a cancel is heard.
// Free of worker globals: worker.ts binds it to them, tests to a channel.

import { analyze } from "../../graph/analysis/analyze.ts"
import { wordsOf } from "../../graph/problem.ts"
import { ops } from "../../ops/registry.ts"
import { readMatrix } from "../../tensor/matrix/matrix.ts"
import { gradcheck } from "../check/gradcheck.ts"
import { answerOf, answerSteps, type KeptRun } from "../numbers/questions.ts"
import { reportSteps } from "../numbers/report.ts"
import type { RunResult } from "../pass/result.ts"
import type { Stopwatch } from "../pass/run.ts"
import { runSteps } from "../planned/plain.ts"
import type { SweepPoint } from "../sweep/report.ts"
import { sweepSteps } from "../sweep/sweep.ts"
import type { FromWorker, ToWorker } from "./protocol.ts"
import { serveTraining } from "./trainServe.ts"

/** Longest stretch of work between two looks at the mail, in milliseconds; a single kernel step may overrun it. */
const SLICE = 8
/** Of a run that holds more bytes the numbers are given up before the next one begins: both would not fit. */
const LARGE_ARENA = 2 ** 29
/** Shortest time between two progress messages of one job, in milliseconds. */
const PROGRESS_EVERY = 30

interface Serving {
  /**
   * Clones what it is given. Nothing is handed over: V8 makes typed arrays slower for good once a buffer was detached
   * (bench/train.mjs loses a fifth of its steps).
   */
  readonly post: (message: FromWorker) => void
  /** Resolves after the messages that have arrived by now have been handled. */
  readonly turn: () => Promise<void>
  readonly clock: Stopwatch
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void
}

type Job = Extract<ToWorker, { readonly kind: "run" | "check" | "sweep" | "matrix" }>

/** What outlives a job: the tensors of the latest run. */
interface Memory {
  run: KeptRun | null
}

/** Answers the handler for messages from the page. A new job puts an end to the one before it. */
export function serve(serving: Serving): (message: ToWorker) => void {
  let current = -1
  const memory: Memory = { run: null }
  const training = serveTraining(serving)
  return (message) => {
    if (message.kind === "cancel") {
      if (message.id === current) current = -1
      else training.cancel(message.id)
      return
    }
    if (message.kind === "ask") {
      const { id, ask, question } = message
      serving.post({ kind: "answer", id, ask, answer: answerOf(memory.run, id, question) })
      return
    }
    if (!isJob(message)) {
      training.hear(message)
      return
    }
    const { id } = message
    current = id
    void perform(message, serving, () => current === id, memory)
  }
}

function isJob(message: ToWorker): message is Job {
  return message.kind === "run" || message.kind === "check" || message.kind === "sweep" || message.kind === "matrix"
}

async function perform(job: Job, serving: Serving, wanted: () => boolean, memory: Memory): Promise<void> {
  const { id } = job
  const at: { node: string | null } = { node: null }
  try {
    const ended = await endOf(job, serving, wanted, at, memory)
    serving.post(ended ?? { kind: "cancelled", id })
  } catch (error) {
    const sentence = wordsOf(error)
    serving.post({ kind: "failed", id, node: at.node, sentence })
  }
}

function endOf(
  job: Job,
  serving: Serving,
  wanted: () => boolean,
  at: { node: string | null },
  memory: Memory,
): Promise<FromWorker | null> {
  switch (job.kind) {
    case "run":
      return ran(job, serving, wanted, at, memory)
    case "check":
      return checked(job, serving, wanted, at)
    case "sweep":
      return swept(job, serving, wanted, at)
    case "matrix":
      return matrixRead(job, serving, wanted)
  }
}

async function ran(
  { id, document, options, questions }: Job & { readonly kind: "run" },
  serving: Serving,
  wanted: () => boolean,
  at: { node: string | null },
  memory: Memory,
): Promise<(FromWorker & { readonly kind: "result" }) | null> {
  const steps = function* () {
    if ((memory.run?.result.arena?.bytes ?? 0) > LARGE_ARENA) forget(memory)
    let result: RunResult | null = null
    let whole = false
    try {
      result = yield* runSteps(analyze(document, ops, options.mode), options, serving.clock)
      const report = yield* reportSteps(result, id)
      const run: KeptRun = { number: id, result }
      const along = yield* answerSteps(run, questions)
      whole = true
      return { run, report, along }
    } finally {
      if (!whole) result?.arena?.release()
    }
  }
  const ended = await inSlices(steps, serving, wanted, (progress, due) => {
    if (typeof progress === "string") return
    at.node = progress.node
    if (due) serving.post({ kind: "progress", id, progress })
  })
  if (ended === null) return null
  forget(memory)
  memory.run = ended.run
  return { kind: "result", id, report: ended.report, along: ended.along }
}

/** The numbers of the run before are given up. */
function forget(memory: Memory): void {
  memory.run?.result.arena?.release()
  memory.run = null
}

async function checked(
  { id, document, options }: Job & { readonly kind: "check" },
  serving: Serving,
  wanted: () => boolean,
  at: { node: string | null },
): Promise<(FromWorker & { readonly kind: "checked" }) | null> {
  const steps = () => gradcheck(analyze(document, ops, options.mode), options)
  const result = await inSlices(steps, serving, wanted, (progress, due) => {
    at.node = progress.node
    if (due) serving.post({ kind: "checking", id, progress })
  })
  return result === null ? null : { kind: "checked", id, result }
}

async function swept(
  { id, document, options }: Job & { readonly kind: "sweep" },
  serving: Serving,
  wanted: () => boolean,
  at: { node: string | null },
): Promise<FromWorker | null> {
  let fresh: readonly SweepPoint[] = []
  const steps = () => sweepSteps(document, options)
  const report = await inSlices(steps, serving, wanted, (progress, due) => {
    at.node = progress.node
    fresh = progress.points.length === 0 ? fresh : [...fresh, ...progress.points]
    if (!due) return
    serving.post({ kind: "sweeping", id, progress: { ...progress, points: fresh } })
    fresh = []
  })
  return report === null ? null : { kind: "swept", id, report }
}

async function matrixRead(
  { id, matrix }: Job & { readonly kind: "matrix" },
  serving: Serving,
  wanted: () => boolean,
): Promise<FromWorker | null> {
  const steps = function* () {
    return { reading: yield* readMatrix(matrix, matrix.dtype) }
  }
  const answer = await inSlices(steps, serving, wanted, () => {})
  return answer === null ? null : { kind: "matrixRead", id, reading: answer.reading }
}

function abandoned<P, R>(steps: Generator<P, R | null, void>): void {
  steps.return(null)
}

/** What the steps end in, or null if nobody wants it any more. */
async function inSlices<P, R>(
  begin: () => Generator<P, R, void>,
  { turn, clock }: Serving,
  wanted: () => boolean,
  onProgress: (progress: P, due: boolean) => void,
): Promise<R | null> {
  // A cancel that is already in the mail spares the work altogether.
  await turn()
  if (!wanted()) return null
  const steps = begin()
  let posted = Number.NEGATIVE_INFINITY
  let start = clock()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    const now = clock()
    const due = now - posted >= PROGRESS_EVERY
    if (due) posted = now
    onProgress(step.value, due)
    if (now - start < SLICE) continue
    await turn()
    if (!wanted()) {
      // What it holds is given back.
      abandoned(steps)
      return null
    }
    start = clock()
  }
}

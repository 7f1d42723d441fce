// The page's side of a training: a worker of its own, told what to do and asked what it has learned. The page never waits;
// a worker that does not hear a stop is ended, and what was last seen of the params stays.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { PATIENCE } from "../client.ts"
import type { FromWorker, MakeWorker, WorkerHandle } from "../protocol.ts"
import { spawn } from "../spawn.ts"
import type {
  Evaluation,
  Part,
  Surface,
  SurfaceRequest,
  ToTrainer,
  TrainAnswer,
  TrainControl,
  TrainOptions,
  TrainProgress,
  TrainQuestion,
  TrainSnapshot,
  TrainSummary,
  UpdateExplanation,
} from "./report.ts"

/** What a training tells. After `onRefused` or `onFailed` nothing more comes. */
export interface TrainListener {
  readonly onPlan: (plan: TrainSummary) => void
  readonly onRefused: (problems: readonly Problem[]) => void
  readonly onProgress: (progress: TrainProgress) => void
  /** The worker broke down or did not hear a stop. `kept`: the last snapshot that was asked for, if any. */
  readonly onFailed: (sentence: string, kept: TrainSnapshot | null) => void
}

/** One training at a time. Controls and questions without a training do nothing, or reject with TrainingGone. */
export interface Trainer {
  /** Plans a document's training and starts it, or with `run: false` waits as `ready`. Gives up the one before. */
  readonly start: (document: GradwireDocument, options: TrainOptions, listener: TrainListener, run?: boolean) => void
  readonly control: (control: TrainControl) => void
  readonly snapshot: (run?: boolean) => Promise<TrainSnapshot>
  readonly evaluate: (part: Part) => Promise<Evaluation>
  readonly surface: (request: SurfaceRequest) => Promise<Surface>
  readonly explain: (param: string, index: number) => Promise<UpdateExplanation>
  /** Forgets the training without a word from it. */
  readonly cancel: () => void
  /** The last snapshot that was answered, of this training; stays after a crash. */
  readonly lastSnapshot: () => TrainSnapshot | null
  /** Ends the worker for good. */
  readonly close: () => void
}

export interface TrainerOptions {
  readonly makeWorker?: MakeWorker
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after?: (milliseconds: number, callback: () => void) => () => void
}

/** A question that will have no answer: the training is over or another one has begun. The message is a sentence. */
export class TrainingGone extends Error {
  constructor(sentence = "The training is over, so there is no answer any more.") {
    super(sentence)
    this.name = "TrainingGone"
  }
}

/** A question that cannot be answered, in a sentence. */
export class NoAnswer extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = "NoAnswer"
  }
}

interface Waiting {
  readonly resolve: (answer: TrainAnswer) => void
  readonly reject: (error: Error) => void
}
interface Current {
  readonly id: number
  readonly listener: TrainListener
  readonly waiting: Map<number, Waiting>
  step: number
}

const later = (milliseconds: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

/** A trainer with a worker of its own, started at the first training. */
export function createTrainer({ makeWorker = spawn, after = later }: TrainerOptions = {}): Trainer {
  let worker: WorkerHandle | null = null
  let current: Current | null = null
  let kept: TrainSnapshot | null = null
  let lastId = 0
  let lastAsk = 0
  /** Calls off the end of our patience with a stop or cancel that has not been heard yet. */
  let calm: (() => void) | null = null

  const soothe = (): void => {
    calm?.()
    calm = null
  }
  const drop = (): void => {
    soothe()
    worker?.terminate()
    worker = null
  }
  const forget = (): Current | null => {
    const gone = current
    current = null
    for (const { reject } of gone?.waiting.values() ?? []) reject(new TrainingGone())
    return gone
  }
  const fail = (sentence: string): void => {
    drop()
    const gone = forget()
    gone?.listener.onFailed(sentence, kept)
  }
  const start = (): WorkerHandle => {
    const fresh: WorkerHandle = makeWorker({
      onMessage: (message) => {
        if (worker === fresh) hear(message)
      },
      onCrash: (reason) => {
        if (worker === fresh) fail(crashSentence(current?.step ?? 0, reason))
      },
    })
    return fresh
  }
  const hear = (message: FromWorker): void => {
    if (message.kind === "missing") {
      fail("The engine could not be loaded. Reload the page to update it; your work is kept.")
      return
    }
    if (message.kind === "cancelled") {
      soothe()
      return
    }
    if (current === null || message.id !== current.id) return
    switch (message.kind) {
      case "trainPlanned":
        current.listener.onPlan(message.plan)
        return
      case "trainRefused":
        forget()?.listener.onRefused(message.problems)
        return
      case "training":
        if (message.progress.state !== "running") soothe()
        current.step = message.progress.step
        current.listener.onProgress(message.progress)
        return
      case "trainAnswer":
      case "trainNoAnswer":
        if (message.kind === "trainAnswer" && message.answer.what === "snapshot") kept = message.answer.snapshot
        answer(current, message)
        return
      case "failed":
        fail(`The training failed after step ${current.step}: ${message.sentence}.`)
    }
  }
  const post = (message: ToTrainer): void => {
    worker ??= start()
    worker.post(message)
  }
  /** Ends the worker if it has not let go by then. */
  const hurry = (then: () => void): void => {
    soothe()
    calm = after(PATIENCE, then)
  }
  const cancel = (): void => {
    const gone = forget()
    if (gone === null || worker === null) return
    worker.post({ kind: "cancel", id: gone.id })
    hurry(drop)
  }
  const control = (asked: TrainControl): void => {
    if (current === null) return
    post({ kind: "trainControl", id: current.id, control: asked })
    if (asked.do === "stop") hurry(() => fail(UNHEARD))
  }
  const ask = (question: TrainQuestion): Promise<TrainAnswer> => {
    const asked = current
    if (asked === null) return Promise.reject(new TrainingGone())
    lastAsk += 1
    const number = lastAsk
    return new Promise((resolve, reject) => {
      asked.waiting.set(number, { resolve, reject })
      post({ kind: "trainAsk", id: asked.id, ask: number, question })
    })
  }
  return {
    start: (document, options, listener, run = true) => {
      cancel()
      // A worker that is still busy with the training before would keep this one waiting.
      if (calm !== null) hurry(() => restartWith(message))
      lastId += 1
      const message: ToTrainer = { kind: "train", id: lastId, document, options, run }
      kept = null
      current = { id: lastId, listener, waiting: new Map(), step: 0 }
      post(message)
    },
    control,
    snapshot: async (run = false) => {
      const answered = await ask({ what: "snapshot", run })
      if (answered.what !== "snapshot") throw new Error(`asked for a snapshot, got ${answered.what}`)
      return answered.snapshot
    },
    evaluate: async (part) => {
      const answered = await ask({ what: "evaluate", part })
      if (answered.what !== "evaluate") throw new Error(`asked for an evaluation, got ${answered.what}`)
      return answered.evaluation
    },
    surface: async (request) => {
      const answered = await ask({ what: "surface", request })
      if (answered.what !== "surface") throw new Error(`asked for a surface, got ${answered.what}`)
      return answered.surface
    },
    explain: async (param, index) => {
      const answered = await ask({ what: "update", param, index })
      if (answered.what !== "update") throw new Error(`asked for an update, got ${answered.what}`)
      return answered.update
    },
    cancel,
    lastSnapshot: () => kept,
    close: () => {
      forget()
      drop()
    },
  }

  function restartWith(message: ToTrainer): void {
    drop()
    if (current?.id === message.id) post(message)
  }
}

function answer(
  current: Current,
  message: Extract<FromWorker, { readonly kind: "trainAnswer" | "trainNoAnswer" }>,
): void {
  const waiting = current.waiting.get(message.ask)
  current.waiting.delete(message.ask)
  if (message.kind === "trainNoAnswer") {
    waiting?.reject(new NoAnswer(message.sentence))
    return
  }
  waiting?.resolve(message.answer)
}

const UNHEARD = `The training did not stop within ${PATIENCE} milliseconds, so its worker was ended. What was learned up to the last look is kept.`

function crashSentence(step: number, reason: string): string {
  const where = step === 0 ? "before its first step was told" : `after step ${step}`
  const why = reason === "" ? "the engine stopped without a word, perhaps out of memory" : reason
  return `The training ended ${where}: ${why}. Your document is untouched, and what was learned up to the last look is kept.`
}

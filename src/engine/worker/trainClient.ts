// The page's side of a training: a worker of its own, told what to do and asked what it has learned. The page never waits;
// a worker that does not hear a stop is ended, and what was last seen of the params stays.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { type AskableRun, GONE } from "../numbers/questions.ts"
import type { RunReport } from "../numbers/report.ts"
import type { ToTrainer, TrainAnswer, TrainControl, TrainQuestion, TrainSpeed } from "../train/messages.ts"
import type {
  DataPart,
  Evaluation,
  Surface,
  SurfaceRequest,
  TrainOptions,
  TrainProgress,
  TrainSnapshot,
  TrainSummary,
  UpdateExplanation,
} from "../train/report.ts"
import { PATIENCE } from "./client.ts"
import { later, NOT_LOADED, OwnWorker, type WorkerOptions } from "./ownWorker.ts"
import type { FromWorker } from "./protocol.ts"
import { type AnswerTo, answers, deliver, TrainingGone, type Waiting } from "./trainAnswers.ts"

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
  readonly start: (
    document: GradwireDocument,
    options: TrainOptions,
    listener: TrainListener,
    run?: boolean,
    speed?: TrainSpeed,
  ) => void
  readonly control: (control: TrainControl) => void
  readonly snapshot: (run?: boolean) => Promise<TrainSnapshot>
  /** A step that is kept, again in full. */
  readonly past: (step: number) => Promise<TrainSnapshot>
  readonly evaluate: (part: DataPart) => Promise<Evaluation>
  readonly surface: (request: SurfaceRequest) => Promise<Surface>
  readonly surfaces: (question: SurfacesQuestion) => Promise<readonly Surface[]>
  readonly explain: (param: string, index: number) => Promise<UpdateExplanation>
  /** Forgets the training without a word from it. */
  readonly cancel: () => void
  /** The last snapshot that was answered, of this training; stays after a crash. */
  readonly lastSnapshot: () => TrainSnapshot | null
  /** Ends the worker for good. */
  readonly close: () => void
}

/** What is asked for the surfaces of several outputs. */
export type SurfacesQuestion = Omit<Extract<TrainQuestion, { readonly what: "surfaces" }>, "what">

interface Current {
  readonly id: number
  readonly listener: TrainListener
  readonly waiting: Map<number, Waiting>
  step: number
}

/** A trainer with a worker of its own, started at the first training. */
export function createTrainer(options: WorkerOptions = {}): Trainer {
  return new OneTrainer(options)
}

class OneTrainer implements Trainer {
  private readonly after: NonNullable<WorkerOptions["after"]>
  private readonly worker: OwnWorker
  private current: Current | null = null
  private kept: TrainSnapshot | null = null
  private lastId = 0
  private lastAsk = 0
  /** Calls off the end of our patience with a stop or cancel that has not been heard yet. */
  private calm: (() => void) | null = null

  constructor({ makeWorker, after = later }: WorkerOptions) {
    this.after = after
    this.worker = new OwnWorker(makeWorker, {
      onMessage: (message) => this.hear(message),
      onCrash: (reason) => this.fail(crashSentence(this.current?.step ?? 0, reason)),
    })
  }

  start(
    document: GradwireDocument,
    options: TrainOptions,
    listener: TrainListener,
    run = true,
    speed: TrainSpeed = null,
  ): void {
    this.cancel()
    this.lastId += 1
    const message: ToTrainer = { kind: "train", id: this.lastId, document, options, run, speed }
    // A worker that is still busy with the training before would keep this one waiting.
    if (this.calm !== null) this.hurry(() => this.restartWith(message))
    this.kept = null
    this.current = { id: this.lastId, listener, waiting: new Map(), step: 0 }
    this.worker.post(message)
  }

  control(asked: TrainControl): void {
    if (this.current === null) return
    this.worker.post({ kind: "trainControl", id: this.current.id, control: asked })
    if (asked.do === "stop") this.hurry(() => this.fail(UNHEARD))
  }

  async snapshot(run = false): Promise<TrainSnapshot> {
    const asked = this.current
    const { snapshot } = await this.ask({ what: "snapshot", run })
    return this.askable(snapshot, asked)
  }

  async past(step: number): Promise<TrainSnapshot> {
    const asked = this.current
    const { snapshot } = await this.ask({ what: "past", step })
    return this.askable(snapshot, asked)
  }

  async evaluate(part: DataPart): Promise<Evaluation> {
    return (await this.ask({ what: "evaluate", part })).evaluation
  }

  async surface(request: SurfaceRequest): Promise<Surface> {
    return (await this.ask({ what: "surface", request })).surface
  }

  async surfaces(question: SurfacesQuestion): Promise<readonly Surface[]> {
    return (await this.ask({ what: "surfaces", ...question })).surfaces
  }

  async explain(param: string, index: number): Promise<UpdateExplanation> {
    return (await this.ask({ what: "update", param, index })).update
  }

  cancel(): void {
    const gone = this.forget()
    if (gone === null || !this.worker.isUp) return
    this.worker.post({ kind: "cancel", id: gone.id })
    this.hurry(() => this.drop())
  }

  lastSnapshot(): TrainSnapshot | null {
    return this.kept
  }

  close(): void {
    this.forget()
    this.drop()
  }

  private async ask<Q extends TrainQuestion>(question: Q): Promise<AnswerTo<Q>> {
    const asked = this.current
    if (asked === null) throw new TrainingGone()
    this.lastAsk += 1
    const number = this.lastAsk
    const answered = await new Promise<TrainAnswer>((resolve, reject) => {
      asked.waiting.set(number, { resolve, reject })
      this.worker.post({ kind: "trainAsk", id: asked.id, ask: number, question })
    })
    if (answers(answered, question)) return answered
    throw new Error(`asked for ${question.what}, got ${answered.what}`)
  }

  private hear(message: FromWorker): void {
    if (message.kind === "missing") this.fail(NOT_LOADED)
    else if (message.kind === "cancelled") this.soothe()
    else if (this.current !== null && message.id === this.current.id) this.hearOf(this.current, message)
  }

  private hearOf(current: Current, message: FromWorker): void {
    switch (message.kind) {
      case "trainPlanned":
        current.listener.onPlan(message.plan)
        return
      case "trainRefused":
        this.forget()?.listener.onRefused(message.problems)
        return
      case "training":
        if (message.progress.state !== "running") this.soothe()
        current.step = message.progress.step
        current.listener.onProgress(message.progress)
        return
      case "trainAnswer":
      case "trainNoAnswer":
        if (message.kind === "trainAnswer" && message.answer.what === "snapshot") {
          this.kept = this.askable(message.answer.snapshot, current)
        }
        deliver(current.waiting, message)
        return
      case "failed":
        this.fail(`The training failed after step ${current.step}: ${message.sentence}.`)
    }
  }

  /** The numbers of a step shown in full can be asked for as long as its training is the one that is here. */
  private askable(snapshot: TrainSnapshot<RunReport>, of: Current | null): TrainSnapshot {
    const report = snapshot.run
    if (report === null) return { ...snapshot, run: null }
    const ask: AskableRun["ask"] = (question) =>
      this.current !== of
        ? Promise.resolve(GONE)
        : this.ask({ what: "numbers", run: report.number, question }).then(
            ({ answer }) => answer,
            () => GONE,
          )
    return { ...snapshot, run: { report, ask, along: [] } }
  }

  private fail(sentence: string): void {
    this.drop()
    const gone = this.forget()
    gone?.listener.onFailed(sentence, this.kept)
  }

  /** Nobody is told of it; its questions have no answer any more. */
  private forget(): Current | null {
    const gone = this.current
    this.current = null
    for (const { reject } of gone?.waiting.values() ?? []) reject(new TrainingGone())
    return gone
  }

  /** Does `then` unless the worker has let go by the end of our patience. */
  private hurry(then: () => void): void {
    this.soothe()
    this.calm = this.after(PATIENCE, then)
  }

  private soothe(): void {
    this.calm?.()
    this.calm = null
  }

  private drop(): void {
    this.soothe()
    this.worker.drop()
  }

  private restartWith(message: ToTrainer): void {
    this.drop()
    if (this.current?.id === message.id) this.worker.post(message)
  }
}

const UNHEARD = `The training did not stop within ${PATIENCE} milliseconds, so its worker was ended. What it last told is kept.`

function crashSentence(step: number, reason: string): string {
  const where = step === 0 ? "before its first step was told" : `after step ${step}`
  const why = reason === "" ? "the engine stopped without a word, perhaps out of memory" : reason
  return `The training ended ${where}: ${why}. Your document is untouched, and what was learned up to the last look is kept.`
}

// The page's side of a job (a run, a check of the gradients, a sweep, a matrix): asks the worker, drops what nobody waits
// for any more, and replaces a worker that has crashed or does not hear. The page itself never works and never waits.

import type { GradwireDocument } from "../../graph/document.ts"
import type { MatrixReading } from "../../tensor/matrix/matrix.ts"
import type { GradcheckProgress, GradcheckResult } from "../check/gradcheck.ts"
import type { AskableRun, Question } from "../numbers/questions.ts"
import type { Progress, RunOptions } from "../pass/result.ts"
import type { SweepOptions, SweepProgress, SweepReport } from "../sweep/report.ts"
import { Asking } from "./asking.ts"
import { later, NOT_LOADED, OwnWorker, type WorkerOptions } from "./ownWorker.ts"
import type { CheckOptions, FromWorker, MatrixQuestion, ToWorker } from "./protocol.ts"

/** A job under way. */
interface JobHandle<R> {
  /** Rejects with RunCancelled after a cancel or a newer job, with RunFailed where the engine itself gave up. */
  readonly done: Promise<R>
  readonly cancel: () => void
}

/** Does one job at a time: a job that is still under way is cancelled by the next. */
export interface Runner {
  /**
   * Runs a document off the page. Its tensors stay there and are asked for, until the next run is done; the answers to
   * `questions` come along with it.
   */
  readonly run: (
    document: GradwireDocument,
    options: RunOptions,
    onProgress?: (progress: Progress) => void,
    questions?: readonly Question[],
  ) => JobHandle<AskableRun>
  /** Compares a document's gradients with central differences off the page. */
  readonly check: (
    document: GradwireDocument,
    options: CheckOptions,
    onProgress?: (progress: GradcheckProgress) => void,
  ) => JobHandle<GradcheckResult>
  /** Runs a document's sweep off the page. A cancel keeps what `onProgress` was told: its points are no more than a moment old. */
  readonly sweep: (
    document: GradwireDocument,
    options: SweepOptions,
    onProgress?: (progress: SweepProgress) => void,
  ) => JobHandle<SweepReport>
  /** Singular values of a large matrix off the page; null where a number is NaN or infinite. */
  readonly matrix: (matrix: MatrixQuestion) => JobHandle<MatrixReading | null>
  /** Ends the worker for good. */
  readonly close: () => void
}

/** A job that was cancelled, by hand or by the next one. */
export class RunCancelled extends Error {
  constructor() {
    super("The run was cancelled.")
    this.name = "RunCancelled"
  }
}

/** A job that the engine gave up; the message is a sentence. */
export class RunFailed extends Error {
  /** The node that was running, if it is known. */
  readonly node: string | null
  constructor(sentence: string, node: string | null) {
    super(sentence)
    this.name = "RunFailed"
    this.node = node
  }
}

/** A worker that has not answered a cancel by then is replaced. In milliseconds. */
export const PATIENCE = 250

interface Asked {
  readonly id: number
  readonly message: ToWorker
  /** What the job itself has to hear: its progress and its answer. */
  readonly hear: (message: FromWorker) => void
  readonly reject: (error: Error) => void
  node: string | null
}

/** A runner with a worker of its own, started at the first job. */
export function createRunner(options: WorkerOptions = {}): Runner {
  const jobs = new Jobs(options)
  return {
    close: () => jobs.close(),
    run: (document, options, onProgress, questions = []) =>
      jobs.ask<AskableRun>(
        (id) => ({ kind: "run", id, document, options, questions }),
        (word, resolve) => {
          if (word.kind === "progress") onProgress?.(word.progress)
          else if (word.kind === "result") {
            resolve({ report: word.report, along: word.along, ask: jobs.asking.of(word.id) })
          }
        },
      ),
    check: (document, options, onProgress) =>
      jobs.ask<GradcheckResult>(
        (id) => ({ kind: "check", id, document, options }),
        (word, resolve) => {
          if (word.kind === "checking") onProgress?.(word.progress)
          else if (word.kind === "checked") resolve(word.result)
        },
      ),
    sweep: (document, options, onProgress) =>
      jobs.ask<SweepReport>(
        (id) => ({ kind: "sweep", id, document, options }),
        (word, resolve) => {
          if (word.kind === "sweeping") onProgress?.(word.progress)
          else if (word.kind === "swept") resolve(word.report)
        },
      ),
    matrix: (matrix) =>
      jobs.ask<MatrixReading | null>(
        (id) => ({ kind: "matrix", id, matrix }),
        (word, resolve) => {
          if (word.kind === "matrixRead") resolve(word.reading)
        },
      ),
  }
}

/** One worker, one job at a time, whatever the job is. */
class Jobs {
  private readonly after: NonNullable<WorkerOptions["after"]>
  private readonly worker: OwnWorker
  /** Questions about runs that are done. */
  readonly asking = new Asking((id, ask, question) => {
    if (!this.worker.isUp) return false
    this.worker.post({ kind: "ask", id, ask, question })
    return true
  })
  private asked: Asked | null = null
  private lastId = 0
  /** Cancelled jobs that the worker has not let go of yet, each with what calls off the end of our patience. */
  private readonly unheard = new Map<number, () => void>()

  constructor({ makeWorker, after = later }: WorkerOptions) {
    this.after = after
    this.worker = new OwnWorker(makeWorker, {
      onMessage: (message) => this.hear(message),
      onCrash: (reason) => this.fail((node) => new RunFailed(crashSentence(node, reason), node)),
    })
  }

  /** Posts a job under a fresh number; `listen` turns what the worker says about it into progress and the answer. */
  ask<R>(
    write: (id: number) => ToWorker,
    listen: (word: FromWorker, resolve: (answer: R) => void) => void,
  ): JobHandle<R> {
    if (this.asked !== null) this.cancel(this.asked.id)
    this.lastId += 1
    const id = this.lastId
    const message = write(id)
    const done = new Promise<R>((resolve, reject) => {
      this.asked = { id, message, hear: (word) => listen(word, resolve), reject, node: null }
    })
    this.worker.post(message)
    return { done, cancel: () => this.cancel(id) }
  }

  close(): void {
    this.take()?.reject(new RunCancelled())
    this.drop()
  }

  private cancel(id: number): void {
    if (this.asked?.id !== id) return
    this.take()?.reject(new RunCancelled())
    if (this.worker.isUp) this.worker.post({ kind: "cancel", id })
    this.unheard.set(
      id,
      this.after(PATIENCE, () => this.replace()),
    )
  }

  private take(): Asked | null {
    const taken = this.asked
    this.asked = null
    return taken
  }

  private drop(): void {
    this.worker.drop()
    this.asking.forget()
    for (const calm of this.unheard.values()) calm()
    this.unheard.clear()
  }

  private replace(): void {
    this.drop()
    if (this.asked !== null) this.worker.post(this.asked.message)
  }

  /** The worker is gone, and with it the job under way. */
  private fail(failureAt: (node: string | null) => RunFailed): void {
    const taken = this.take()
    this.drop()
    taken?.reject(failureAt(taken.node))
  }

  private hear(message: FromWorker): void {
    if (message.kind === "missing") {
      this.fail(() => new RunFailed(NOT_LOADED, null))
      return
    }
    if (message.kind === "answer") {
      this.asking.hear(message.ask, message.answer)
      return
    }
    if (message.kind !== "progress" && message.kind !== "checking" && message.kind !== "sweeping") {
      this.unheard.get(message.id)?.()
      this.unheard.delete(message.id)
    }
    if (message.id !== this.asked?.id) return
    switch (message.kind) {
      case "progress":
      case "checking":
      case "sweeping":
        this.asked.node = message.progress.node
        this.asked.hear(message)
        return
      case "cancelled":
        this.take()?.reject(new RunCancelled())
        return
      case "failed":
        this.take()?.reject(new RunFailed(failSentence(message.node, message.sentence), message.node))
        return
      default:
        this.take()?.hear(message)
    }
  }
}

function crashSentence(node: string | null, reason: string): string {
  const where = node === null ? "before the first node" : `at "${node}"`
  const why = reason === "" ? "the engine stopped without a word, perhaps out of memory" : reason
  return `The run ended ${where}: ${why}. The engine has been started afresh; your work is untouched.`
}

function failSentence(node: string | null, sentence: string): string {
  return node === null ? `The run failed: ${sentence}.` : `The run failed at "${node}": ${sentence}.`
}

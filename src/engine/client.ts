// The page's side of a job (a run, a check of the gradients, a sweep, a matrix): asks the worker, drops what nobody waits
// for any more, and replaces a worker that has crashed or does not hear. The page itself never works and never waits.

import type { GradwireDocument } from "../graph/document.ts"
import type { MatrixReading } from "../tensor/matrix.ts"
import type { GradcheckProgress, GradcheckResult } from "./gradcheck.ts"
import type { CheckOptions, FromWorker, MakeWorker, MatrixQuestion, ToWorker, WorkerHandle } from "./protocol.ts"
import type { Progress, RunOptions, RunResult } from "./result.ts"
import { spawn } from "./spawn.ts"
import type { SweepOptions, SweepProgress, SweepReport } from "./sweep/report.ts"

export interface RunnerOptions {
  readonly makeWorker?: MakeWorker
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after?: (milliseconds: number, callback: () => void) => () => void
}

export interface JobHandle<R> {
  /** Rejects with RunCancelled after a cancel or a newer job, with RunFailed where the engine itself gave up. */
  readonly done: Promise<R>
  readonly cancel: () => void
}

export type RunHandle = JobHandle<RunResult>

/** Does one job at a time: a job that is still under way is cancelled by the next. */
export interface Runner {
  /** Runs a document off the page. */
  readonly run: (
    document: GradwireDocument,
    options: RunOptions,
    onProgress?: (progress: Progress) => void,
  ) => RunHandle
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

export class RunCancelled extends Error {
  constructor() {
    super("The run was cancelled.")
    this.name = "RunCancelled"
  }
}

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

const later = (milliseconds: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

/** A runner with a worker of its own, started at the first job. */
export function createRunner(options: RunnerOptions = {}): Runner {
  const { ask, close } = connect(options)
  return {
    close,
    run: (document, options, onProgress) =>
      ask<RunResult>(
        (id) => ({ kind: "run", id, document, options }),
        (word, resolve) => {
          if (word.kind === "progress") onProgress?.(word.progress)
          else if (word.kind === "result") resolve(word.result)
        },
      ),
    check: (document, options, onProgress) =>
      ask<GradcheckResult>(
        (id) => ({ kind: "check", id, document, options }),
        (word, resolve) => {
          if (word.kind === "checking") onProgress?.(word.progress)
          else if (word.kind === "checked") resolve(word.result)
        },
      ),
    sweep: (document, options, onProgress) =>
      ask<SweepReport>(
        (id) => ({ kind: "sweep", id, document, options }),
        (word, resolve) => {
          if (word.kind === "sweeping") onProgress?.(word.progress)
          else if (word.kind === "swept") resolve(word.report)
        },
      ),
    matrix: (matrix) =>
      ask<MatrixReading | null>(
        (id) => ({ kind: "matrix", id, matrix }),
        (word, resolve) => {
          if (word.kind === "matrixRead") resolve(word.reading)
        },
      ),
  }
}

interface Connection {
  /** Posts a job under a fresh number; `listen` turns what the worker says about it into progress and the answer. */
  readonly ask: <R>(
    write: (id: number) => ToWorker,
    listen: (word: FromWorker, resolve: (answer: R) => void) => void,
  ) => JobHandle<R>
  readonly close: () => void
}

/** One worker, one job at a time, whatever the job is. */
function connect({ makeWorker = spawn, after = later }: RunnerOptions): Connection {
  let worker: WorkerHandle | null = null
  let asked: Asked | null = null
  let lastId = 0
  // Cancelled runs that the worker has not let go of yet, each with what calls off the end of our patience.
  const unheard = new Map<number, () => void>()

  const start = (): WorkerHandle => {
    const fresh: WorkerHandle = makeWorker({
      onMessage: (message) => {
        if (worker === fresh) hear(message)
      },
      onCrash: (reason) => {
        if (worker === fresh) crash(reason)
      },
    })
    return fresh
  }
  const drop = (): void => {
    worker?.terminate()
    worker = null
    for (const calm of unheard.values()) calm()
    unheard.clear()
  }
  const replace = (): void => {
    drop()
    if (asked === null) return
    worker = start()
    worker.post(asked.message)
  }
  const take = (): Asked | null => {
    const taken = asked
    asked = null
    return taken
  }
  const crash = (reason: string): void => {
    const taken = take()
    drop()
    taken?.reject(new RunFailed(crashSentence(taken.node, reason), taken.node))
  }
  const hear = (message: FromWorker): void => {
    if (message.kind === "missing") {
      const taken = take()
      drop()
      taken?.reject(
        new RunFailed("The engine could not be loaded. Reload the page to update it; your work is kept.", null),
      )
      return
    }
    if (message.kind !== "progress" && message.kind !== "checking" && message.kind !== "sweeping") {
      unheard.get(message.id)?.()
      unheard.delete(message.id)
    }
    if (message.id !== asked?.id) return
    switch (message.kind) {
      case "progress":
      case "checking":
      case "sweeping":
        asked.node = message.progress.node
        asked.hear(message)
        return
      case "cancelled":
        take()?.reject(new RunCancelled())
        return
      case "failed":
        take()?.reject(new RunFailed(failSentence(message.node, message.sentence), message.node))
        return
      default:
        take()?.hear(message)
    }
  }
  const cancel = (id: number): void => {
    if (asked?.id !== id) return
    take()?.reject(new RunCancelled())
    worker?.post({ kind: "cancel", id })
    unheard.set(id, after(PATIENCE, replace))
  }
  const ask: Connection["ask"] = <R>(
    write: (id: number) => ToWorker,
    listen: (word: FromWorker, resolve: (answer: R) => void) => void,
  ) => {
    if (asked !== null) cancel(asked.id)
    lastId += 1
    const id = lastId
    const message = write(id)
    const done = new Promise<R>((resolve, reject) => {
      asked = { id, message, hear: (word) => listen(word, resolve), reject, node: null }
    })
    worker ??= start()
    worker.post(message)
    return { done, cancel: () => cancel(id) }
  }
  const close = (): void => {
    take()?.reject(new RunCancelled())
    drop()
  }
  return { ask, close }
}

function crashSentence(node: string | null, reason: string): string {
  const where = node === null ? "before the first node" : `at "${node}"`
  const why = reason === "" ? "the engine stopped without a word, perhaps out of memory" : reason
  return `The run ended ${where}: ${why}. The engine has been started afresh; your work is untouched.`
}

function failSentence(node: string | null, sentence: string): string {
  return node === null ? `The run failed: ${sentence}.` : `The run failed at "${node}": ${sentence}.`
}

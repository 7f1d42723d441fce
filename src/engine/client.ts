// The page's side of a run: asks the worker, drops what nobody waits for any more, and replaces a worker that has
// crashed or does not hear. The page itself never works and never waits.

import type { GradwireDocument } from "../graph/document.ts"
import type { FromWorker, MakeWorker, ToWorker, WorkerHandle } from "./protocol.ts"
import type { Progress, RunOptions, RunResult } from "./result.ts"
import { spawn } from "./spawn.ts"

export interface RunnerOptions {
  readonly makeWorker?: MakeWorker
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after?: (milliseconds: number, callback: () => void) => () => void
}

export interface RunHandle {
  /** Rejects with RunCancelled after a cancel or a newer run, with RunFailed where the engine itself gave up. */
  readonly done: Promise<RunResult>
  readonly cancel: () => void
}

export interface Runner {
  /** Runs a document off the page. A run that is still under way is cancelled. */
  readonly run: (
    document: GradwireDocument,
    options: RunOptions,
    onProgress?: (progress: Progress) => void,
  ) => RunHandle
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
  readonly onProgress: ((progress: Progress) => void) | undefined
  readonly resolve: (result: RunResult) => void
  readonly reject: (error: Error) => void
  node: string | null
}

const later = (milliseconds: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

/** A runner with a worker of its own, started at the first run. */
export function createRunner({ makeWorker = spawn, after = later }: RunnerOptions = {}): Runner {
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
    if (message.kind !== "progress") {
      unheard.get(message.id)?.()
      unheard.delete(message.id)
    }
    if (message.id !== asked?.id) return
    if (message.kind === "progress") {
      asked.node = message.progress.node
      asked.onProgress?.(message.progress)
    } else if (message.kind === "result") take()?.resolve(message.result)
    else if (message.kind === "cancelled") take()?.reject(new RunCancelled())
    else take()?.reject(new RunFailed(failSentence(message.node, message.sentence), message.node))
  }
  const cancel = (id: number): void => {
    if (asked?.id !== id) return
    take()?.reject(new RunCancelled())
    worker?.post({ kind: "cancel", id })
    unheard.set(id, after(PATIENCE, replace))
  }
  const run: Runner["run"] = (document, options, onProgress) => {
    if (asked !== null) cancel(asked.id)
    lastId += 1
    const id = lastId
    const message: ToWorker = { kind: "run", id, document, options }
    const done = new Promise<RunResult>((resolve, reject) => {
      asked = { id, message, onProgress, resolve, reject, node: null }
    })
    worker ??= start()
    worker.post(message)
    return { done, cancel: () => cancel(id) }
  }
  const close = (): void => {
    take()?.reject(new RunCancelled())
    drop()
  }
  return { run, close }
}

function crashSentence(node: string | null, reason: string): string {
  const where = node === null ? "before the first node" : `at "${node}"`
  const why = reason === "" ? "the engine stopped without a word, perhaps out of memory" : reason
  return `The run ended ${where}: ${why}. The engine has been started afresh; your work is untouched.`
}

function failSentence(node: string | null, sentence: string): string {
  return node === null ? `The run failed: ${sentence}.` : `The run failed at "${node}": ${sentence}.`
}

// A worker with one owner: started at its first message, ended when it is dropped, and started afresh by the next message.
// What a dropped worker still says is not heard.

import type { FromWorker, MakeWorker, ToWorker, WorkerEvents, WorkerHandle } from "./protocol.ts"
import { spawn } from "./spawn.ts"

/** What tests put in place of a real worker and a real clock. */
export interface WorkerOptions {
  readonly makeWorker?: MakeWorker
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after?: (milliseconds: number, callback: () => void) => () => void
}

/** Said when the worker's own code could not be fetched. */
export const NOT_LOADED = "The engine could not be loaded. Reload the page to update it; your work is kept."

/** The worker of one client. `events` hears of the worker that is up, not of those before it. */
export class OwnWorker {
  private readonly makeWorker: MakeWorker
  private readonly events: WorkerEvents
  private worker: WorkerHandle | null = null

  constructor(makeWorker: MakeWorker = spawn, events: WorkerEvents) {
    this.makeWorker = makeWorker
    this.events = events
  }

  /** False before the first message and after a drop. */
  get isUp(): boolean {
    return this.worker !== null
  }

  post(message: ToWorker): void {
    this.worker ??= this.start()
    this.worker.post(message)
  }

  drop(): void {
    this.worker?.terminate()
    this.worker = null
  }

  private start(): WorkerHandle {
    const { onMessage, onCrash } = this.events
    const fresh: WorkerHandle = this.makeWorker({
      onMessage: (message: FromWorker) => {
        if (this.worker === fresh) onMessage(message)
      },
      onCrash: (reason) => {
        if (this.worker === fresh) onCrash(reason)
      },
    })
    return fresh
  }
}

/** The page's own timer. */
export function later(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds)
  return () => clearTimeout(timer)
}

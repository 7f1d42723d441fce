// Writes one document as it is edited. Every write names the sequence that it builds upon and is refused if another is
// there by then; "saved" is said only of what is durable; what fails is tried again and stays in memory meanwhile.
// Storage, clock and timers are given, so that tests can break them.

import type { GradwireDocument } from "../../graph/document.ts"
import { writeDocument } from "../../graph/text/write.ts"
import { isFull, reasonOf, SILENT, type Status } from "../status.ts"
import { type Base, newestSnapshot, planCommit } from "./storage/commit.ts"
import type { DocumentStore, Head, Origin } from "./storage/records.ts"
import { sameBytes } from "./storage/splice.ts"

export interface Clock {
  readonly now: () => number
  /** Calls back after some milliseconds; answers how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void
}

export interface Current {
  readonly document: GradwireDocument
  /** The exact bytes of a document that must not be written anew, else null. */
  readonly bytes: Uint8Array | null
  readonly edited: boolean
}

interface AutosaveOptions {
  readonly id: string
  readonly origin: Origin
  /** What is stored already; null for a document that is new. */
  readonly base: Base | null
  readonly store: DocumentStore
  readonly clock: Clock
  /** The document as it is now. */
  readonly current: () => Current
  readonly onStatus: (status: Status) => void
  /** The document is durable as it was then. */
  readonly onSaved: (head: Head, document: GradwireDocument) => void
  /** Another writer was there first, or the document is gone (null). Nothing was written; the autosave has stopped. */
  readonly onLost: (found: Head | null) => void
}

const BATCH = 500
const IDLE = 30_000
/** Pauses before a failed write is tried again; the last one repeats. */
const RETRIES: readonly number[] = [1_000, 2_000, 5_000, 10_000]
/** A storage that is silent for so long is said to be; the write is waited for all the same. */
const SILENCE = 10_000

export class Autosave {
  readonly id: string
  private readonly options: AutosaveOptions
  private stored: Base | null
  /** The document whose state is durable. */
  private durable: GradwireDocument | null
  private stopped = false
  private told: Status
  private writing: Promise<boolean> | null = null
  private failures = 0
  private pressed = false
  private callOffBatch: (() => void) | null = null
  private callOffIdle: (() => void) | null = null

  constructor(options: AutosaveOptions) {
    this.id = options.id
    this.options = options
    this.stored = options.base
    this.told = options.base === null ? { kind: "saving" } : { kind: "saved", at: options.base.head.changed }
    this.durable = options.base === null || options.base.broken ? null : options.current().document
  }

  /** The last state that is durable. */
  get base(): Base | null {
    return this.stored
  }

  /** Something is not durable yet. */
  get dirty(): boolean {
    return !this.stopped && this.options.current().document !== this.durable
  }

  /** What was last said of it. */
  get status(): Status {
    return this.told
  }

  /** The storage has refused the last write, or says nothing. */
  get failing(): boolean {
    return !this.stopped && this.told.kind === "unsaved"
  }

  get isStopped(): boolean {
    return this.stopped
  }

  /** Resolves when no write is under way. */
  async settled(): Promise<void> {
    while (this.writing !== null) await this.writing
  }

  /** The document has changed: it is written within half a second. Further changes do not put that off. */
  changed(): void {
    if (this.stopped) return
    if (this.told.kind !== "unsaved") this.tell({ kind: "saving" })
    // After a failure the next try has its time already.
    if (this.writing === null && this.callOffBatch === null) this.schedule(BATCH)
  }

  /** Writes what is not written yet, now. True if all of it is durable. `whole`: as a snapshot. */
  async flush(whole = false): Promise<boolean> {
    // One write at a time: what came meanwhile goes with the next.
    // Not through `settled`: between its end and here another call could begin a write as well.
    while (this.writing !== null) await this.writing
    this.cancelBatch()
    if (this.stopped) return false
    const journalled = this.stored !== null && this.stored.head.sequence > newestSnapshot(this.stored.head)
    if (!this.dirty && !(whole && journalled)) return this.settle()
    this.writing = this.write(whole)
    const done = await this.writing
    this.writing = null
    // A snapshot beside a journal that is whole is a comfort only.
    return done || (!this.stopped && !this.dirty && this.settle())
  }

  /** Writes nothing from now on. */
  stop(): void {
    this.stopped = true
    this.cancelBatch()
    this.callOffIdle?.()
  }

  private tell(status: Status): void {
    this.told = status
    this.options.onStatus(status)
  }

  private schedule(milliseconds: number): void {
    this.cancelBatch()
    this.callOffBatch = this.options.clock.after(milliseconds, () => {
      this.callOffBatch = null
      void this.flush()
    })
  }

  private cancelBatch(): void {
    this.callOffBatch?.()
    this.callOffBatch = null
  }

  private async write(whole: boolean): Promise<boolean> {
    if (this.failures === 0) this.tell({ kind: "saving" })
    const hush = this.options.clock.after(SILENCE, () => this.tell({ kind: "unsaved", why: SILENT }))
    try {
      return await this.commit(whole)
    } catch (error) {
      this.failed(error)
      return false
    } finally {
      hush()
    }
  }

  private async commit(whole: boolean): Promise<boolean> {
    const { id, origin, store, clock } = this.options
    const { document, bytes: exact, edited } = this.options.current()
    const bytes = exact ?? new TextEncoder().encode(writeDocument(document, { pretty: false }))
    const { stored, pressed } = this
    if (stored !== null && !stored.broken && !whole && sameBytes(bytes, stored.bytes)) return this.saved(document)
    const now = clock.now()
    const plan = await planCommit(stored, { id, origin, document, bytes, edited, now, whole, pressed })
    const committed = await store.commit(plan)
    if (!committed.done) {
      this.stop()
      this.options.onLost(committed.found)
      return false
    }
    const verified = stored?.verified ?? plan.head.sequence
    this.stored = { head: plan.head, bytes, verified, broken: false }
    this.options.onSaved(plan.head, document)
    return this.saved(document)
  }

  /** All is durable, whatever failed before. */
  private settle(): true {
    if (this.failures === 0) return true
    this.failures = 0
    this.cancelBatch()
    this.tell({ kind: "saved", at: this.options.clock.now() })
    return true
  }

  private saved(document: GradwireDocument): true {
    this.durable = document
    this.failures = 0
    this.pressed = false
    if (this.stopped) return true
    this.callOffIdle?.()
    this.callOffIdle = this.options.clock.after(IDLE, () => void this.flush(true))
    if (this.dirty) this.schedule(BATCH)
    else this.tell({ kind: "saved", at: this.options.clock.now() })
    return true
  }

  private failed(error: unknown): void {
    this.pressed = isFull(error)
    this.failures += 1
    if (!this.stopped && !this.dirty) return
    this.tell({ kind: "unsaved", why: reasonOf(error) })
    // A newer Gradwire has the storage: no write will pass again, and the edits stay here for the unload journal.
    const final = error instanceof Error && error.name === "Outdated"
    if (!this.stopped && !final) this.schedule(RETRIES[Math.min(this.failures, RETRIES.length) - 1] ?? BATCH)
  }
}

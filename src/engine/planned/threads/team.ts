// Threads that share the parts of steps. Whoever is free takes the next part, the thread that shares its work as well: a helper
// that is not there, or late, holds nothing up. They agree through a few numbers that all of them look at.

import type { Job, Slots, ToThread } from "./thread.ts"

/** A helping thread. */
export interface ThreadHandle {
  readonly post: (message: ToThread) => void
  readonly end: () => void
}

/** Starts a helping thread, which may never come up. Throws where there are none. */
export type MakeThread = () => ThreadHandle

/** A helper that had taken a part did not end it. */
export class ThreadLost extends Error {
  constructor() {
    super("a thread that shared the work has not answered")
    this.name = "ThreadLost"
  }
}

const SLOTS: Slots = { turn: 0, plan: 1, job: 2, done: 3, failed: 4, mail: 5, asleep: 6, up: 7 }
/** Looks at a number before a thread sleeps: some ten microseconds, in which the next step usually comes. */
const SPINS = 20_000
/** Milliseconds without any part done, after which a helper is lost. */
const PATIENCE = 10_000
/** Helpers keep what they were told to forget until they collect it, which sleepers never do: after so many bytes they start anew. */
const FORGOTTEN_BYTES = 2 ** 28

/** A plan that helpers know. */
export interface Enrolled {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly jobs: readonly Job[]
}

/** This thread and its helpers. */
export class Team {
  private readonly make: MakeThread
  /** Threads in all. */
  readonly size: number
  private control = new Int32Array(new SharedArrayBuffer(64))
  private helpers: readonly ThreadHandle[] = []
  private readonly plans = new Map<number, Enrolled>()
  private last = 0
  private number = 0
  private forgotten = 0
  private isLost = false

  /** Starts the helpers, and waits for none. */
  constructor(make: MakeThread, size: number) {
    this.make = make
    this.size = size
    this.start()
  }

  /** Helpers that are up by now; none once one was lost. */
  get helping(): number {
    return this.isLost ? 0 : Atomics.load(this.control, SLOTS.up)
  }

  /** Bytes of the memories that helpers know. */
  get bytes(): number {
    return [...this.plans.values()].reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0)
  }

  /** Makes a plan known to all; answers its number. */
  enroll(enrolled: Enrolled): number {
    this.last += 1
    this.plans.set(this.last, enrolled)
    this.tell({ kind: "plan", plan: this.last, ...enrolled })
    return this.last
  }

  /** The plan is not run again. */
  forget(plan: number): void {
    this.forgotten += this.plans.get(plan)?.memory.buffer.byteLength ?? 0
    this.plans.delete(plan)
    if (this.isLost || this.forgotten <= FORGOTTEN_BYTES) {
      this.tell({ kind: "forget", plan })
      return
    }
    this.end()
    this.start()
  }

  /**
   * Does all parts of a job, those that this thread takes by `own`. Throws ThreadLost where a helper does not end its part, and
   * what a part throws.
   */
  run(plan: number, job: number, parts: number, own: (part: number) => void): void {
    if (this.helping === 0) {
      for (let part = 0; part < parts; part++) own(part)
      return
    }
    const { control } = this
    Atomics.store(control, SLOTS.plan, plan)
    Atomics.store(control, SLOTS.job, job)
    Atomics.store(control, SLOTS.done, 0)
    Atomics.store(control, SLOTS.failed, 0)
    this.turn(parts)
    let failure: { readonly error: unknown } | null = null
    for (let turn = Atomics.load(control, SLOTS.turn); (turn & 255) < parts; ) {
      const before = Atomics.compareExchange(control, SLOTS.turn, turn, turn + 1)
      if (before === turn) {
        try {
          own(turn & 255)
        } catch (error) {
          failure = { error }
        }
        Atomics.add(control, SLOTS.done, 1)
      }
      turn = Atomics.load(control, SLOTS.turn)
    }
    this.wait(parts)
    if (failure !== null) throw failure.error
    if (Atomics.load(control, SLOTS.failed) !== 0) throw new WebAssembly.RuntimeError("a helping thread stopped")
  }

  /** Ends the helpers. */
  end(): void {
    for (const helper of this.helpers) helper.end()
    this.helpers = []
    this.control = new Int32Array(new SharedArrayBuffer(64))
  }

  private start(): void {
    this.forgotten = 0
    try {
      this.helpers = Array.from({ length: this.size - 1 }, () => this.make())
    } catch {
      // Without helpers this thread does everything.
      this.end()
      return
    }
    const control = this.control.buffer as SharedArrayBuffer
    Atomics.add(this.control, SLOTS.mail, 1)
    for (const [i, helper] of this.helpers.entries()) {
      helper.post({ kind: "start", control, slots: SLOTS, thread: i + 1, spins: SPINS })
    }
    for (const [plan, enrolled] of this.plans) this.tell({ kind: "plan", plan, ...enrolled })
  }

  /** Helpers leave what they wait for, and read. */
  private tell(message: ToThread): void {
    Atomics.add(this.control, SLOTS.mail, 1)
    for (const helper of this.helpers) helper.post(message)
    this.turn(0)
  }

  /** A new turn, of so many parts. */
  private turn(parts: number): void {
    this.number = (this.number + 1) & 0xffff
    Atomics.store(this.control, SLOTS.turn, (this.number << 16) | (parts << 8))
    if (Atomics.load(this.control, SLOTS.asleep) > 0) Atomics.notify(this.control, SLOTS.turn)
  }

  private wait(parts: number): void {
    const { control } = this
    for (let left = SPINS; left > 0; left--) if (Atomics.load(control, SLOTS.done) === parts) return
    let since = performance.now()
    for (let before = -1; ; ) {
      const done = Atomics.load(control, SLOTS.done)
      if (done === parts) return
      if (done !== before) since = performance.now()
      before = done
      if (performance.now() - since > PATIENCE) break
      if (canSleep()) Atomics.wait(control, SLOTS.done, done, PATIENCE)
    }
    this.isLost = true
    this.end()
    throw new ThreadLost()
  }
}

/** The thread that draws a page may not. */
function canSleep(): boolean {
  sleeps ??= ((): boolean => {
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0)
      return true
    } catch {
      return false
    }
  })()
  return sleeps
}

let sleeps: boolean | undefined

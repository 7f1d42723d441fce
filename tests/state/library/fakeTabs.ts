// A clock that is turned by hand, and tabs that hold locks and talk to each other by it.

import type { Clock } from "../../../src/state/library/autosave.ts"
import type { Release, TabMessage, Tabs } from "../../../src/state/library/tabs.ts"

/** Long enough for every promise that needs no timer. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve()
}

export class FakeClock implements Clock {
  private time = 1_800_000_000_000
  private readonly timers = new Set<{ readonly at: number; readonly callback: () => void }>()

  /** How wrong the wall clock is: timers do not follow it. */
  wrong = 0
  now = (): number => this.time + this.wrong
  after = (milliseconds: number, callback: () => void): (() => void) => {
    const timer = { at: this.time + milliseconds, callback }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }
  sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => this.after(milliseconds, resolve))

  /** Lets time pass, every timer at its own moment. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds
    for (;;) {
      await settle()
      const next = [...this.timers].sort((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > end) break
      this.timers.delete(next)
      this.time = Math.max(this.time, next.at)
      next.callback()
    }
    this.time = end
  }
}

interface Holder {
  readonly tab: object
  readonly onStolen: () => void
  readonly grant: (release: Release | null) => void
}

export class FakeTabs {
  /** How long a word about a lock is under way, in milliseconds; the lock itself changes hands at once. */
  lag: () => number = () => 0
  private readonly clock: FakeClock
  readonly held = new Map<string, Holder>()
  private readonly queues = new Map<string, Holder[]>()
  private readonly gone = new WeakSet<object>()
  private listeners: { readonly tab: object; readonly listener: (word: TabMessage) => void }[] = []

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  private later(callback: () => void): void {
    const lag = this.lag()
    if (lag === 0) queueMicrotask(callback)
    else this.clock.after(lag, callback)
  }

  for(tab: object): Tabs {
    return {
      hold: (id, how, onStolen, until) =>
        new Promise((resolve) => {
          // A page that is gone asks for nothing.
          if (this.gone.has(tab)) return
          const grant = (release: Release | null): void => this.later(() => resolve(release))
          const holder: Holder = { tab, onStolen, grant }
          const current = this.held.get(id)
          if (current === undefined || how === "steal") {
            this.give(id, holder)
            if (current !== undefined) this.later(current.onStolen)
          } else if (how === "try") grant(null)
          else {
            this.queue(id).push(holder)
            until?.addEventListener("abort", () => {
              const queue = this.queue(id)
              const at = queue.indexOf(holder)
              if (at >= 0) queue.splice(at, 1)
              grant(null)
            })
          }
        }),
      tell: (word) => {
        for (const { tab: other, listener } of this.listeners) if (other !== tab) this.later(() => listener(word))
      },
      hear: (listener) => this.listeners.push({ tab, listener }),
    }
  }

  /** The tab is gone: nobody hears it, and its locks are free. */
  drop(tab: object): void {
    this.gone.add(tab)
    this.listeners = this.listeners.filter((one) => one.tab !== tab)
    for (const [id, queue] of this.queues)
      this.queues.set(
        id,
        queue.filter((one) => one.tab !== tab),
      )
    for (const [id, holder] of [...this.held]) if (holder.tab === tab) this.free(id, holder)
  }

  private give(id: string, holder: Holder): void {
    this.held.set(id, holder)
    holder.grant(() => this.free(id, holder))
  }

  private free(id: string, holder: Holder): void {
    if (this.held.get(id) !== holder) return
    this.held.delete(id)
    const next = this.queue(id).shift()
    if (next !== undefined) this.give(id, next)
  }

  private queue(id: string): Holder[] {
    const queue = this.queues.get(id) ?? []
    this.queues.set(id, queue)
    return queue
  }
}

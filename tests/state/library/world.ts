// A browser in miniature: a clock that is turned by hand, tabs with locks and a channel, and a storage that takes time and
// fails when told to. Desks over one world are tabs of one browser.

import type { GradwireDocument } from "../../../src/graph/document.ts"
import { readDocument } from "../../../src/graph/read.ts"
import { Desk } from "../../../src/state/library/desk.ts"
import type { Clock } from "../../../src/state/library/keeper.ts"
import { type MemoryStore, memoryStore } from "../../../src/state/library/memoryStore.ts"
import { rebuild } from "../../../src/state/library/rebuild.ts"
import type { Commit, DocumentStore } from "../../../src/state/library/records.ts"
import type { Lock, Status } from "../../../src/state/library/status.ts"
import type { Release, Tabs, Word } from "../../../src/state/library/tabs.ts"

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
  private listeners: { readonly tab: object; readonly listener: (word: Word) => void }[] = []

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

/** A storage that takes a while; `fault` answers what a write fails with, before or after it could have happened. */
export interface Faults {
  delay: () => number
  fault: (commit: Commit) => Error | null
  /** What a read fails with. */
  refuse: () => Error | null
}

export function slowStore(memory: MemoryStore, clock: FakeClock, faults: Faults, alive: () => boolean): DocumentStore {
  const slowly = async <T>(act: () => Promise<T>): Promise<T> => {
    await clock.sleep(faults.delay())
    // A page that is gone finishes nothing.
    if (!alive()) return new Promise(() => {})
    const answer = await act()
    await clock.sleep(faults.delay())
    return alive() ? answer : new Promise(() => {})
  }
  return {
    ...memory,
    heads: () => slowly(memory.heads),
    read: (id) =>
      slowly(async () => {
        const error = faults.refuse()
        if (error !== null) throw error
        return memory.read(id)
      }),
    commit: (commit) =>
      slowly(async () => {
        const error = faults.fault(commit)
        if (error !== null) throw error
        return memory.commit(commit)
      }),
    quarantine: (records, remove) => slowly(() => memory.quarantine(records, remove)),
    setDeleted: (id, at) => slowly(() => memory.setDeleted(id, at)),
    destroy: (id, seen) => slowly(() => memory.destroy(id, seen)),
  }
}

export function failure(name: string): Error {
  const error = new Error(name)
  error.name = name
  return error
}

/** One tab: a desk and what is seen in it. */
export class Tab {
  document: GradwireDocument = { gradwire: 1, title: "", nodes: [] }
  lock: Lock | null = null
  edited = false
  status: Status = { kind: "opening" }
  readonly said: string[] = []
  alive = true
  readonly desk: Desk
  readonly store: DocumentStore
  /** Called with what is shown whenever that is said to be saved. */
  onSaved: (document: GradwireDocument) => void = () => {}

  constructor(world: World) {
    const clock: Clock = {
      now: world.clock.now,
      after: (milliseconds, callback) =>
        world.clock.after(milliseconds, () => {
          if (this.alive) callback()
        }),
    }
    this.store = slowStore(world.memory, world.clock, world.faults, () => this.alive)
    this.desk = new Desk({
      store: this.store,
      tabs: world.tabs.for(this),
      clock,
      newId: world.newId,
      board: {
        current: () => ({ document: this.document, edited: this.edited }),
        put: (document, lock) => {
          this.document = document
          this.lock = lock
          this.edited = false
        },
        replace: (document) => {
          this.document = document
        },
        lock: (lock) => {
          this.lock = lock
        },
      },
      onStatus: (status) => {
        this.status = status
        if (status.kind === "saved") this.onSaved(this.document)
      },
      onTrouble: (sentence) => this.said.push(sentence),
      onNote: (sentence) => this.said.push(sentence),
      onOpened: () => {},
      onListed: () => {},
    })
  }

  /** As the editor does it: refused while locked. */
  edit(recipe: (document: GradwireDocument) => GradwireDocument): boolean {
    if (this.lock !== null) return false
    this.document = recipe(this.document)
    this.edited = true
    this.desk.changed()
    return true
  }

  add(id: string): boolean {
    return this.edit((document) => ({ ...document, nodes: [...document.nodes, { id, op: "ReLU", at: [0, 0] }] }))
  }

  get ids(): readonly string[] {
    return this.document.nodes.map(({ id }) => id)
  }
}

export class World {
  readonly clock = new FakeClock()
  readonly tabs = new FakeTabs(this.clock)
  readonly memory = memoryStore()
  readonly faults: Faults = { delay: () => 1, fault: () => null, refuse: () => null }
  /** Added to what the storage takes, in milliseconds. */
  slow = 0
  private lastId = 0
  newId = (): string => {
    this.lastId += 1
    return `d${this.lastId}`
  }

  tab(): Tab {
    return new Tab(this)
  }

  /** Gone in an instant, as by a kill. */
  crash(tab: Tab): void {
    tab.alive = false
    this.tabs.drop(tab)
  }

  /** Every stored document as a reader finds it, by id. */
  async stored(): Promise<ReadonlyMap<string, GradwireDocument>> {
    const found = new Map<string, GradwireDocument>()
    for (const { id } of await this.memory.heads()) {
      const stored = await this.memory.read(id)
      const { rebuilt } = await rebuild(stored!, 0)
      const { document } = readDocument(rebuilt!.bytes)
      found.set(id, document!)
    }
    return found
  }
}

export function graph(title: string, ...ids: readonly string[]): GradwireDocument {
  return { gradwire: 1, title, nodes: ids.map((id) => ({ id, op: "ReLU", at: [0, 0] })) }
}

/** Web storage as a Map. */
export function webStorage(): Storage {
  const held = new Map<string, string>()
  return {
    get length() {
      return held.size
    },
    key: (i) => [...held.keys()][i] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    clear: () => held.clear(),
  }
}

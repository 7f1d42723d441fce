// A browser in miniature: a clock and tabs (fakeTabs.ts), and a storage that takes time and
// fails when told to. Open documents over one world are tabs of one browser.

import type { GradwireDocument } from "../../../src/graph/document.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import type { Clock } from "../../../src/state/library/autosave.ts"
import { OpenDocument } from "../../../src/state/library/openDocument.ts"
import { type MemoryStore, memoryStore } from "../../../src/state/library/storage/memoryStore.ts"
import { rebuild } from "../../../src/state/library/storage/rebuild.ts"
import type { Commit, DocumentStore } from "../../../src/state/library/storage/records.ts"
import type { Lock, Status } from "../../../src/state/status.ts"
import { FakeClock, FakeTabs } from "./fakeTabs.ts"

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

/** One tab: a openDocument and what is seen in it. */
export class Tab {
  document: GradwireDocument = { gradwire: 1, title: "", nodes: [] }
  lock: Lock | null = null
  edited = false
  status: Status = { kind: "opening" }
  readonly said: string[] = []
  alive = true
  readonly openDocument: OpenDocument
  readonly store: DocumentStore
  /** The title of documents that this page cannot show, for a fault of its own. */
  unshowable: string | null = null
  /** A file of the page that the next document needs is gone. */
  unfetched = false
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
    this.openDocument = new OpenDocument({
      store: this.store,
      tabs: world.tabs.for(this),
      clock,
      newId: world.newId,
      view: {
        current: () => ({ document: this.document, edited: this.edited }),
        ready: async () => {
          if (this.unfetched) throw new TypeError("Failed to fetch dynamically imported module")
        },
        prove: (document) => {
          if (document.title === this.unshowable) throw new Error("a fault of ours")
        },
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
    this.openDocument.changed()
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

// Documents in IndexedDB. One write is one transaction over head, snapshot and journal, so a page that is killed leaves
// either all of it or nothing. A promise resolves only at the transaction's `complete`.

import {
  type Commit,
  type Committed,
  type DocumentStore,
  type Head,
  isAsSeen,
  type JournalEntry,
  type Snapshot,
  type Stored,
} from "./records.ts"

export const DATABASE = "gradwire"
const VERSION = 1

/** What the browser's storage reports besides its answers. */
interface StoreEvents {
  /** A newer Gradwire in another tab wants to change the storage: this one stops writing for good. */
  readonly onOutdated: () => void
}

/** Why nothing more is written: another tab runs a newer Gradwire. */
class Outdated extends Error {
  constructor() {
    super("A newer Gradwire is open in another tab.")
    this.name = "Outdated"
  }
}

/** Opens the storage; rejects if the browser refuses. `factory` is there for tests. */
export async function openIndexedDb(events: StoreEvents, factory: IDBFactory = indexedDB): Promise<DocumentStore> {
  let outdated = false
  let connection: Promise<IDBDatabase> | null = null
  const connect = (): Promise<IDBDatabase> => {
    if (outdated) return Promise.reject(new Outdated())
    connection ??= openDatabase(factory).then(
      (database) => {
        database.onversionchange = () => {
          outdated = true
          database.close()
          events.onOutdated()
        }
        // Closed by the browser (its data were cleared): the next write opens it again.
        database.onclose = () => {
          connection = null
        }
        return database
      },
      (error: unknown) => {
        connection = null
        throw error
      },
    )
    return connection
  }
  await connect()
  return {
    ...reading(connect),
    ...writing(connect),
    close: () => void connection?.then((database) => database.close()),
  }
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(DATABASE, VERSION)
    request.onupgradeneeded = () => {
      const database = request.result
      database.createObjectStore("docs", { keyPath: "id" })
      database.createObjectStore("bin", { keyPath: "id" })
      database.createObjectStore("snapshots", { keyPath: ["id", "sequence"] })
      database.createObjectStore("journal", { keyPath: ["id", "sequence"] })
      database.createObjectStore("quarantine", { keyPath: ["id", "kind", "sequence"] })
      database.createObjectStore("meta", { keyPath: "name" })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error("the storage could not be opened"))
    request.onblocked = () => reject(new Error("another tab holds an older storage open"))
  })
}

type Connect = () => Promise<IDBDatabase>

function reading(connect: Connect): Pick<DocumentStore, "heads" | "read"> {
  return {
    heads: async () => {
      const transaction = (await connect()).transaction(["docs", "bin"])
      const all = await Promise.all(["docs", "bin"].map((name) => answer(transaction.objectStore(name).getAll())))
      return all.flat() as Head[] // written by `commit` alone
    },
    read: async (id) => {
      const transaction = (await connect()).transaction(["docs", "bin", "snapshots", "journal"])
      const [live, binned, snapshots, journal] = await Promise.all([
        answer(transaction.objectStore("docs").get(id)),
        answer(transaction.objectStore("bin").get(id)),
        answer(transaction.objectStore("snapshots").getAll(sequencesOf(id))),
        answer(transaction.objectStore("journal").getAll(sequencesOf(id))),
      ])
      const head: unknown = live ?? binned
      if (head === undefined) return null
      // Written by `commit` alone; what bytes hold is checked where they are used (rebuild.ts).
      return { head, snapshots, journal } as Stored
    },
  }
}

function writing(connect: Connect): Omit<DocumentStore, "heads" | "read" | "close"> {
  return {
    commit: async (commit) => {
      const durability = commit.snapshot === undefined ? "relaxed" : "strict"
      const stores = ["docs", "bin", "snapshots", "journal"]
      const transaction = (await connect()).transaction(stores, "readwrite", { durability })
      const finished = completed(transaction)
      const committed = await swap(transaction, commit)
      await finished
      return committed
    },
    quarantine: async (records, remove) => {
      const transaction = (await connect()).transaction(["quarantine", "snapshots", "journal"], "readwrite")
      for (const record of records) {
        transaction.objectStore("quarantine").put(record)
        const from = record.kind === "snapshot" ? "snapshots" : record.kind === "journal" ? "journal" : null
        if (remove && from !== null) transaction.objectStore(from).delete([record.id, record.sequence])
      }
      await completed(transaction)
    },
    setDeleted: async (id, at) => {
      const transaction = (await connect()).transaction(["docs", "bin"], "readwrite")
      const finished = completed(transaction)
      const moved = await moveHead(transaction, id, at)
      await finished
      return moved
    },
    destroy: async (id, seen) => {
      const transaction = (await connect()).transaction(["docs", "bin", "snapshots", "journal"], "readwrite")
      const finished = completed(transaction)
      const head = await headOf(transaction, id)
      if (head === null || !isAsSeen(head, seen)) return false
      for (const name of ["docs", "bin"]) transaction.objectStore(name).delete(id)
      for (const name of ["snapshots", "journal"]) transaction.objectStore(name).delete(sequencesOf(id))
      await finished
      return true
    },
  }
}

/** Into the bin, or out of it where `at` is null. */
async function moveHead(transaction: IDBTransaction, id: string, at: number | null): Promise<boolean> {
  const [from, to] = (at === null ? ["bin", "docs"] : ["docs", "bin"]).map((name) => transaction.objectStore(name))
  const head = (await answer(from?.get(id))) as Head | undefined // written by `commit` alone
  if (head === undefined) return false
  to?.put({ ...head, deleted: at } satisfies Head)
  from?.delete(id)
  return true
}

/** Compares the head and, if it is the expected one, puts the new state in its place. */
async function swap(transaction: IDBTransaction, commit: Commit): Promise<Committed> {
  const { id } = commit.head
  const docs = transaction.objectStore("docs")
  const found = await headOf(transaction, id)
  const binned = found !== null && found.deleted !== null
  if (binned || (found?.sequence ?? null) !== commit.expected) return { done: false, found }
  const snapshots = transaction.objectStore("snapshots")
  const journal = transaction.objectStore("journal")
  docs.put(commit.head)
  if (commit.snapshot !== undefined) snapshots.put(commit.snapshot satisfies Snapshot)
  if (commit.entry !== undefined) journal.put(commit.entry satisfies JournalEntry)
  for (const dropped of commit.drop ?? []) snapshots.delete([id, dropped])
  if (commit.dropJournal !== undefined) journal.delete(IDBKeyRange.bound([id, 0], [id, commit.dropJournal]))
  return { done: true }
}

/** Of a document, in the bin or outside. */
async function headOf(transaction: IDBTransaction, id: string): Promise<Head | null> {
  const [live, binned] = await Promise.all(["docs", "bin"].map((name) => answer(transaction.objectStore(name).get(id))))
  return ((live ?? binned) as Head | undefined) ?? null // written by `commit` alone
}

function sequencesOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER])
}

function answer(request: IDBRequest | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (request === undefined) return resolve(undefined)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error("the storage gave no answer"))
  })
}

function completed(transaction: IDBTransaction): Promise<void> {
  const promise = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error("the storage gave up a write"))
  })
  // Whoever awaits a request before this one hears of its failure there.
  promise.catch(() => {})
  return promise
}

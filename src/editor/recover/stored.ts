// Everything that the storage holds, read without believing any of it: the editor may have failed because of it. Nothing
// is written, and a storage that does not exist is not made.

import { DATABASE } from "../../state/library/storage/indexedDb.ts"
import { readUnloadJournal, type UnloadEntry } from "../../state/library/unloadJournal.ts"

export type Raw = Readonly<Record<string, unknown>>

export interface StoredRecords {
  readonly docs: readonly Raw[]
  readonly bin: readonly Raw[]
  readonly snapshots: readonly Raw[]
  readonly journal: readonly Raw[]
  readonly quarantine: readonly Raw[]
  readonly unsaved: readonly UnloadEntry[]
}

/** Rejects with what the browser says, or after some seconds of silence. */
export async function readEverything(patience = 8_000): Promise<StoredRecords> {
  const unsaved = readUnloadJournal()
  const database = await withPatience(openAsItIs(), patience)
  if (database === null) return { docs: [], bin: [], snapshots: [], journal: [], quarantine: [], unsaved }
  try {
    const all = async (name: string): Promise<readonly Raw[]> =>
      database.objectStoreNames.contains(name) ? await readAll(database, name) : []
    const [docs, bin, snapshots, journal, quarantine] = await withPatience(
      Promise.all([all("docs"), all("bin"), all("snapshots"), all("journal"), all("quarantine")]),
      patience,
    )
    return { docs, bin, snapshots, journal, quarantine, unsaved }
  } finally {
    database.close()
  }
}

/** The database in whatever version it is; null if there is none. */
function openAsItIs(): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE)
    let made = false
    request.onupgradeneeded = () => {
      made = true
      request.transaction?.abort()
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => (made ? resolve(null) : reject(request.error))
  })
}

function readAll(database: IDBDatabase, name: string): Promise<readonly Raw[]> {
  return new Promise((resolve, reject) => {
    const request = database.transaction(name).objectStore(name).getAll()
    request.onsuccess = () => resolve(request.result.filter(isRaw))
    request.onerror = () => reject(request.error)
  })
}

function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null
}

function withPatience<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  const silence = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("the storage does not answer")), milliseconds)
  })
  return Promise.race([promise, silence])
}

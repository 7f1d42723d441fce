// The edits of the last half second before a page goes away: too late for a transaction, so they are written down at
// once, beside the sequence that they build upon, and brought into the storage by the next page that starts.

import { readDocument } from "../../graph/text/read.ts"
import { writeDocument } from "../../graph/text/write.ts"
import type { Unsaved } from "./openDocumentParts.ts"
import { planCommit } from "./storage/commit.ts"
import { load } from "./storage/load.ts"
import { sameBytes } from "./storage/splice.ts"
import type { StoredParts } from "./storedDocuments.ts"
import type { Release } from "./tabs.ts"

const PREFIX = "gradwire.unsaved."
/** In milliseconds. */
const PATIENCE = 1_000

export interface UnloadEntry {
  /** Where they are written down: no two pages write over each other's. */
  readonly key: string
  readonly id: string
  /** Of the head that they build upon; 0 for a document that was never written. */
  readonly sequence: number
  readonly text: string
}

/** Writes them down at once, under a key that is answered. Where that cannot be, half a second of work is lost. */
export function writeUnloadEntry(unsaved: Unsaved, token: string, storage = localStorage): string | null {
  const { id, sequence, document } = unsaved
  const key = `${PREFIX}${id}.${token}`
  try {
    const text = writeDocument(document, { pretty: false })
    storage.setItem(key, JSON.stringify({ id, sequence, text }))
    return key
  } catch {
    // Full or forbidden: nothing more can be done in the time that is left.
    return null
  }
}

export function forgetUnloadEntry(key: string, storage = localStorage): void {
  try {
    storage.removeItem(key)
  } catch {
    // Forbidden: then nothing was written either.
  }
}

/** In the order in which they build upon each other. */
export function readUnloadJournal(storage = localStorage): readonly UnloadEntry[] {
  try {
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "")
    const found = keys
      .filter((key) => key.startsWith(PREFIX))
      .flatMap((key) => readUnloadEntry(key, storage.getItem(key)) ?? [])
    return found.sort((a, b) => a.sequence - b.sequence)
  } catch {
    return []
  }
}

/** Brings all of them into the storage and forgets them. Answers the titles of what had to go beside its document. */
export async function bringInAll(parts: StoredParts, storage = localStorage): Promise<readonly string[]> {
  const beside: string[] = []
  for (const words of readUnloadJournal(storage)) {
    const title = await bringIn(parts, words)
    if (title !== null) beside.push(title)
    forgetUnloadEntry(words.key, storage)
  }
  return beside
}

/**
 * Brings them into the storage: where they belong, or beside it if something else was written since or another tab writes
 * it at this moment. Answers the title of what went beside. Rejects with what the storage says.
 */
export async function bringIn(
  parts: StoredParts,
  { id, sequence, text }: Omit<UnloadEntry, "key">,
): Promise<string | null> {
  const { document } = readDocument(text)
  if (document === null) return null
  const { store, clock, newId } = parts
  const release = await holdSoon(parts, id)
  try {
    const bytes = new TextEncoder().encode(text)
    const loaded = await load(store, id, clock.now(), release !== null)
    const base = "document" in loaded ? loaded.base : null
    if (base !== null && sameBytes(base.bytes, bytes)) return null
    const about = { origin: "copy", edited: true, now: clock.now(), whole: true, pressed: false } as const
    const fits = release !== null && (base === null ? sequence === 0 : base.head.sequence === sequence)
    if (fits && (await store.commit(await planCommit(base, { ...about, id, document, bytes }))).done) return null
    const title = `${document.title || "Untitled"} (recovered)`
    const beside = { ...document, title }
    const written = new TextEncoder().encode(writeDocument(beside, { pretty: false }))
    await store.commit(await planCommit(null, { ...about, id: newId(), document: beside, bytes: written }))
    return title
  } finally {
    release?.()
  }
}

/** The lock of a document, if it is free or soon will be: the page that was reloaded may hold it for a moment still. */
async function holdSoon({ tabs, clock }: StoredParts, id: string): Promise<Release | null> {
  const free = await tabs.hold(id, "try", () => {})
  if (free !== null) return free
  const patience = new AbortController()
  const callOff = clock.after(PATIENCE, () => patience.abort())
  const release = await tabs.hold(id, "wait", () => {}, patience.signal)
  callOff()
  return release
}

function readUnloadEntry(key: string, stored: string | null): UnloadEntry | null {
  try {
    const { id, sequence, text } = JSON.parse(stored ?? "null") ?? {}
    const sound = typeof id === "string" && Number.isSafeInteger(sequence) && typeof text === "string"
    return sound ? { key, id, sequence, text } : null
  } catch {
    return null
  }
}

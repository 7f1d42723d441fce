// The edits of the last half second before a page goes away: too late for a transaction, so they are written down at
// once, beside the sequence that they build upon, and brought into the storage by the next page that starts.

import type { GradwireDocument } from "../../graph/document.ts"
import { readDocument } from "../../graph/read.ts"
import { writeDocument } from "../../graph/write.ts"
import { planCommit } from "./commit.ts"
import { load } from "./load.ts"
import type { ShelfParts } from "./shelf.ts"
import { sameBytes } from "./splice.ts"

const PREFIX = "gradwire.unsaved."

export interface LastWords {
  readonly id: string
  /** Of the head that they build upon; 0 for a document that was never written. */
  readonly sequence: number
  readonly text: string
}

/** Writes them down at once. Where that cannot be, half a second of work is lost. */
export function keepLastWords(id: string, sequence: number, document: GradwireDocument, storage = localStorage): void {
  try {
    const text = writeDocument(document, { pretty: false })
    storage.setItem(PREFIX + id, JSON.stringify({ id, sequence, text } satisfies LastWords))
  } catch {
    // Full or forbidden: nothing more can be done in the time that is left.
  }
}

export function forgetLastWords(id: string, storage = localStorage): void {
  try {
    storage.removeItem(PREFIX + id)
  } catch {
    // Forbidden: then nothing was written either.
  }
}

export function findLastWords(storage = localStorage): readonly LastWords[] {
  try {
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "")
    return keys.filter((key) => key.startsWith(PREFIX)).flatMap((key) => readWords(storage.getItem(key)) ?? [])
  } catch {
    return []
  }
}

/** Brings them into the storage: where they belong, or beside it if something else was written since. */
export async function bringIn(parts: ShelfParts, { id, sequence, text }: LastWords): Promise<void> {
  const { document } = readDocument(text)
  if (document === null) return
  const { store, tabs, clock, newId } = parts
  const release = await tabs.hold(id, "try", () => {})
  // The page is still there: it writes its own words.
  if (release === null) return
  try {
    const bytes = new TextEncoder().encode(text)
    const loaded = await load(store, id, clock.now(), true)
    const base = "document" in loaded ? loaded.base : null
    if (base !== null && sameBytes(base.bytes, bytes)) return
    const about = { origin: "copy", edited: true, now: clock.now(), whole: true, pressed: false } as const
    const fits = base === null ? sequence === 0 : base.head.sequence === sequence
    if (fits && (await store.commit(await planCommit(base, { ...about, id, document, bytes }))).done) return
    const beside = { ...document, title: `${document.title || "Untitled"} (recovered)` }
    const written = new TextEncoder().encode(writeDocument(beside, { pretty: false }))
    await store.commit(await planCommit(null, { ...about, id: newId(), document: beside, bytes: written }))
  } finally {
    release()
  }
}

function readWords(stored: string | null): LastWords | null {
  try {
    const { id, sequence, text } = JSON.parse(stored ?? "null") ?? {}
    const sound = typeof id === "string" && Number.isSafeInteger(sequence) && typeof text === "string"
    return sound ? { id, sequence, text } : null
  } catch {
    return null
  }
}

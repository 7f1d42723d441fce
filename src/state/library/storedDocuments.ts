// What is done to documents that are not open: rename, duplicate, into the bin and out of it. Each holds the document's
// lock meanwhile, so that no other tab is writing it.

import type { GradwireDocument } from "../../graph/document.ts"
import { isNewer } from "../../graph/document.ts"
import { setTitle } from "../../graph/edit/edit.ts"
import { writeDocument } from "../../graph/text/write.ts"
import type { Clock } from "./autosave.ts"
import { planCommit } from "./storage/commit.ts"
import { type Loaded, load } from "./storage/load.ts"
import type { DocumentStore, Head } from "./storage/records.ts"
import type { Tabs } from "./tabs.ts"

export interface StoredParts {
  readonly store: DocumentStore
  readonly tabs: Tabs
  readonly clock: Clock
  readonly newId: () => string
}

/** What went wrong, as a sentence, or null. */
export type Outcome = Promise<string | null>

/** How long the bin keeps a document, in milliseconds. */
export const BIN_TIME = 30 * 24 * 3_600_000

export function rename(parts: StoredParts, id: string, title: string): Outcome {
  return locked(parts, id, async ({ document, base }) => {
    if (isNewer(document)) return "This graph was made by a newer Gradwire and cannot be changed here."
    const renamed = setTitle(document, title)
    const plan = await planCommit(base, { ...changeOf(parts, renamed, base.bytes), id, whole: base.broken })
    const committed = await parts.store.commit(plan)
    return committed.done ? null : "This graph was changed in another tab meanwhile; try again."
  })
}

/** A second document with the same content. */
export function duplicateStored(parts: StoredParts, id: string): Outcome {
  return settled(async () => {
    const loaded = await load(parts.store, id, parts.clock.now(), false)
    if (!("document" in loaded)) return loaded.problem
    const { document, base } = loaded
    const title = `${document.title || "Untitled"} (copy)`
    const copy = isNewer(document) ? document : setTitle(document, title)
    const plan = await planCommit(null, { ...changeOf(parts, copy, base.bytes), id: parts.newId(), whole: true })
    await parts.store.commit(plan)
    parts.tabs.tell({ kind: "listed" })
    return null
  })
}

export function remove(parts: StoredParts, id: string): Outcome {
  return locked(parts, id, async () => {
    await parts.store.setDeleted(id, parts.clock.now())
    return null
  })
}

export function restore(parts: StoredParts, id: string): Outcome {
  return settled(async () => {
    await parts.store.setDeleted(id, null)
    parts.tabs.tell({ kind: "listed" })
    return null
  })
}

/** For good, out of the bin. */
export function destroy(parts: StoredParts, id: string): Outcome {
  return settled(async () => {
    const gone = await parts.store.destroy(id, "binned")
    parts.tabs.tell({ kind: "listed" })
    return gone ? null : "This graph is not in the bin any more; nothing was deleted."
  })
}

/** What has lain in the bin for its time goes. */
export async function emptyBin({ store, clock }: StoredParts, heads: readonly Head[]): Promise<void> {
  const over = heads.filter(({ deleted }) => deleted !== null && clock.now() - deleted > BIN_TIME)
  for (const { id } of over) await store.destroy(id, "binned")
}

function changeOf({ clock }: StoredParts, document: GradwireDocument, exact: Uint8Array) {
  const bytes = isNewer(document) ? exact : new TextEncoder().encode(writeDocument(document, { pretty: false }))
  const now = clock.now()
  return { origin: "copy", document, bytes, edited: true, now, pressed: false } as const
}

function locked(parts: StoredParts, id: string, act: (loaded: Loaded) => Outcome): Outcome {
  return settled(async () => {
    const release = await parts.tabs.hold(id, "try", () => {})
    if (release === null) return "This graph is open in another tab; do it there, or close that tab first."
    try {
      const loaded = await load(parts.store, id, parts.clock.now(), true)
      const problem = "document" in loaded ? await act(loaded) : loaded.problem
      parts.tabs.tell({ kind: "listed" })
      return problem
    } finally {
      release()
    }
  })
}

/** A storage that refuses is a sentence as well. */
async function settled(act: () => Outcome): Outcome {
  try {
    return await act()
  } catch {
    return "The storage of this browser refused; nothing was changed."
  }
}

// What an open document is given: the storage, the other tabs, the clock and the view that shows its document. And what it is handed
// to open, and hands out as not yet stored.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Lock, Status } from "../status.ts"
import type { Clock } from "./autosave.ts"
import type { Shown } from "./heldDocument.ts"
import type { Loaded, Unloadable } from "./storage/load.ts"
import type { DocumentStore, Origin } from "./storage/records.ts"
import type { Tabs } from "./tabs.ts"

/** How long a tab that is asked to let go has, and a storage before it is tried again; in milliseconds. */
export const COURTESY = 1_000

/** What shows the document and takes the edits. */
interface DocumentView {
  readonly current: () => Shown
  /** Fetches what showing the document needs. */
  readonly ready: (document: GradwireDocument) => Promise<void>
  /** Throws what showing a document would throw, before anything is changed. */
  readonly prove: (document: GradwireDocument) => void
  /** Another document. */
  readonly put: (document: GradwireDocument, lock: Lock | null) => void
  /** The same document as it has become; what was done here before can be undone only if it was this tab's own doing. */
  readonly replace: (document: GradwireDocument, own: boolean) => void
  readonly lock: (lock: Lock | null) => void
}

export interface OpenDocumentParts {
  readonly store: DocumentStore
  readonly tabs: Tabs
  readonly clock: Clock
  readonly view: DocumentView
  readonly newId: () => string
  readonly onStatus: (status: Status) => void
  /** Something that stays until it has been read. */
  readonly onTrouble: (sentence: string) => void
  readonly onNote: (sentence: string) => void
  /** A document is open under this id. */
  readonly onOpened: (id: string) => void
  /** The list of documents has changed. */
  readonly onListed: () => void
}

/** Something from outside, to be opened as a document of its own. */
export interface Incoming {
  readonly document: GradwireDocument
  /** The bytes as they came, for a document that must not be written anew. */
  readonly bytes: Uint8Array | null
  readonly origin: Origin
}

/** A document with edits that no storage has taken yet. */
export interface Unsaved {
  readonly id: string
  /** The state that they build upon; 0 for a document that was never written. */
  readonly sequence: number
  readonly document: GradwireDocument
}

/** What was loaded, once it can be shown. */
export async function readied(view: DocumentView, loaded: Loaded | Unloadable): Promise<Loaded | Unloadable> {
  if (!("document" in loaded)) return loaded
  try {
    await view.ready(loaded.document)
    return loaded
  } catch {
    const title = loaded.document.title || "Untitled"
    return { problem: `“${title}” needs a file of the page that could not be fetched. It stays in the list.` }
  }
}

/** Proves that a document can be shown, or lets go of it and throws what that threw. */
export function proveOr(view: DocumentView, document: GradwireDocument, letGo: () => void): void {
  try {
    view.prove(document)
  } catch (error) {
    letGo()
    throw error
  }
}

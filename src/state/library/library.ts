// The documents of this browser as the editor sees them: the open one and how it stands, the list, and why there may be no
// storage. Binds open document and stored documents to the document store, the browser and its clock. This folder keeps
// documents and never changes what one says.

import { create } from "zustand"
import { isNewer, readNodes } from "../../graph/document.ts"
import { wordsOf } from "../../graph/problem.ts"
import { proveAnalysed } from "../analysis.ts"
import { open, replace, setLock, useDocument } from "../document.ts"
import { say, warn } from "../messages.ts"
import { asAuthored } from "../places/upright.ts"
import { isFull, type Status } from "../status.ts"
import type { Clock } from "./autosave.ts"
import { knowKinds } from "./kinds.ts"
import { OpenDocument } from "./openDocument.ts"
import type { Incoming } from "./openDocumentParts.ts"
import { openIndexedDb } from "./storage/indexedDb.ts"
import { faultAtOpening } from "./storage/load.ts"
import { memoryStore } from "./storage/memoryStore.ts"
import type { DocumentStore, Head } from "./storage/records.ts"
import { emptyBin, type StoredParts } from "./storedDocuments.ts"
import { browserTabs, type Tabs } from "./tabs.ts"
import { bringInAll, forgetUnloadEntry, writeUnloadEntry } from "./unloadJournal.ts"

interface LibraryState {
  /** Of the open document. */
  readonly id: string | null
  readonly status: Status
  /** All documents, those in the bin too; the last changed first. */
  readonly heads: readonly Head[]
  /** Why nothing is kept beyond this visit; null where the storage works. */
  readonly memoryOnly: string | null
}

export const useLibrary = create<LibraryState>()(() => ({
  id: null,
  status: { kind: "opening" },
  heads: [],
  memoryOnly: null,
}))

/** A storage that has not opened by then is done without, in milliseconds. */
const PATIENCE = 3_000

const clock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}

interface Library {
  readonly parts: StoredParts
  readonly openDocument: OpenDocument
}
let library: Library | null = null

/** Opens the storage, brings in what the last page could not write, and follows every edit from now on. */
export async function beginLibrary(): Promise<void> {
  const { store, refused } = await openStore()
  const tabs = browserTabs()
  const parts: StoredParts = { store, tabs, clock, newId: () => newId() }
  const openDocument = openDocumentOver(store, tabs, refused)
  library = { parts, openDocument }
  if (refused !== null) useLibrary.setState({ memoryOnly: refused })
  else await tidy(parts)
  await relist()
  follow(openDocument)
}

/** Opens something from outside as a new document. */
export function openAsNew(incoming: Incoming): void {
  if (library === null) open(incoming.document)
  else library.openDocument.create(incoming)
}

/** Opens a document of this browser. False, and a banner, if it cannot be. */
export async function openStored(id: string): Promise<boolean> {
  try {
    return (await library?.openDocument.open(id)) ?? false
  } catch (error) {
    warn(faultAtOpening(useLibrary.getState().heads.find((head) => head.id === id)?.title ?? "", error))
    return false
  }
}

/** True for the open document and for one that was put away a moment ago and is not written yet. */
export function isAtHand(id: string): boolean {
  return library?.openDocument.holds(id) ?? false
}

export async function takeOver(): Promise<void> {
  await library?.openDocument.takeOver()
}

/** Puts the open document away; what is opened next takes its place in the view. */
export async function putAway(): Promise<void> {
  await library?.openDocument.close()
}

export function storedParts(): StoredParts | null {
  return library?.parts ?? null
}

/** The documents whose last edits are in memory alone. */
export function unsavedDocuments(): readonly Incoming["document"][] {
  return library?.openDocument.unsaved().map(({ document }) => document) ?? []
}

/** The bytes of an open document that was made by a newer Gradwire, as they came. */
export function exactBytes(): Uint8Array | null {
  return library?.openDocument.exact ?? null
}

export async function relist(): Promise<void> {
  if (library === null) return
  try {
    const heads = await library.parts.store.heads()
    useLibrary.setState({ heads: [...heads].sort((a, b) => b.changed - a.changed) })
  } catch {
    // The list stays as it was; what a failing storage means is said where something is written.
  }
}

async function openStore(): Promise<{ readonly store: DocumentStore; readonly refused: string | null }> {
  const silent = new Promise<null>((resolve) => clock.after(PATIENCE, () => resolve(null)))
  const outdated = (): void => {
    warn("A newer Gradwire is open in another tab. Nothing is saved from this one any more; reload it to go on.")
  }
  try {
    const store = await Promise.race([openIndexedDb({ onOutdated: outdated }), silent])
    if (store !== null) return { store, refused: null }
    return { store: memoryStore(), refused: "the storage does not answer" }
  } catch {
    return { store: memoryStore(), refused: "this browser gives no storage" }
  }
}

async function tidy(parts: StoredParts): Promise<void> {
  try {
    const beside = await bringInAll(parts)
    for (const title of beside)
      warn(`The last edits of an earlier visit are kept as “${title}”, since its graph had changed.`)
    await emptyBin(parts, await parts.store.heads())
  } catch (error) {
    if (isFull(error)) warn("The storage is full: edits wait to be saved. Delete some documents.")
  }
}

function openDocumentOver(store: DocumentStore, tabs: Tabs, refused: string | null): OpenDocument {
  return new OpenDocument({
    store,
    tabs,
    clock,
    newId,
    view: {
      current: () => {
        const { document, past } = useDocument.getState()
        return { document: asAuthored(document), edited: past.length > 0 }
      },
      ready: (document) => knowKinds(readNodes(document).map(({ op }) => op)),
      prove: proveAnalysed,
      put: (document, lock) => {
        try {
          open(document, { lock })
        } catch (error) {
          // It is in the view and is kept; what follows it there has stopped.
          warn(`The graph is open, but a fault in Gradwire itself stopped a part of the page: ${wordsOf(error)}`)
        }
      },
      replace,
      lock: setLock,
    },
    onStatus: (status) => {
      // Memory is no storage: nothing in it is ever called saved.
      const told: Status = refused !== null && status.kind === "saved" ? { kind: "unsaved", why: refused } : status
      useLibrary.setState({ status: told })
      if (status.kind === "saved" && refused === null) askToKeep()
    },
    onTrouble: warn,
    onNote: say,
    onOpened: (id) => {
      useLibrary.setState({ id })
      rememberOpen(id)
    },
    onListed: () => void relist(),
  })
}

let asked = false
function askToKeep(): void {
  // Asked once there is work to lose; browsers say no or nothing as they please.
  if (asked || useDocument.getState().past.length === 0) return
  asked = true
  navigator.storage?.persist?.().catch(() => {})
}

function follow(openDocument: OpenDocument): void {
  useDocument.subscribe((state, before) => {
    if (state.document !== before.document && state.opened === before.opened) openDocument.changed()
  })
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void openDocument.flush(true)
  })
  let kept: readonly string[] = []
  addEventListener("pagehide", () => {
    const said = openDocument.unsaved().filter(({ document }) => !isNewer(document))
    kept = said.flatMap((one) => writeUnloadEntry(one, newId()) ?? [])
  })
  addEventListener("pageshow", () => {
    // Back from where the browser keeps whole pages: it goes on writing what it has.
    for (const key of kept) forgetUnloadEntry(key)
    kept = []
  })
  addEventListener("beforeunload", (event) => {
    const { memoryOnly } = useLibrary.getState()
    const inMemory = memoryOnly !== null && useDocument.getState().past.length > 0
    if (inMemory || (memoryOnly === null && openDocument.refused)) event.preventDefault()
  })
}

function newId(): string {
  // Pages that are not served securely have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

const OPEN = "gradwire.open"

/** This tab's document across a reload, and the last one of all tabs for the next visit. */
function rememberOpen(id: string): void {
  for (const storage of [() => sessionStorage, () => localStorage]) {
    try {
      storage().setItem(OPEN, id)
    } catch {
      // Forbidden: then the next visit begins with the list.
    }
  }
}

/** The document that this tab, or the last visit, had open. */
export function rememberedOpen(): { readonly here: string | null; readonly last: string | null } {
  try {
    return { here: sessionStorage.getItem(OPEN), last: localStorage.getItem(OPEN) }
  } catch {
    return { here: null, last: null }
  }
}

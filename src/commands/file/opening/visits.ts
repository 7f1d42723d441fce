// The entries of this tab's history: each names the document that was open in it, so that the Back and Forward keys open
// that document as it is now, edited or not, and never a copy. An address stays only as long as it says what is open: the
// first edit takes the link out of it, and the entry keeps its document. linking.ts opens what is named here.

import { useDocument } from "../../../state/document.ts"
import { useLibrary } from "../../../state/library/library.ts"

/** What an entry of the history knows of its document. */
export interface Visit {
  readonly doc: string
  /** Where it can be had again: one that nobody edited is not kept. */
  readonly again?: { readonly gallery: string } | "blank"
}

/** While it is above 0 nobody's step is recorded: something is opened on the way to something else. */
let held = 0
/** What is being opened is what the address says. */
let addressed = false

/** Follows what is opened and edited from now on. */
export function followVisits(): void {
  useLibrary.subscribe(({ id }, before) => {
    if (id !== before.id && held === 0) record()
  })
  useDocument.subscribe((state, before) => {
    const edited = state.document !== before.document && state.past !== before.past && state.opened === before.opened
    if (!edited) return
    // From now on it is kept, and cannot be had elsewhere.
    const visit = visitHere()
    const named = location.search + location.hash !== "" || visit?.again !== undefined
    if (named) history.replaceState(visit === null ? null : { doc: visit.doc }, "", location.pathname)
  })
}

/** The document of the entry that the page is at; null where a link was followed just now, or nothing was opened. */
export function visitHere(): Visit | null {
  // Any page of this origin may have written it; every field is checked here.
  const state = history.state as { doc?: unknown; again?: unknown } | null
  if (typeof state?.doc !== "string") return null
  const { doc, again } = state
  if (again === "blank") return { doc, again }
  const gallery = typeof again === "object" && again !== null && "gallery" in again ? again.gallery : null
  return typeof gallery === "string" ? { doc, again: { gallery } } : { doc }
}

/** Says where the open document can be had again, if nobody edits it. */
export function hadAgain(again: Visit["again"]): void {
  const { id } = useLibrary.getState()
  if (id !== null && visitHere()?.doc === id) replace({ doc: id, ...(again === undefined ? {} : { again }) })
}

/** Whatever is opened meanwhile is one step, the last of it. */
export async function asOneStep<T>(open: () => Promise<T>): Promise<T> {
  held += 1
  try {
    return await open()
  } finally {
    held -= 1
    if (held === 0) record()
  }
}

/** Opens what the address says: the entry keeps its address. */
export async function asAddressed<T>(open: () => Promise<T>): Promise<T> {
  addressed = true
  try {
    return await open()
  } finally {
    addressed = false
  }
}

/** Opens the document of the entry again: whatever is open then is the document of the entry. */
export async function asRevisited<T>(open: () => Promise<T>): Promise<T> {
  held += 1
  try {
    return await open()
  } finally {
    held -= 1
    const { id } = useLibrary.getState()
    const visit = visitHere()
    if (id !== null && visit?.doc !== id) replace({ ...visit, doc: id })
  }
}

/** Puts an address into the entry, which says what is open until the next edit. */
export function putAddress(address: string): void {
  history.replaceState(history.state, "", address)
}

/** The open document gets an entry of its own; one that has no document yet takes it. */
function record(): void {
  const { id } = useLibrary.getState()
  const visit = visitHere()
  if (id === null || visit?.doc === id) return
  if (visit === null) history.replaceState({ doc: id }, "", addressed ? location.href : location.pathname)
  else history.pushState({ doc: id }, "", location.pathname)
}

function replace(visit: Visit): void {
  history.replaceState(visit, "", location.href)
}

// A document that stops the page while it is being opened is not opened by itself a third time: the visits after that begin
// with something else, and it stays in the list.

import { useLibrary } from "../../state/library/library.ts"
import { warn } from "../../state/messages.ts"
import { recall, remember } from "../../state/remembered.ts"

const KEY = "opening"
const MOST = 2
/** By then a page that goes on has gone on, in milliseconds; one that is not looked at draws no frame. */
const LATE = 1_000

/** What this page has tried or passed over: nothing is tried twice in one visit. */
const tried = new Set<string>()
/** The attempt of this page; another tab may be at one of its own. */
let trying: string | null = null

/** Opens a stored document by itself, unless the page stopped at it twice; the attempt counts until `endAttempt`. */
export async function attempt(id: string, open: () => Promise<boolean>): Promise<boolean> {
  if (tried.has(id) || !mayOpen(id)) return false
  const opened = await open()
  // A page that says why it cannot has not stopped.
  if (!opened) forget()
  return opened
}

/** Whether nothing came, or was to come, of opening it in this visit. */
export function wasTried(id: string): boolean {
  return tried.has(id)
}

function mayOpen(id: string): boolean {
  tried.add(id)
  const { id: last, times } = attempts()
  const before = last === id ? times : 0
  if (before >= MOST) {
    // Tried again once, at a later visit: it may have been opened by hand meanwhile.
    remember(KEY, { id, times: MOST - 1 })
    const title = useLibrary.getState().heads.find((head) => head.id === id)?.title || "Untitled"
    const where = "It is in the list of documents, and the recovery page hands it out."
    warn(`“${title}” was not opened by itself: the page stopped twice while it was being opened. ${where}`)
    return false
  }
  remember(KEY, { id, times: before + 1 })
  trying = id
  return true
}

/** The page goes on, once it has drawn what was opened. */
export function endAttempt(): void {
  setTimeout(forget, LATE)
  requestAnimationFrame(() => setTimeout(forget))
  addEventListener("pagehide", forget, { once: true })
}

function forget(): void {
  if (trying !== null && attempts().id === trying) remember(KEY, null)
}

function attempts(): { readonly id: unknown; readonly times: number } {
  const held = recall(KEY)
  // Whatever else stands there is no attempt; both fields are checked.
  const { id, times } = (typeof held === "object" && held !== null ? held : {}) as { id?: unknown; times?: unknown }
  return { id, times: typeof times === "number" ? times : 0 }
}

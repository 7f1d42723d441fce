// A document that stops the page while it is being opened is not opened by itself a third time: the visits after that begin
// with something else, and it stays in the list.

import { useLibrary } from "../state/library/library.ts"
import { warn } from "../state/messages.ts"
import { recall, remember } from "../state/remembered.ts"

const KEY = "opening"
const MOST = 2
/** By then a page that goes on has gone on, in milliseconds; one that is not looked at draws no frame. */
const LATE = 1_000

/** Whether a stored document may be opened by itself; counts the attempt until `ended`. */
export function mayOpen(id: string): boolean {
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
  return true
}

/** The page goes on, once it has drawn what was opened. */
export function endAttempt(): void {
  const forget = (): void => {
    if (attempts().id === useLibrary.getState().id) remember(KEY, null)
  }
  setTimeout(forget, LATE)
  requestAnimationFrame(() => setTimeout(forget))
  addEventListener("pagehide", forget, { once: true })
}

function attempts(): { readonly id: unknown; readonly times: number } {
  const held = recall(KEY)
  // Whatever else stands there is no attempt; both fields are checked.
  const { id, times } = (typeof held === "object" && held !== null ? held : {}) as { id?: unknown; times?: unknown }
  return { id, times: typeof times === "number" ? times : 0 }
}

// Links: the whole document in the address. A link that cannot be read changes nothing and says so. An address stays only
// as long as it says what is open: reloading it then finds the same document, not a second one.

import { readLink, writeLink } from "../formats/link.ts"
import { useDocument } from "../state/document.ts"
import { useLibrary } from "../state/library/library.ts"
import { warn } from "../state/messages.ts"
import { recall, remember } from "../state/remembered.ts"
import { openGallery, openText } from "./opening.ts"

/** Opens what the address of this page names: a link, or a graph of the gallery. Null if it names nothing. */
export async function openAddress(): Promise<boolean | null> {
  const named = new URLSearchParams(location.search).get("src")
  if (location.hash.length <= 1 && named === null) return null
  stopHolding()
  const opened = location.hash.length > 1 ? openLink(location.href) : await openGallery(named ?? "")
  if (opened) holdAddress()
  return opened
}

/** Opens the document in an address as a new one. False if it cannot be read. */
export function openLink(address: string): boolean {
  const read = readLink(address)
  if ("json" in read) return openText(read.json, "The graph in this link", "link")
  warn(read.sentence)
  return false
}

/** Puts a link to the current document into the address of this page, if it is not too long. */
export function shareLink(): void {
  const written = writeLink(useDocument.getState().document, location.href)
  if (!("link" in written)) return
  history.replaceState(null, "", written.link)
  holdAddress()
}

/** The document that this tab opened from the address it still has, if it is this one. */
export function openedFromAddress(): string | null {
  const held: unknown = recall(HELD, () => sessionStorage)
  if (typeof held !== "object" || held === null) return null
  const { address, id } = held as { address?: unknown; id?: unknown } // an object; both fields are checked here
  return address === addressNow() && typeof id === "string" ? id : null
}

/** Remembers whose address it is, and forgets the address once something else is open or it has been edited. */
export function holdAddress(): void {
  const { opened, past } = useDocument.getState()
  remember(HELD, { address: addressNow(), id: useLibrary.getState().id }, () => sessionStorage)
  stopHolding()
  stopHolding = useDocument.subscribe((state) => {
    if (state.opened === opened && state.past.length === past.length && state.past.at(-1)?.at === past.at(-1)?.at)
      return
    stopHolding()
    history.replaceState(null, "", location.pathname)
  })
}

const HELD = "address"
let stopHolding = (): void => {}

function addressNow(): string {
  return location.search + location.hash
}

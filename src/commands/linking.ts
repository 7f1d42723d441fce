// Links: the whole document in the address. A link that cannot be read changes nothing and says so.

import { readLink, writeLink } from "../formats/link.ts"
import { useDocument } from "../state/document.ts"
import { warn } from "../state/messages.ts"
import { openText } from "./opening.ts"

/** Opens the document in an address as a new one. False if it cannot be read. */
export function openLink(address: string): boolean {
  const read = readLink(address)
  if ("json" in read) return openText(read.json, "The graph in this link")
  warn(read.sentence)
  return false
}

export type Shared = { readonly link: string } | { readonly problem: string }

/** A link to the current document, also put into the address of this page. */
export function shareLink(): Shared {
  const { document } = useDocument.getState()
  const written = writeLink(document, location.href)
  if (!("link" in written)) return { problem: written.sentence }
  history.replaceState(null, "", written.link)
  forgetWhenEdited(document)
  return { link: written.link }
}

/** An address that says something else than what is open would bring the old graph back on reload. */
export function forgetWhenEdited(linked: unknown): void {
  const stop = useDocument.subscribe(({ document }) => {
    if (document === linked) return
    stop()
    history.replaceState(null, "", location.href.replace(/#.*$/s, ""))
  })
}

// Links that hold a whole document. One that cannot be read changes nothing and says so.

import { isLink } from "../../../formats/json.ts"
import { readLink, writeLink } from "../../../formats/links/link.ts"
import { useDocument } from "../../../state/document.ts"
import { warn } from "../../../state/messages.ts"
import { asAuthored } from "../../../state/places/upright.ts"
import { openText } from "./opening.ts"
import { putAddress } from "./visits.ts"

/** Opens the document in an address as a new one. False if it cannot be read. */
export function openLink(address: string): boolean {
  const read = readLink(address)
  if ("json" in read) return openText(read.json, "The graph in this link", "link")
  warn(read.sentence)
  return false
}

/** The same of text that may be anything; false where it is no link to a graph, and nothing is said. */
export function openIfLink(text: string): boolean {
  if (!isLink(text) || !text.includes("#g")) return false
  openLink(text)
  return true
}

/** Puts a link to the current document into the address of this page, if it is not too long. */
export function shareLink(): void {
  const written = writeLink(asAuthored(useDocument.getState().document), location.href)
  if ("link" in written) putAddress(written.link)
}

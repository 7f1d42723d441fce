// Links and steps back: the whole document in the address, or the name of one in an entry of the history. A link that
// cannot be read changes nothing and says so.

import { readLink, writeLink } from "../../../formats/links/link.ts"
import { useDocument } from "../../../state/document.ts"
import { isAtHand, relist, useLibrary } from "../../../state/library/library.ts"
import { inBin } from "../../../state/library/storage/load.ts"
import type { Head } from "../../../state/library/storage/records.ts"
import { warn } from "../../../state/messages.ts"
import { asAuthored } from "../../../state/places/upright.ts"
import { openBlank, openGallery, openKept, openText } from "./opening.ts"
import { asAddressed, asRevisited, putAddress, type Visit } from "./visits.ts"

/** Opens what the address of this page names: a link, or a graph of the gallery. Null if it names nothing. */
export async function openAddress(): Promise<boolean | null> {
  const named = new URLSearchParams(location.search).get("src")
  if (location.hash.length <= 1 && named === null) return null
  return asAddressed(async () => (location.hash.length > 1 ? openLink(location.href) : openGallery(named ?? "")))
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
  const written = writeLink(asAuthored(useDocument.getState().document), location.href)
  if ("link" in written) putAddress(written.link)
}

/**
 * Opens the document of an entry of the history. False if it is not to be had any more, with a sentence. `listed`: the
 * list of documents is fresh, so that one which nobody edited is still stored if it stands there; at a step back it may
 * have gone away a moment ago, and is had again from where it came.
 */
export function openVisit({ doc, again }: Visit, listed = false): Promise<boolean> {
  return asRevisited(async () => {
    const held = isAtHand(doc)
    const head = headOf(doc) ?? (await relist().then(() => headOf(doc)))
    // The list may be of a moment ago: what was edited is asked for all the same.
    const elsewhere = again !== undefined || location.search + location.hash !== ""
    const stored = listed || again === undefined || head?.edited === true
    const kept = head === undefined ? !elsewhere : head.deleted === null && stored
    if (kept || held) return openKept(doc)
    if (head !== undefined && head.deleted !== null) {
      warn(inBin(head.title))
      return false
    }
    if (again === "blank") return openBlank()
    if (again !== undefined) return openGallery(again.gallery)
    if ((await openAddress()) === true) return true
    warn("The graph of this step is not in this browser any more.")
    return false
  })
}

function headOf(doc: string): Head | undefined {
  return useLibrary.getState().heads.find(({ id }) => id === doc)
}

// What the page's address names, and steps back: the whole document in a link, or the name of one in an entry of the history.

import { knowAll } from "../../../state/library/kinds.ts"
import { isAtHand, relist, useLibrary } from "../../../state/library/library.ts"
import { inBin } from "../../../state/library/storage/load.ts"
import type { Head } from "../../../state/library/storage/records.ts"
import { warn } from "../../../state/messages.ts"
import { openBlank, openGallery, openKept } from "./opening.ts"
import { asAddressed, asRevisited, type Visit } from "./visits.ts"

/** Opens what the address of this page names: a link, or a graph of the gallery. Null if it names nothing. */
export async function openAddress(): Promise<boolean | null> {
  const named = new URLSearchParams(location.search).get("src")
  if (location.hash.length <= 1 && named === null) return null
  return asAddressed(async () => {
    if (location.hash.length <= 1) return openGallery(named ?? "")
    const [{ openLink }] = await Promise.all([import("./links.ts"), knowAll()])
    return openLink(location.href)
  })
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

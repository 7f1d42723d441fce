// What the page opens: what its address names, else what this tab or the last visit had open, else the first graph of the
// gallery, run. A link that arrives later opens as well. Nothing is written before this has ended.

import { FIRST_GRAPH } from "../../commands/file/opening/gallery.ts"
import { openAddress, openVisit } from "../../commands/file/opening/linking.ts"
import { openBlank, openDocument, openGallery, openKept } from "../../commands/file/opening/opening.ts"
import { followVisits, visitHere } from "../../commands/file/opening/visits.ts"
import { useDocument } from "../../state/document.ts"
import { beginLibrary, rememberedOpen, useLibrary } from "../../state/library/library.ts"
import { attempt, endAttempt, wasTried } from "./attempts.ts"

/** Of addresses that come faster than this, in milliseconds, the last one is opened. */
const PAUSE = 60

export async function start(): Promise<void> {
  await beginLibrary()
  followVisits()
  await openFirst()
  endAttempt()
  followAddress()
}

/** A link that is followed, and the Back and Forward keys. */
function followAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  addEventListener("popstate", () => {
    clearTimeout(timer)
    const visit = visitHere()
    if (visit !== null) void openVisit(visit)
  })
  addEventListener("hashchange", () => {
    clearTimeout(timer)
    if (visitHere() === null) timer = setTimeout(() => void openAddress(), PAUSE)
  })
}

async function openFirst(): Promise<void> {
  const { document, past, opened } = useDocument.getState()
  // The storage was slow and somebody has begun to draw or opened something: that goes on, as a document of its own.
  if (opened > 0 || past.length > 0) {
    openDocument(document)
    return
  }
  const visit = visitHere()
  if (visit !== null && (await attempt(visit.doc, () => openVisit(visit, true)))) return
  if ((await openAddress()) === true) return
  const { here, last } = rememberedOpen()
  if ((await openAgain(here)) || (await openAgain(last))) return
  // A browser that was killed may have forgotten which it was, but not the documents.
  const newest = useLibrary.getState().heads.find(({ id, deleted }) => deleted === null && !wasTried(id))
  if (await openAgain(newest?.id ?? null)) return
  if (!(await openGallery(FIRST_GRAPH))) openBlank()
}

async function openAgain(id: string | null): Promise<boolean> {
  const known = useLibrary.getState().heads.some((head) => head.id === id && head.deleted === null)
  return id !== null && known && attempt(id, () => openKept(id))
}

// Keeps the document in this browser as it is edited: this tab's own across a reload, the last one for the next visit.

import { isNewer } from "../graph/document.ts"
import { writeDocument } from "../graph/write.ts"
import { markSaved, useDocument } from "./document.ts"
import { recall, remember } from "./remembered.ts"

const KEY = "document"
const WAIT = 500

/** The document's text that was kept, if any. */
export function keptText(): string | null {
  const kept = recall(KEY, () => sessionStorage) ?? recall(KEY)
  return typeof kept === "string" ? kept : null
}

/** From now on, a moment after each change. What cannot be kept (storage full or forbidden) stays unsaved, and says so. */
export function keepEdits(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  useDocument.subscribe((state, before) => {
    if (state.document === before.document) return
    clearTimeout(timer)
    timer = setTimeout(keep, WAIT)
  })
  addEventListener("pagehide", keep)
}

function keep(): void {
  const { document } = useDocument.getState()
  if (isNewer(document)) return
  const text = writeDocument(document, { pretty: false })
  const here = remember(KEY, text, () => sessionStorage)
  const there = remember(KEY, text)
  if (here || there) markSaved(document)
}

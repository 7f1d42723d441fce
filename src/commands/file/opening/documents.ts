// What is done in the list of documents. The open one is edited like any other; the others through the storage.

import { setTitle } from "../../../graph/edit/edit.ts"
import { edit } from "../../../state/document.ts"
import { putAway, relist, storedParts, useLibrary } from "../../../state/library/library.ts"
import {
  destroy,
  duplicateStored,
  type Outcome,
  remove,
  rename,
  restore,
  type StoredParts,
} from "../../../state/library/storedDocuments.ts"
import { say, warn } from "../../../state/messages.ts"
import { useSession } from "../../../state/session.ts"
import { openBlank, openKept } from "./opening.ts"

export async function renameDocument(id: string, title: string): Promise<void> {
  if (id === useLibrary.getState().id) edit("Rename the graph", (document) => setTitle(document, title))
  else await act((parts) => rename(parts, id, title))
}

export async function duplicateDocument(id: string): Promise<void> {
  await act((parts) => duplicateStored(parts, id))
}

/** Into the bin. If it is the open one, the one that was changed last before it opens. */
export async function deleteDocument(id: string): Promise<void> {
  const { heads, id: open } = useLibrary.getState()
  const title = heads.find((head) => head.id === id)?.title || "Untitled"
  if (id === open) {
    // The list stays open: more may be deleted.
    const { dialog, setDialog } = useSession.getState()
    await putAway()
    await openAnother(id)
    setDialog(dialog)
    await relist()
    // An example that was only looked at has gone by being put away.
    if (!useLibrary.getState().heads.some((head) => head.id === id)) {
      say(`“${title}” was only looked at; nothing of it is kept.`)
      return
    }
  }
  if (await act((parts) => remove(parts, id))) say(`“${title}” lies in the bin for 30 days.`)
}

export async function restoreDocument(id: string): Promise<void> {
  await act((parts) => restore(parts, id))
}

/** Out of the bin, for good. */
export async function destroyDocument(id: string): Promise<void> {
  await act((parts) => destroy(parts, id))
}

async function openAnother(id: string): Promise<void> {
  const next = useLibrary.getState().heads.find((head) => head.id !== id && head.deleted === null)
  if (next !== undefined && (await openKept(next.id))) return
  openBlank()
}

async function act(what: (parts: StoredParts) => Outcome): Promise<boolean> {
  const parts = storedParts()
  if (parts === null) return false
  const problem = await what(parts)
  if (problem !== null) warn(problem)
  await relist()
  return problem === null
}

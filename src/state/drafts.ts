// What was typed into a field and is not valid yet. It is no part of the document; it is kept so that looking at another
// node and coming back loses nothing.

import { create } from "zustand"

interface DraftState {
  readonly drafts: ReadonlyMap<string, string>
}

export const useDrafts = create<DraftState>()(() => ({ drafts: new Map() }))

/** `field` names a place, e.g. `conv1.kernel_size`; `null` forgets. */
export function keepDraft(field: string, text: string | null): void {
  useDrafts.setState(({ drafts }) => {
    if (text === null && !drafts.has(field)) return { drafts }
    const next = new Map(drafts)
    if (text === null) next.delete(field)
    else next.set(field, text)
    return { drafts: next }
  })
}

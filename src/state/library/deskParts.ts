// What a desk is given: the storage, the other tabs, the clock and the board that shows its document.

import type { GradwireDocument } from "../../graph/document.ts"
import type { Clock } from "./keeper.ts"
import type { DocumentStore } from "./records.ts"
import type { Shown } from "./session.ts"
import type { Lock, Status } from "./status.ts"
import type { Tabs } from "./tabs.ts"

/** What shows the document and takes the edits. */
export interface Board {
  readonly current: () => Shown
  /** Another document. */
  readonly put: (document: GradwireDocument, lock: Lock | null) => void
  /** The same document as it has become; what was done here before can be undone only if it was this tab's own doing. */
  readonly replace: (document: GradwireDocument, own: boolean) => void
  readonly lock: (lock: Lock | null) => void
}

export interface DeskParts {
  readonly store: DocumentStore
  readonly tabs: Tabs
  readonly clock: Clock
  readonly board: Board
  readonly newId: () => string
  readonly onStatus: (status: Status) => void
  /** Something that stays until it has been read. */
  readonly onTrouble: (sentence: string) => void
  readonly onNote: (sentence: string) => void
  /** A document is open under this id. */
  readonly onOpened: (id: string) => void
  /** The list of documents has changed. */
  readonly onListed: () => void
}

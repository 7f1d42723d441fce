// A document that is open in this tab, or was until a moment ago: its claim to be written here and who writes it.

import { type GradwireDocument, isNewer } from "../../graph/document.ts"
import type { Lock } from "../status.ts"
import type { Autosave, Current } from "./autosave.ts"
import type { Origin } from "./storage/records.ts"
import type { Release } from "./tabs.ts"

/** A lock that was given to this tab. */
export interface Claim {
  /** Another tab has taken it since. */
  stolen: boolean
  release: Release
}

export type Shown = Pick<Current, "document" | "edited">

export interface HeldDocument {
  readonly id: string
  readonly origin: Origin
  readonly exact: Uint8Array | null
  /** A person has changed it in this tab, whatever the view remembers. */
  edited: boolean
  /** Of the tab that writes; null in one that only looks. */
  autosave: Autosave | null
  claim: Claim | null
  /** Ends the wait for another tab's lock. */
  waiting: AbortController
  /** What it was when it was put away. */
  left: Shown | null
}

export function holdDocument(id: string, origin: Origin, exact: Uint8Array | null): HeldDocument {
  const waiting = new AbortController()
  return { id, origin, exact, edited: false, autosave: null, claim: null, waiting, left: null }
}

/** Why a document cannot be changed by anyone here. */
export function lockOf(document: GradwireDocument): Lock | null {
  if (isNewer(document)) return "newer"
  return document.view?.readOnly === true ? "given" : null
}

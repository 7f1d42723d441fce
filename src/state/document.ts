// The document: the one thing that is saved and undone. Every change goes through `edit`, which keeps the document as it
// was before, under the name of the change. Documents are plain frozen-in-spirit data, so an entry is a reference. Refuses
// selection, panels, results and React: session.ts and run.ts hold those. This folder is stores and what follows from them.
// It knows no React, and no store keeps what can be derived from the document.

import { create } from "zustand"
import { FIRST_FORMAT, type GradwireDocument } from "../graph/document.ts"
import { say } from "./messages.ts"
import { type Selection, useSession } from "./session.ts"
import { LOCK_WORDS, type Lock } from "./status.ts"

/** One undoable change: what was there before it (in `past`) or after it (in `future`). */
interface Entry {
  readonly document: GradwireDocument
  readonly selection: Selection
  /** "Move conv1": shown as "Undo move conv1". */
  readonly label: string
  /** Edits with one key merge into one entry while the gesture lasts. */
  readonly key: string | null
  /** Time of the last edit merged into it, in milliseconds. */
  readonly at: number
}

export interface EditOptions {
  /** Merges with the previous edit of the same key: one gesture, one entry. */
  readonly key?: string
  /**
   * How long after the last edit of this key a new one still merges, in milliseconds. Default: 1000, and Infinity while a
   * gesture that was started is not ended; a drag, which knows its own end, says Infinity.
   */
  readonly within?: number
  /** Selection after the edit; unchanged if absent. */
  readonly select?: Partial<Selection>
}

export interface DocumentState {
  readonly document: GradwireDocument
  readonly past: readonly Entry[]
  readonly future: readonly Entry[]
  /** Why it cannot be changed here: every edit is refused with a word about it. */
  readonly lock: Lock | null
  /** Grows with every `open`: what is tied to one document (camera, a run) starts afresh. */
  readonly opened: number
}

const MOST_ENTRIES = 200
const GESTURE = 1000
/** A gesture was started and has not ended. */
let started = false
const EMPTY: GradwireDocument = { gradwire: FIRST_FORMAT, title: "Untitled", nodes: [] }

export const useDocument = create<DocumentState>()(() => ({
  document: EMPTY,
  past: [],
  future: [],
  lock: null,
  opened: 0,
}))

/** Changes the document by a pure function. The same document back means nothing happened. */
export function edit(
  label: string,
  recipe: (document: GradwireDocument) => GradwireDocument,
  options: EditOptions = {},
): void {
  const { document, past, future, lock } = useDocument.getState()
  const next = recipe(document)
  if (next !== document && lock !== null) {
    say(LOCK_WORDS[lock])
    return
  }
  if (next !== document) {
    const now = performance.now()
    const last = past.at(-1)
    const merges =
      options.key !== undefined &&
      last?.key === options.key &&
      future.length === 0 &&
      now - last.at <= (options.within ?? (started ? Number.POSITIVE_INFINITY : GESTURE))
    const entry: Entry = merges
      ? { ...last, at: now }
      : { document, selection: selection(), label, key: options.key ?? null, at: now }
    const kept = merges ? past.slice(0, -1) : past.slice(-(MOST_ENTRIES - 1))
    useDocument.setState({ document: next, past: [...kept, entry], future: [] })
    dropMissing(next)
  }
  if (options.select) useSession.getState().select(options.select)
}

/** Starts a gesture that may pause: a visit to a field, which is one entry however slowly it is typed. */
export function startGesture(): void {
  endGesture()
  started = true
}

/** Takes back what the gesture of this key changed, as if it had never been. False if it changed nothing or has ended. */
export function revertGesture(key: string): boolean {
  const { past, lock } = useDocument.getState()
  const last = past.at(-1)
  if (last === undefined || last.key !== key || lock !== null) return false
  useDocument.setState({ document: last.document, past: past.slice(0, -1) })
  return true
}

/** Ends a gesture: the next edit starts an entry of its own, whatever its key. */
export function endGesture(): void {
  started = false
  const past = useDocument.getState().past
  const last = past.at(-1)
  if (last && last.key !== null) useDocument.setState({ past: [...past.slice(0, -1), { ...last, key: null }] })
}

export function undo(): void {
  const { document, past, future, lock } = useDocument.getState()
  const entry = past.at(-1)
  if (!entry || lock !== null) return
  const redone: Entry = { ...entry, key: null, document, selection: selection() }
  useDocument.setState({ document: entry.document, past: past.slice(0, -1), future: [...future, redone] })
  useSession.getState().select(entry.selection)
}

export function redo(): void {
  const { document, past, future, lock } = useDocument.getState()
  const entry = future.at(-1)
  if (!entry || lock !== null) return
  const undone: Entry = { ...entry, document, selection: selection() }
  useDocument.setState({ document: entry.document, past: [...past, undone], future: future.slice(0, -1) })
  useSession.getState().select(entry.selection)
}

/** Puts another document in place: nothing of the old one can be undone into it. */
export function open(document: GradwireDocument, options: { readonly lock?: Lock | null } = {}): void {
  useSession.getState().reset(document.view?.shapes ?? "CHW", document.view?.hide)
  useDocument.setState((state) => ({
    document,
    past: [],
    future: [],
    lock: options.lock ?? null,
    opened: state.opened + 1,
  }))
}

/** The same document as it has become elsewhere. Undone is what this tab did, so `own: false` ends the past. */
export function replace(document: GradwireDocument, own: boolean): void {
  useDocument.setState(own ? { document } : { document, past: [], future: [] })
  dropMissing(document)
}

export function setLock(lock: Lock | null): void {
  useDocument.setState({ lock })
}

/** Puts places into a document that came without them: not an edit, nothing to undo. */
export function settle(recipe: (document: GradwireDocument) => GradwireDocument): void {
  useDocument.setState((state) => ({ document: recipe(state.document) }))
}

function selection(): Selection {
  const { nodes, wires } = useSession.getState()
  return { nodes, wires }
}

/** What an edit removed is no longer selected. Wires are dropped by whoever knows the analysis. */
function dropMissing(document: GradwireDocument): void {
  const { nodes, select } = useSession.getState()
  if (nodes.length === 0) return
  const ids = new Set(document.nodes.map((entry) => entry.id))
  const left = nodes.filter((id) => ids.has(id))
  if (left.length < nodes.length) select({ nodes: left })
}

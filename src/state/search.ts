// The search that is open over the canvas, and what it is for. One field finds everything; asked from a port, a wire or a
// node it lists only what fits there.

import { create } from "zustand"
import type { Point } from "../graph/document.ts"
import type { Sink, Source, Wire } from "../graph/wire.ts"
import { recall, remember } from "./remembered.ts"

/** One end of a wire that looks for the other. */
export type LooseEnd =
  | { readonly kind: "source"; readonly place: Source }
  | { readonly kind: "sink"; readonly place: Sink }

export type Search =
  | { readonly kind: "everything" }
  /** A new node: at a point of the canvas, joined to a loose end or put on a wire. */
  | { readonly kind: "insert"; readonly at: Point | null; readonly end?: LooseEnd; readonly wire?: Wire }
  | { readonly kind: "connect"; readonly ends: readonly LooseEnd[] }
  | { readonly kind: "replace"; readonly node: string }

interface SearchState {
  readonly search: Search | null
  /** Where it opens, in pixels of the window; null: near the top, in the middle. */
  readonly anchor: { readonly x: number; readonly y: number } | null
  /** Where a menu was asked for: commands that it offers mean this place, not the pointer's. */
  readonly asked: { readonly at: Point; readonly x: number; readonly y: number } | null
}

export const useSearch = create<SearchState>()(() => ({ search: null, anchor: null, asked: null }))

export function openSearch(search: Search, anchor: SearchState["anchor"] = null): void {
  useSearch.setState({ search, anchor, asked: null })
}

/** A menu opens at a place of the canvas; `null` if at none. */
export function askAt(asked: SearchState["asked"]): void {
  useSearch.setState({ asked })
}

export function closeSearch(): void {
  useSearch.setState({ search: null })
}

const MOST_USED = 24

/**
 * What this person used last: ops, blocks and commands, by the ids that a search gives them, the newest first. Remembered in
 * this browser; lists begin with them where nothing was typed.
 */
export function usedLast(): readonly string[] {
  const found = recall("used")
  return Array.isArray(found) ? found.filter((id) => typeof id === "string").slice(0, MOST_USED) : []
}

export function noteUse(id: string): void {
  remember("used", [id, ...usedLast().filter((other) => other !== id)].slice(0, MOST_USED))
}

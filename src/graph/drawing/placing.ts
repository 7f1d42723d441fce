// Places for nodes that came without one: a document written by hand, a fragment from elsewhere. If none has a place, all
// are laid out; if some have, the rest is laid out by itself below them, so that nothing the author placed moves.

import type { Analysis } from "../analysis/analysis.ts"
import type { GradwireDocument, Point } from "../document.ts"
import type { Size } from "../layout/fitted.ts"
import { layout } from "../layout/layout.ts"
import { directionFor, type Question, question, USUAL_WINDOW } from "./arranging.ts"
import { claimedBoxes } from "./boxes.ts"
import type { FaceKind } from "./face.ts"

/**
 * What `layout` is asked for the nodes without a place; null if there are none. Groups are laid out open: their cards stand where
 * they begin. `windowNow` is asked only if there are some: a page has to be measured for it.
 */
export function unplaced(analysis: Analysis, windowNow: () => Size, kind: FaceKind = "pictured"): Question | null {
  const { document } = analysis
  const lost = document.nodes.flatMap(({ id, at }) => (at === undefined ? [id] : []))
  if (lost.length === 0) return null
  const open = { ...document, groups: document.groups?.map(({ collapsed: _, ...group }) => group) }
  const window = windowNow()
  const view = { window, direction: directionFor(window) }
  return question(
    analysis,
    open as GradwireDocument,
    view,
    lost.length === document.nodes.length ? null : new Set(lost),
    kind,
  )
}

/** Places for the nodes that a document gives none, beside those that it does. */
export function missingPlaces(analysis: Analysis, kind: FaceKind): ReadonlyMap<string, Point> {
  const asked = unplaced(analysis, () => USUAL_WINDOW, kind)
  if (asked === null) return new Map()
  return beside(analysis, layout(asked.boxes, asked.joins, asked.options))
}

/** Between what has a place and what is laid out below it: room for the title of a frame. */
const UNDER = 80

/** What was laid out by itself, below all that the analysed document gives a place. */
export function beside(analysis: Analysis, places: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const { document } = analysis
  const boxes = claimedBoxes(document, analysis)
  const placed = document.nodes.flatMap(({ id, at }) => (at === undefined ? [] : (boxes.get(id) ?? [])))
  if (placed.length === 0) return places
  const left = Math.min(...placed.map(({ x }) => x))
  const under = Math.max(...placed.map(({ y, height }) => y + height)) + UNDER
  return new Map([...places].map(([id, [x, y]]) => [id, [x + left, y + under]]))
}

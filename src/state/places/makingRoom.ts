// Room for the pictures on cards: one that has grown, or is drawn for the first time, pushes away what it would lie on. That is
// no edit, and there is nothing to undo.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { drawnBoxes } from "../../graph/drawing/boxes.ts"
import { spread } from "../../graph/drawing/spread.ts"
import { moveShown } from "../../graph/edit/fold.ts"
import { settle, useDocument } from "../document.ts"

/** How high each card of the open document was drawn last. */
let drawn: { readonly opened: number; readonly heights: ReadonlyMap<string, number> } | null = null

/** To be told of every analysis of a document whose nodes all have places. */
export function makeRoom(analysis: Analysis): void {
  const { document } = analysis
  const open = useDocument.getState()
  if (document !== open.document) return
  const heights = new Map([...drawnBoxes(document, analysis)].map(([id, { height }]) => [id, height]))
  const before = drawn?.opened === open.opened ? drawn.heights : null
  drawn = { opened: open.opened, heights }
  const grown = [...heights].flatMap(([id, height]) => (height > (before?.get(id) ?? 0) ? [id] : []))
  if (grown.length === 0) return
  const moved = spread(document, analysis, before === null ? null : new Set(grown))
  if (moved.size > 0) settle((now) => (now === document ? moveShown(now, moved) : now))
}

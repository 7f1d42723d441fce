// Places for nodes that came without one, as soon as they are in the view: not an edit, nothing to undo. Few are laid out
// before anybody draws them; many off the page, which goes on meanwhile. This folder gives an open document places; moving what
// has them is for commands.

import { create } from "zustand"
import { askLayout, isLong } from "../../engine/layout/ask.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Point } from "../../graph/document.ts"
import { arrangement, directionFor, sealed, USUAL_WINDOW } from "../../graph/drawing/arranging.ts"
import { beside, unplaced } from "../../graph/drawing/placing.ts"
import { moveNodes } from "../../graph/edit/edit.ts"
import type { Size } from "../../graph/layout/fitted.ts"
import { layout } from "../../graph/layout/layout.ts"
import { wordsOf } from "../../graph/problem.ts"
import { useAnalysis } from "../analysis.ts"
import { useCamera } from "../camera.ts"
import { settle, useDocument } from "../document.ts"
import { warn } from "../messages.ts"
import { makeRoom } from "./makingRoom.ts"

interface PlacingState {
  /** So many nodes are being laid out. */
  readonly count: number
}

export const usePlacing = create<PlacingState>()(() => ({ count: 0 }))

/** The document, by its number, that is being laid out off the page. */
let asked: number | null = null

/** What was laid out last without anybody waiting for it, and for which window. */
let given: { readonly opened: number; readonly window: Size } | null = null

useAnalysis.subscribe((state, before) => {
  if (state.structure !== before.structure) place()
})
place()

/** Asks for places, or gives them, where some are missing. */
function place(): void {
  const { analysis } = useAnalysis.getState()
  const { opened } = useDocument.getState()
  if (asked === opened) return
  forget()
  const question = unplaced(analysis, windowNow)
  if (question === null) {
    makeRoom(analysis)
    return
  }
  const { boxes, joins, options } = question
  if (!isLong(question)) {
    put(analysis, layout(boxes, joins, options))
    return
  }
  asked = opened
  usePlacing.setState({ count: boxes.length })
  void answer(analysis, opened, askLayout(question))
}

/** Lays out again what was laid out before the canvas had its size; what stands elsewhere since stays as it is. */
export function placeForWindow(): void {
  const { document, opened } = useDocument.getState()
  const size = useCamera.getState().size()
  if (given === null || given.opened !== opened || size === null || isAlike(size, given.window)) return
  given = null
  if (arrangement(document) === null) return
  settle((now) => ({ ...now, nodes: now.nodes.map(({ at: _, ...entry }) => entry) }))
}

/** What layouts are made for: the free canvas; before there is one, a usual one. */
function windowNow(): Size {
  return useCamera.getState().size() ?? USUAL_WINDOW
}

/** Of about one shape. */
function isAlike(a: Size, b: Size): boolean {
  const [one, other] = [a.width / a.height, b.width / b.height]
  return Math.abs(one - other) < 0.05 * other && Math.abs(a.width - b.width) < 0.05 * b.width
}

async function answer(of: Analysis, opened: number, places: ReturnType<typeof askLayout>): Promise<void> {
  try {
    const found = await places
    if (asked !== opened) return
    forget()
    put(of, found)
  } catch (error) {
    if (asked === opened) usePlacing.setState({ count: 0 })
    warn(`The graph could not be laid out, for a fault in Gradwire itself: ${wordsOf(error)}`)
  }
}

/** Puts what was laid out for a form of the document into it. What was given a place meanwhile stays there. */
function put(of: Analysis, found: ReadonlyMap<string, Point>): void {
  const { opened } = useDocument.getState()
  const places = beside(of, found)
  const window = windowNow()
  settle((document) => {
    const lost = document.nodes.flatMap(({ id, at }) => {
      const place = places.get(id)
      return at === undefined && place !== undefined ? [[id, place] as const] : []
    })
    const placed = moveNodes(document, new Map(lost))
    const isWhole = lost.length > 1 && lost.length === document.nodes.length
    given = isWhole ? { opened, window } : null
    return isWhole ? sealed(placed, directionFor(window)) : placed
  })
}

function forget(): void {
  if (asked === null) return
  asked = null
  usePlacing.setState({ count: 0 })
}

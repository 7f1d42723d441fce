// Places for nodes that came without one, as soon as they are in the view: not an edit, nothing to undo. Few are laid out
// before anybody draws them; many off the page, which goes on meanwhile.

import { create } from "zustand"
import { askLayout, isLong } from "../engine/layout/ask.ts"
import type { Analysis } from "../graph/analysis/analysis.ts"
import type { Point } from "../graph/document.ts"
import { beside, unplaced } from "../graph/drawing/placing.ts"
import { moveNodes } from "../graph/edit/edit.ts"
import { layout } from "../graph/layout/layout.ts"
import { wordsOf } from "../graph/problem.ts"
import { useAnalysis } from "./analysis.ts"
import { settle, useDocument } from "./document.ts"
import { warn } from "./messages.ts"

interface PlacingState {
  /** So many nodes are being laid out. */
  readonly count: number
}

export const usePlacing = create<PlacingState>()(() => ({ count: 0 }))

/** The document, by its number, that is being laid out off the page. */
let asked: number | null = null

useAnalysis.subscribe(place)
place()

/** Asks for places, or gives them, where some are missing. */
function place(): void {
  const { analysis } = useAnalysis.getState()
  const { opened } = useDocument.getState()
  if (asked === opened) return
  forget()
  const question = unplaced(analysis)
  if (question === null) return
  const { boxes, joins, options } = question
  if (!isLong(question)) {
    put(beside(analysis.document, layout(boxes, joins, options)))
    return
  }
  asked = opened
  usePlacing.setState({ count: boxes.length })
  void answer(analysis, opened, askLayout(question))
}

async function answer(of: Analysis, opened: number, places: ReturnType<typeof askLayout>): Promise<void> {
  try {
    const found = beside(of.document, await places)
    if (asked !== opened) return
    forget()
    put(found)
  } catch (error) {
    if (asked === opened) usePlacing.setState({ count: 0 })
    warn(`The graph could not be laid out, for a fault in Gradwire itself: ${wordsOf(error)}`)
  }
}

/** What was given a place meanwhile stays there. */
function put(places: ReadonlyMap<string, Point>): void {
  settle((document) => {
    const lost = document.nodes.flatMap(({ id, at }) => {
      const found = places.get(id)
      return at === undefined && found !== undefined ? [[id, found] as const] : []
    })
    return moveNodes(document, new Map(lost))
  })
}

function forget(): void {
  if (asked === null) return
  asked = null
  usePlacing.setState({ count: 0 })
}

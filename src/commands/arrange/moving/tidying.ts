// Tidying the layout: of the selection if it has wires to tidy, else of everything; groups stay together. One undo step.

import { askLayout } from "../../../engine/layout/ask.ts"
import type { Point } from "../../../graph/document.ts"
import { arranged, type Direction, directionFor, question, USUAL_WINDOW } from "../../../graph/drawing/arranging.ts"
import { moveShown } from "../../../graph/edit/fold.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { shownBoxes } from "./shown.ts"

export function mayTidy(): boolean {
  return useDocument.getState().document.nodes.length > 1
}

/** What is tidied: the chosen nodes, or undefined for all. */
function chosen(): readonly string[] | undefined {
  const { nodes } = useSession.getState()
  return nodes.length > 1 ? nodes : undefined
}

export function tidyWords(): string {
  return chosen() === undefined ? "Tidy the layout" : "Tidy the selection"
}

/** Lays out, the way that suits the window if none is asked for, and moves, so that the hand sees where things go. A document that was opened meanwhile is left alone. */
export async function tidyLayout(asked?: Direction): Promise<void> {
  const label = tidyWords()
  const some = chosen()
  const { opened } = useDocument.getState()
  const { analysis } = useAnalysis.getState()
  const window = useCamera.getState().size() ?? USUAL_WINDOW
  const direction = asked ?? directionFor(window)
  const wish = question(analysis, analysis.document, { window, direction }, some === undefined ? null : new Set(some))
  const before = shownBoxes(some)
  const places = await askLayout(wish)
  if (useDocument.getState().opened !== opened) return
  const { camera, glide } = useCamera.getState()
  if (some === undefined) {
    glide(() => edit(label, (now) => arranged(now, places, direction)))
    camera?.fit()
    return
  }
  const [left, top] = [leastOf(before, "x"), leastOf(before, "y")]
  const moved = new Map([...places].map(([id, [x, y]]) => [id, [x + left, y + top] as Point]))
  glide(() => edit(label, (now) => moveShown(now, moved)))
}

function leastOf(boxes: ReturnType<typeof shownBoxes>, axis: "x" | "y"): number {
  return Math.min(...[...boxes.values()].map((box) => box[axis]))
}

// Tidying the layout: of the selection if it has wires to tidy, else of everything; groups stay together. One undo step.

import { askLayout } from "../../../engine/layout/ask.ts"
import { type GradwireDocument, isQuarantined, type Point } from "../../../graph/document.ts"
import { forgetRoom } from "../../../graph/drawing/room.ts"
import { fold, moveShown } from "../../../graph/edit/fold.ts"
import type { Box, LayoutOptions } from "../../../graph/layout/layout.ts"
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

/** Lays out and moves, so that the hand sees where things go. A document that was opened meanwhile is left alone. */
export async function tidyLayout(direction: "right" | "down"): Promise<void> {
  const label = tidyWords()
  const some = chosen()
  const { document, opened } = useDocument.getState()
  const { joins } = useCamera.getState()
  const before = shownBoxes(some)
  const options: LayoutOptions = { direction, groups: fold(document).frames.map(({ group }) => group) }
  const places = await askLayout({ boxes: boxesOf(document, before), joins: joins(), options })
  if (useDocument.getState().opened !== opened) return
  const corner = some === undefined ? [0, 0] : [leastOf(before, "x"), leastOf(before, "y")]
  const moved = new Map<string, Point>()
  for (const [id, [x, y]] of places) moved.set(id, [x + (corner[0] ?? 0), y + (corner[1] ?? 0)])
  const { camera, glide } = useCamera.getState()
  glide(() => edit(label, (now) => moveShown(some === undefined ? forgetRoom(now) : now, moved)))
  if (some === undefined) camera?.fit()
}

/** What is drawn, with the open group that each stands in. */
function boxesOf(document: GradwireDocument, shown: ReturnType<typeof shownBoxes>): readonly Box[] {
  const around = new Map<string, string | null | undefined>()
  for (const entry of document.nodes) if (!isQuarantined(entry)) around.set(entry.id, entry.group)
  for (const { id, within } of fold(document).cards) around.set(id, within)
  return [...shown].map(([id, { width, height }]) => ({ id, width, height, group: around.get(id) }))
}

function leastOf(boxes: ReturnType<typeof shownBoxes>, axis: "x" | "y"): number {
  return Math.min(...[...boxes.values()].map((box) => box[axis]))
}

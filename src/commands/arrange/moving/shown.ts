// What is drawn as one thing and moves as one: a node, or the card of a collapsed group.

import { fold } from "../../../graph/edit/fold.ts"
import { type NodeBox, useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"

/** Boxes of nodes and cards, by their ids; of the chosen nodes only, if some are given. */
export function shownBoxes(chosen?: readonly string[]): ReadonlyMap<string, NodeBox> {
  const { cardOf } = fold(useDocument.getState().document)
  const wanted = chosen === undefined ? null : new Set(chosen)
  const shown = new Map<string, NodeBox>()
  for (const [id, box] of useCamera.getState().boxes()) {
    if (wanted === null || wanted.has(id)) shown.set(cardOf.get(id) ?? id, box)
  }
  return shown
}

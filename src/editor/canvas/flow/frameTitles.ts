// Where the titles of open groups stand: chips keep clear of them.

import type { GradwireDocument } from "../../../graph/document.ts"
import { FRAME_TITLE, placeFrames } from "../../../graph/drawing/boxes.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { fold } from "../../../graph/edit/fold.ts"

/** About what a letter of a title takes, and the button behind it. */
const LETTER = 8
const BUTTON = 40

/** `textZoom`: the zoom that words are set for. */
export function frameTitles(
  document: GradwireDocument,
  boxes: ReadonlyMap<string, PlacedBox>,
  textZoom: number,
): readonly PlacedBox[] {
  const { frames } = fold(document)
  if (frames.length === 0) return []
  const placed = placeFrames(frames, (id) => boxes.get(id) ?? null, FRAME_TITLE / textZoom)
  return frames.flatMap(({ group: { id, label } }) => {
    const box = placed.get(id)
    if (box === undefined) return []
    const width = Math.min(box.width, ((label ?? id).length * LETTER + BUTTON) / textZoom)
    return [{ ...box, width, height: FRAME_TITLE / textZoom }]
  })
}

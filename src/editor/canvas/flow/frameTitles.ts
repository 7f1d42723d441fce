// Where the frames of open groups stand, and their titles, which chips keep clear of.

import type { GradwireDocument } from "../../../graph/document.ts"
import { FRAME_TITLE, placeFrames } from "../../../graph/drawing/boxes.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { fold, type GroupFrame } from "../../../graph/edit/fold.ts"

/** About what a letter of a title takes, and the button behind it. */
const LETTER = 8
const BUTTON = 40

type Boxes = ReadonlyMap<string, PlacedBox>

/** By group, the box of its frame with the title; `textZoom`: the zoom that words are set for. */
export function frameBoxes(
  frames: readonly GroupFrame[],
  boxOfNode: (id: string) => PlacedBox | null,
  textZoom: number,
): Boxes {
  return placeFrames(frames, boxOfNode, FRAME_TITLE / textZoom)
}

/** The titles alone. */
export function frameTitles(document: GradwireDocument, boxes: Boxes, textZoom: number): readonly PlacedBox[] {
  const { frames } = fold(document)
  const placed = frameBoxes(frames, (id) => boxes.get(id) ?? null, textZoom)
  return frames.flatMap(({ group: { id, label } }) => {
    const box = placed.get(id)
    if (box === undefined) return []
    const width = Math.min(box.width, ((label ?? id).length * LETTER + BUTTON) / textZoom)
    return [{ ...box, width, height: FRAME_TITLE / textZoom }]
  })
}

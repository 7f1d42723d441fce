// Where everything in a document is drawn, worked out from its faces alone: nodes, cards of collapsed groups, frames.

import type { Analysis } from "../analysis/analysis.ts"
import type { GradwireDocument, Point } from "../document.ts"
import { bounds, type PlacedBox } from "../edit/arrange.ts"
import { fold, type GroupFrame } from "../edit/fold.ts"
import { claimedBy } from "./claims.ts"
import { type Face, faceOf } from "./face.ts"
import { cardFace } from "./groupFace.ts"

/** Room in a frame beside its members, and above them for its title, in canvas pixels. */
const FRAME_SIDE = 16
/** Height of a frame's title, in canvas pixels. */
export const FRAME_TITLE = 30

/** By id where each node is drawn; one inside a collapsed group where the card of the group is. */
export function drawnBoxes(document: GradwireDocument, analysis: Analysis): ReadonlyMap<string, PlacedBox> {
  return boxesOf(document, analysis, boxOf)
}

/** The same boxes with the words under round nodes and the sentences under nodes with a problem. */
export function claimedBoxes(document: GradwireDocument, analysis: Analysis): ReadonlyMap<string, PlacedBox> {
  return boxesOf(document, analysis, (face, [x, y] = [0, 0]) => claimedBy({ face, x, y }))
}

function boxesOf(
  document: GradwireDocument,
  analysis: Analysis,
  boxOf: (face: Face, at: Point | undefined) => PlacedBox,
): ReadonlyMap<string, PlacedBox> {
  const { shown, cards } = fold(document)
  const boxes = new Map<string, PlacedBox>()
  for (const entry of shown) boxes.set(entry.id, boxOf(faceOf(entry, analysis), entry.at))
  for (const card of cards) {
    const box = boxOf(cardFace(card, analysis), card.at)
    for (const id of card.members) boxes.set(id, box)
  }
  return boxes
}

function boxOf({ width, height }: Face, [x, y]: Point = [0, 0]): PlacedBox {
  return { x, y, width, height }
}

/** By id of its group where each frame is drawn around these boxes. */
export function drawnFrames(
  document: GradwireDocument,
  boxes: ReadonlyMap<string, PlacedBox>,
): ReadonlyMap<string, PlacedBox> {
  return placeFrames(fold(document).frames, (id) => boxes.get(id) ?? null, FRAME_TITLE)
}

/** The box of each frame, by its group; from the innermost out, since a frame also goes around the frames inside it. */
export function placeFrames(
  frames: readonly GroupFrame[],
  boxOfNode: (id: string) => PlacedBox | null,
  title: number,
): ReadonlyMap<string, PlacedBox> {
  const found = new Map<string, PlacedBox>()
  for (const { group, members } of [...frames].reverse()) {
    const inner = frames.flatMap(({ group: { id, parent } }) => (parent === group.id ? (found.get(id) ?? []) : []))
    const around = bounds([...members.flatMap((id) => boxOfNode(id) ?? []), ...inner])
    if (around === null) continue
    const { x, y, width, height } = around
    const side = FRAME_SIDE
    found.set(group.id, { x: x - side, y: y - title, width: width + 2 * side, height: height + title + side })
  }
  return found
}

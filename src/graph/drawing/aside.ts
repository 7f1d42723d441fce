// Nodes that have just come stand where nothing else stands: all of them go together, to the nearest place in view, or
// straight away from what they would lie on.

import type { Analysis } from "../analysis/analysis.ts"
import type { GradwireDocument, Point } from "../document.ts"
import { bounds, type PlacedBox } from "../edit/arrange.ts"
import { moveNodes } from "../edit/edit.ts"
import { fold } from "../edit/fold.ts"
import { meet, nearestFree, type Stage } from "../layout/freePlace.ts"
import { claimedBoxes, drawnBoxes, drawnFrames } from "./boxes.ts"

/** Free space that is left around them, and behind a column that they pass: there wires with words run. */
const MARGIN = 24
const COLUMN = 72

/** Where newcomers may go: to the nearest place of a stage if it has one, or one way only. Else the least way of four. */
export type Aside = Stage | "down" | "right" | null

/** The document with the newcomers moved aside as one. `analysis` is of this document, and knows how large they are. */
export function stepAside(
  document: GradwireDocument,
  newcomers: Iterable<string>,
  analysis: Analysis,
  where: Aside = null,
): GradwireDocument {
  const moving = new Set(newcomers)
  const boxes = claimedBoxes(document, analysis)
  const own: PlacedBox[] = []
  const taken: PlacedBox[] = []
  for (const { id, at } of document.nodes) {
    const box = boxes.get(id)
    // What has no place yet is laid out later, below all that has one.
    if (box !== undefined && at !== undefined) (moving.has(id) ? own : taken).push(box)
  }
  const frames = drawnFrames(document, drawnBoxes(document, analysis))
  for (const { group, members } of fold(document).frames) {
    const frame = frames.get(group.id)
    const inside = members.filter((id) => moving.has(id)).length
    if (frame === undefined) continue
    if (inside === 0) taken.push(frame)
    else if (inside === members.length) own.push(frame)
  }
  const around = bounds(own)
  if (around === null) return document
  const [dx, dy] = shiftFor(around, taken, where)
  if (dx === 0 && dy === 0) return document
  const places = document.nodes.flatMap(({ id, at }) =>
    at !== undefined && moving.has(id)
      ? [[id, [Math.round(at[0] + dx), Math.round(at[1] + dy)] as Point] as const]
      : [],
  )
  return moveNodes(document, new Map(places))
}

function shiftFor(box: PlacedBox, taken: readonly PlacedBox[], where: Aside): Point {
  if (where === "down") return [0, slide(box, taken, "y", 1)]
  if (where === "right") return [slide(box, taken, "x", 1, COLUMN), 0]
  const seen = where === null ? null : nearestFree(box, [...taken, ...where.covered], where.view, MARGIN)
  return seen ?? wayOut(box, taken)
}

/** The least shift along one axis after which a box is clear of all others. */
export function wayOut(box: PlacedBox, taken: readonly PlacedBox[]): Point {
  const ways: readonly Point[] = [
    [0, slide(box, taken, "y", 1)],
    [slide(box, taken, "x", 1), 0],
    [0, slide(box, taken, "y", -1)],
    [slide(box, taken, "x", -1), 0],
  ]
  return ways.reduce((least, way) => (length(way) < length(least) ? way : least))
}

function length([dx, dy]: Point): number {
  return Math.abs(dx) + Math.abs(dy)
}

/** How far a box goes along an axis, one way, until nothing is in its way. */
function slide(box: PlacedBox, taken: readonly PlacedBox[], axis: "x" | "y", way: 1 | -1, margin = MARGIN): number {
  const size = axis === "x" ? "width" : "height"
  let at = box
  for (;;) {
    const met = taken.filter((other) => meet(at, other, margin))
    if (met.length === 0) return at[axis] - box[axis]
    // Each step passes whatever it meets, so there are no more steps than boxes.
    const edge =
      way === 1
        ? Math.max(...met.map((other) => other[axis] + other[size] + margin))
        : Math.min(...met.map((other) => other[axis] - margin - box[size]))
    // A width that is no whole number may leave the last of a pixel in the way, by rounding.
    at = { ...at, [axis]: edge === at[axis] ? edge + way : edge }
  }
}

// Boxes that make way for one of them that grows, and close up when it shrinks. What lies above, below, left and right of
// it goes straight away from it: boxes keep their order along both axes, so none comes to lie on another.

import type { Point } from "../document.ts"
import type { PlacedBox } from "../edit/arrange.ts"

/** What moves as one: a node, or all inside a group. */
export interface Unit {
  readonly members: readonly string[]
  readonly box: PlacedBox
}
/** How far what lies on each side goes. */
export interface Growth {
  readonly left: number
  readonly up: number
  readonly right: number
  readonly down: number
}
/** How far each member of a unit goes, by its id. */
export type Moves = ReadonlyMap<string, Point>
/** Nothing has grown. */
export const NOTHING: Growth = { left: 0, up: 0, right: 0, down: 0 }

/** Free space that is left around what has grown. */
const MARGIN = 44

type Side = keyof Growth

/**
 * Makes way for the box `was`, which becomes `is`: no farther than the units would be in the way. First up and down by
 * height alone; then to the sides what still stands in the row of the grown box.
 */
export function pushApart(units: readonly Unit[], was: PlacedBox, is: PlacedBox): { room: Growth; moves: Moves } {
  const need = (side: Side, there: readonly Unit[]): number => {
    const gap = Math.min(...there.map(({ box }) => distance(side, was, box)))
    const grown = distance(side, was, is, "far")
    return gap === Infinity ? 0 : Math.max(0, Math.ceil(grown + MARGIN - Math.max(MARGIN, gap)))
  }
  const [above, below] = [beyond("up", units, was), beyond("down", units, was)]
  const [up, down] = [need("up", above), need("down", below)]
  const apart = combined([above, 0, -up], [below, 0, down])
  const row = inRow(units, apart, is)
  const [before, behind] = [beyond("left", row, was), beyond("right", row, was)]
  const [left, right] = [need("left", before), need("right", behind)]
  const moves = combined([above, 0, -up], [below, 0, down], [before, -left, 0], [behind, right, 0])
  return { room: { left, up, right, down }, moves }
}

/** The way back, when `was` shrinks to `is`: as far as they went for it, but not across what is left of it. */
export function gather(units: readonly Unit[], was: PlacedBox, is: PlacedBox, given: Growth): Moves {
  const back = (side: Side, there: readonly Unit[]): number => {
    const gap = Math.min(...there.map(({ box }) => distance(side, is, box)))
    return gap === Infinity ? 0 : Math.max(0, Math.min(given[side], gap))
  }
  const row = inRow(units, new Map(), was)
  const [before, behind] = [beyond("left", row, was), beyond("right", row, was)]
  const [above, below] = [beyond("up", units, was), beyond("down", units, was)]
  return combined(
    [before, back("left", before), 0],
    [behind, -back("right", behind), 0],
    [above, 0, back("up", above)],
    [below, 0, -back("down", below)],
  )
}

function beyond(side: Side, units: readonly Unit[], box: PlacedBox): readonly Unit[] {
  return units.filter((unit) => distance(side, box, unit.box) >= 0)
}

function combined(...pushes: readonly (readonly [units: readonly Unit[], dx: number, dy: number])[]): Moves {
  const moves = new Map<string, Point>()
  for (const [units, dx, dy] of pushes) {
    for (const id of units.flatMap(({ members }) => members)) {
      const [x, y] = moves.get(id) ?? [0, 0]
      moves.set(id, [x + dx, y + dy])
    }
  }
  return moves
}

/** Whether units that lay apart still do after these moves, from each other and from `box`. */
export function clears(units: readonly Unit[], moves: Moves, box: PlacedBox): boolean {
  const after = units.map((unit) => ({ unit, at: moveBox(unit.box, moves.get(unit.members[0] ?? "") ?? [0, 0]) }))
  const sorted = after.sort((a, b) => a.at.x - b.at.x)
  for (const [i, one] of sorted.entries()) {
    if (overlap(one.at, box) && !overlap(one.unit.box, box)) return false
    for (let j = i + 1; j < sorted.length; j++) {
      const other = sorted[j]
      if (other === undefined || other.at.x >= one.at.x + one.at.width) break
      if (overlap(one.at, other.at) && !overlap(one.unit.box, other.unit.box)) return false
    }
  }
  return true
}

/** After these moves, what stands in the row of a box: in its own height, and what reaches into that, and so on. */
function inRow(units: readonly Unit[], moves: Moves, { y, height }: PlacedBox): readonly Unit[] {
  let [top, bottom] = [y, y + height]
  const row: Unit[] = []
  let left = units.map((unit) => ({ unit, box: moveBox(unit.box, moves.get(unit.members[0] ?? "") ?? [0, 0]) }))
  for (let grown = true; grown; ) {
    const [t, b] = [top, bottom]
    const touched = left.filter(({ box }) => box.y < b && box.y + box.height > t)
    left = left.filter(({ box }) => box.y >= b || box.y + box.height <= t)
    for (const { unit, box } of touched) {
      row.push(unit)
      top = Math.min(top, box.y)
      bottom = Math.max(bottom, box.y + box.height)
    }
    grown = touched.length > 0
  }
  return row
}

/** From the side of `a` out to the near side of `b`; or to its far side, which is how much larger `b` is there. */
function distance(side: Side, a: PlacedBox, b: PlacedBox, to: "near" | "far" = "near"): number {
  const near = to === "near"
  switch (side) {
    case "left":
      return near ? a.x - (b.x + b.width) : a.x - b.x
    case "up":
      return near ? a.y - (b.y + b.height) : a.y - b.y
    case "right":
      return near ? b.x - (a.x + a.width) : b.x + b.width - (a.x + a.width)
    case "down":
      return near ? b.y - (a.y + a.height) : b.y + b.height - (a.y + a.height)
  }
}

function moveBox(box: PlacedBox, [dx, dy]: Point): PlacedBox {
  return { ...box, x: box.x + dx, y: box.y + dy }
}

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

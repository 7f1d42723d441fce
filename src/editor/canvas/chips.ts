// Where the chip of each wire goes: along its own curve, as near the middle as it can be without covering a node, a port
// or another chip. A chip without a free place is not drawn at rest (hovering the wire still shows it).
// A chip that still fits where it was stays there, so that nothing jumps while a node is dragged.

import type { Point } from "../../graph/document.ts"
import { type Curve, pointAt } from "./curve.ts"

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface ChipWish {
  readonly wire: string
  readonly curve: Curve
  readonly width: number
}
export interface ChipPlace {
  readonly at: Point
  /** Along the curve. */
  readonly t: number
}

export const CHIP_HEIGHT = 20
const GAP = 4
const CELL = 256
const TRIES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86]

/** Places in the order of `wishes`; `before` holds the last places. */
export function placeChips(
  wishes: readonly ChipWish[],
  nodes: readonly Box[],
  before: ReadonlyMap<string, ChipPlace>,
): ReadonlyMap<string, ChipPlace> {
  const taken = new Grid()
  for (const box of nodes) taken.add(box)
  const places = new Map<string, ChipPlace>()
  for (const wish of wishes) {
    const last = before.get(wish.wire)
    const place = firstFree(wish, last ? [last.t, ...TRIES] : TRIES, taken)
    if (!place) continue
    places.set(wish.wire, place)
    taken.add(boxAround(place.at, wish.width))
  }
  return places
}

function firstFree(wish: ChipWish, tries: readonly number[], taken: Grid): ChipPlace | null {
  for (const t of tries) {
    const at = pointAt(wish.curve, t)
    if (taken.isFree(boxAround(at, wish.width))) return { at, t }
  }
  return null
}

function boxAround(at: Point, width: number): Box {
  return { x: at[0] - width / 2, y: at[1] - CHIP_HEIGHT / 2, width, height: CHIP_HEIGHT }
}

/** Boxes by the squares they touch, so that a question looks at neighbours only. */
class Grid {
  readonly #squares = new Map<string, Box[]>()

  add(box: Box): void {
    for (const key of squares(box)) {
      const there = this.#squares.get(key)
      if (there) there.push(box)
      else this.#squares.set(key, [box])
    }
  }

  isFree(box: Box): boolean {
    for (const key of squares(box)) {
      for (const other of this.#squares.get(key) ?? []) if (overlap(box, other)) return false
    }
    return true
  }
}

function* squares(box: Box): Generator<string> {
  for (let x = Math.floor((box.x - GAP) / CELL); x <= Math.floor((box.x + box.width + GAP) / CELL); x++) {
    for (let y = Math.floor((box.y - GAP) / CELL); y <= Math.floor((box.y + box.height + GAP) / CELL); y++) {
      yield `${x},${y}`
    }
  }
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  )
}

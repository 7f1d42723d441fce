// Where the chip of each wire goes: along its own curve, as near the middle as it can be without covering a node, a port
// or another chip, and, if it can, away from other wires, so that nobody doubts whose it is. Between cards that stand too
// near for it, it goes over or under the gap. A chip without a free place is not drawn at rest (hovering the wire still
// shows it).
// A chip that still fits where it was stays there, so that nothing jumps while a node is dragged.

import type { Point } from "../document.ts"
import { type Curve, pointAt } from "./curve.ts"
import { RMS_MARK } from "./tensorNumber.ts"

/** An area that chips keep off; canvas pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
/** A chip that wants a place on its wire. */
export interface ChipWish {
  readonly wire: string
  readonly curve: Curve
  readonly width: number
}
/** Where a chip went: its middle. */
export interface ChipPlace {
  readonly at: Point
  /** Along the curve. */
  readonly t: number
  /** Over (negative) or under the curve; 0 on it. */
  readonly off: number
}

/** In canvas pixels. */
export const CHIP_HEIGHT = 20
const GAP = 4
const CELL = 256
/** With more wires than this, chips may lie on other wires: asking costs too much while a node is dragged. */
const MOST_WIRES = 300
const SAMPLES = 28
const TRIES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86]

/** From a wire to the edge of the cards that it joins, and a little more. */
const EDGE = 26
/** Beyond that, past the edge of cards with more lines. */
const FURTHER = [0, 12, 24, 36]

/** A chip's width around its text, in canvas pixels; the mark before a number is set smaller. */
export function chipWidth(text: string): number {
  const mark = text.startsWith(`${RMS_MARK} `) ? RMS_MARK.length + 1 : 0
  return Math.round((text.length - mark) * 6.7 + mark * 5 + 14)
}

/** Places in the order of `wishes`; `before` holds the last places. */
export function placeChips(
  wishes: readonly ChipWish[],
  nodes: readonly Box[],
  before: ReadonlyMap<string, ChipPlace>,
  height = CHIP_HEIGHT,
): ReadonlyMap<string, ChipPlace> {
  const taken = new Grid()
  for (const box of nodes) taken.add(box)
  const wires = new Grid()
  if (wishes.length <= MOST_WIRES) for (const wish of wishes) addWire(wires, wish)
  const places = new Map<string, ChipPlace>()
  for (const wish of wishes) {
    const last = before.get(wish.wire)
    const tries = last?.off === 0 ? [last.t, ...TRIES] : TRIES
    const place =
      firstFree(wish, tries, 0, height, taken, wires) ??
      firstFree(wish, tries, 0, height, taken, null) ??
      besideGap(wish, height, taken, wires)
    if (!place) continue
    places.set(wish.wire, place)
    taken.add(boxAround(place.at, wish.width, height))
  }
  return places
}

function besideGap(wish: ChipWish, height: number, taken: Grid, wires: Grid): ChipPlace | null {
  const { curve } = wish
  const [[x1, y1], [x2, y2]] = [pointAt(curve, 0), pointAt(curve, 1)]
  // Only over a short, level wire does nobody doubt what the chip belongs to.
  if (Math.abs(y2 - y1) > EDGE || x2 < x1 || x2 - x1 > 2 * wish.width) return null
  for (const further of FURTHER) {
    const off = EDGE + height / 2 + further
    const place =
      firstFree(wish, [0.5], -off, height, taken, wires) ?? firstFree(wish, [0.5], off, height, taken, wires)
    if (place !== null) return place
  }
  return null
}

function firstFree(
  wish: ChipWish,
  tries: readonly number[],
  off: number,
  height: number,
  taken: Grid,
  wires: Grid | null,
): ChipPlace | null {
  for (const t of tries) {
    const [x, y] = pointAt(wish.curve, t)
    const at: Point = [x, y + off]
    const box = boxAround(at, wish.width, height)
    if (taken.isFree(box) && (wires === null || wires.isFree(box, wish.wire))) return { at, t, off }
  }
  return null
}

function addWire(wires: Grid, { wire, curve }: ChipWish): void {
  for (let i = 0; i <= SAMPLES; i++) {
    const [x, y] = pointAt(curve, i / SAMPLES)
    wires.add({ x, y, width: 0, height: 0 }, wire)
  }
}

function boxAround(at: Point, width: number, height: number): Box {
  return { x: at[0] - width / 2, y: at[1] - height / 2, width, height }
}

/** Boxes by the squares they touch, so that a question looks at neighbours only. */
class Grid {
  readonly #squares = new Map<string, { readonly box: Box; readonly owner: string | undefined }[]>()

  add(box: Box, owner?: string): void {
    for (const key of squares(box)) {
      const there = this.#squares.get(key)
      if (there) there.push({ box, owner })
      else this.#squares.set(key, [{ box, owner }])
    }
  }

  /** Touches nothing, or only what is its own. */
  isFree(box: Box, owner?: string): boolean {
    for (const key of squares(box)) {
      for (const other of this.#squares.get(key) ?? []) {
        if ((owner === undefined || other.owner !== owner) && overlap(box, other.box)) return false
      }
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

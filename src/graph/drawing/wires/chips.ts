// Where the chip of each wire goes: on its own curve, as near the middle as it can be without covering a node, a title or
// another chip, and, if it can, away from other wires, so that nobody doubts whose it is. Where the curve has no room for it,
// it goes beside the curve, touching it, or lies on it with one end; between cards that stand too near, over or under the gap. A
// chip without a free place near by is not drawn at rest (hovering the wire still shows it).
// A chip that still fits where it was stays there, so that nothing jumps while a node is dragged; and room is kept for the
// widest of what a chip may say, so that it also stays when shapes give way to numbers.

import type { Point } from "../../document.ts"
import type { PlacedBox } from "../../edit/arrange.ts"
import { BoxGrid } from "./boxGrid.ts"
import { CHIP_HEIGHT } from "./chipSize.ts"
import { type Curve, pointAt } from "./curve.ts"

/** A chip that wants a place on its wire. */
export interface ChipWish {
  readonly wire: string
  readonly curve: Curve
  /** Of the room that is kept, in canvas pixels. */
  readonly width: number
  /** The room that suffices where there is no more. */
  readonly least: number
}
/** Where a chip went: its middle. */
export interface ChipPlace {
  readonly at: Point
  /** Along the curve. */
  readonly t: number
  /** Over (negative) or under the curve; 0 on it. */
  readonly off: number
  /** How far its middle stands left (negative) or right of the point on the curve, as a part of its width. */
  readonly aside: number
  /** Of the room that was found, in canvas pixels. */
  readonly width: number
}

/** With more wires than this, chips may lie on other wires: asking costs too much while a node is dragged. */
const MOST_WIRES = 300
const SAMPLES = 28
const TRIES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86]
/** A chip's middle, where its wire passes through one of its ends. */
const ENDS = [-0.42, 0.42]
/** Last, all along the wire, from the middle to the ports. */
const EVERYWHERE = Array.from({ length: 49 }, (_, i) => 0.5 + (i % 2 === 0 ? 0.01 : -0.01) * (i + (i % 2)))

/** How many heights of a chip away from its wire a place is looked for: no line to it is longer than some 60 pixels. */
const RINGS = [0, 0.7, 1.1, 1.5, 2, 2.5, 3]
/** Between cards that somebody put close together, unless the view is so far out that nobody reads: then none is better. */
const FAR_RINGS = [4, 5.5, 7]
const READ_HEIGHT = 50

/** The same over or under a gap: to where it is clear of the cards, in small steps. */
const GAPS = Array.from({ length: 50 }, (_, i) => 0.7 + 0.05 * i)

/** Places in the order of `wishes`; `before` holds the last places. */
export function placeChips(
  wishes: readonly ChipWish[],
  nodes: readonly PlacedBox[],
  before: ReadonlyMap<string, ChipPlace>,
  height = CHIP_HEIGHT,
): ReadonlyMap<string, ChipPlace> {
  const taken = new BoxGrid()
  for (const box of nodes) taken.add(box)
  const wires = new BoxGrid()
  if (wishes.length <= MOST_WIRES) for (const wish of wishes) addWire(wires, wish)
  const places = new Map<string, ChipPlace>()
  for (const wish of wishes) {
    // Over a narrow gap there is one place, along a long wire there are many.
    const at = { taken, wires, height, last: before.get(wish.wire) }
    const found = onWire(wish, at) === null ? besideGap(wish, at) : null
    if (found === null) continue
    places.set(wish.wire, found)
    taken.add(boxAround(found.at, found.width, height))
  }
  for (const [look, size] of height < FAR_HEIGHT ? NEAR_ORDER : FAR_ORDER) {
    for (const wish of wishes) {
      if (places.has(wish.wire)) continue
      const at = { taken, wires, height, last: before.get(wish.wire) }
      const found = look({ ...wish, width: wish[size] }, at)
      if (found === null) continue
      places.set(wish.wire, found)
      taken.add(boxAround(found.at, found.width, height))
    }
  }
  return places
}

/** Where a chip is looked for. */
interface Where {
  readonly taken: BoxGrid
  readonly wires: BoxGrid
  readonly height: number
  readonly last: ChipPlace | undefined
}

/** Where it was, or on its wire. */
function onWire(wish: ChipWish, at: Where): ChipPlace | null {
  const { last } = at
  const stays =
    last && firstFree(wish, { tries: [last.t], offs: [last.off], asides: [last.aside], may: "cross wires" }, at)
  return stays ?? firstFree(wish, { tries: TRIES, offs: [0] }, at)
}

/** Touching its wire. */
function beside(wish: ChipWish, at: Where): ChipPlace | null {
  const off = at.height / 2 + 2
  return firstFree(wish, { tries: TRIES, offs: [-off, off] }, at)
}

/** On its wire with one end, or touching it there, where that runs up or down close to a card. */
function atOneEnd(wish: ChipWish, at: Where): ChipPlace | null {
  const off = at.height / 2 + 2
  return firstFree(wish, { tries: EVERYWHERE, offs: [0, -off, off], asides: ENDS }, at)
}

/** On its wire and across another one. */
function across(wish: ChipWish, at: Where): ChipPlace | null {
  return (
    firstFree(wish, { tries: TRIES, offs: [0], may: "cross wires" }, at) ??
    firstFree(
      wish,
      { tries: EVERYWHERE, offs: [0, -at.height / 2 - 2, at.height / 2 + 2], asides: ENDS, may: "cross wires" },
      at,
    )
  )
}

/** With a line to its wire. */
function led(wish: ChipWish, at: Where): ChipPlace | null {
  const offs = rings(at)
  return (
    besideGap(wish, at) ??
    firstFree(wish, { tries: TRIES, offs }, at) ??
    firstFree(wish, { tries: TRIES, offs, may: "cross wires" }, at)
  )
}

/** Anywhere near. */
function anywhere(wish: ChipWish, at: Where): ChipPlace | null {
  return firstFree(wish, { tries: EVERYWHERE, offs: rings(at), may: "cross all" }, at)
}

/** Anywhere. */
function farAway(wish: ChipWish, at: Where): ChipPlace | null {
  return at.height > READ_HEIGHT
    ? null
    : firstFree(wish, { tries: TRIES, offs: rings(at, FAR_RINGS), may: "cross all" }, at)
}

/** A number keeps its mark if it can; a line to the wire comes late. */
const WIDE = [
  [onWire, "width"],
  [beside, "width"],
  [atOneEnd, "width"],
] as const
const NARROW = [
  [onWire, "least"],
  [beside, "least"],
  [atOneEnd, "least"],
] as const
const CROSSING = [
  [across, "width"],
  [across, "least"],
] as const
const FAR = [
  [led, "width"],
  [led, "least"],
  [anywhere, "least"],
  [farAway, "least"],
] as const
/** Near by, a mark is worth crossing another wire for; far out, chips keep off the many wires. */
const NEAR_ORDER = [...WIDE, ...CROSSING, ...NARROW, ...FAR]
const FAR_ORDER = [...WIDE, ...NARROW, ...CROSSING, ...FAR]
/** Height of a chip from which on the view is far out, in canvas pixels. */
const FAR_HEIGHT = 1.45 * CHIP_HEIGHT

/** Distances over and under a wire, nearest first. */
function rings({ height }: Where, steps = RINGS): readonly number[] {
  return steps.flatMap((ring) => [-1, 1].map((way) => way * (height / 2 + 2 + ring * height)))
}

/** Over or under a gap that is too narrow for the chip, as near as the cards at its sides let it. */
function besideGap(wish: ChipWish, at: Where): ChipPlace | null {
  const { curve } = wish
  const [[x1], [x2]] = [pointAt(curve, 0), pointAt(curve, 1)]
  if (x2 < x1 || x2 - x1 > 2 * wish.width) return null
  const offs = GAPS.flatMap((off) => [-off * at.height, off * at.height])
  return firstFree(wish, { tries: [0.5], offs }, at)
}

/** At which places along the curve, how far over or under it, and how far aside a place is looked for. */
interface Search {
  readonly tries: readonly number[]
  readonly offs: readonly number[]
  readonly asides?: readonly number[]
  /** A chip never lies on nodes and chips; it may be let lie on other wires, and its line lead across anything. */
  readonly may?: "stand clear" | "cross wires" | "cross all"
}

/** The first place that is free, for each distance over or under the wire in turn. */
function firstFree(
  wish: ChipWish,
  { tries, offs, asides = [0], may = "stand clear" }: Search,
  { taken, wires, height }: Where,
): ChipPlace | null {
  const { width } = wish
  for (const off of offs) {
    for (const t of tries) {
      const [x, y] = pointAt(wish.curve, t)
      for (const aside of asides) {
        const at: Point = [x + aside * width, y + off]
        const box = boxAround(at, width, height)
        const free = taken.isFree(box) && (may !== "stand clear" || wires.isFree(box, wish.wire))
        if (free && (may === "cross all" || !isLed(off, height) || taken.isFree(leader(at, off))))
          return { at, t, off, aside, width }
      }
    }
  }
  return null
}

/** Whether a chip stands so far from its wire that a thin line leads to it. */
export function isLed(off: number, height: number): boolean {
  return Math.abs(off) > height / 2 + 3
}

/** The line from a chip's middle to its wire. */
function leader([x, y]: Point, off: number): PlacedBox {
  return { x, y: Math.min(y, y - off), width: 0, height: Math.abs(off) }
}

function addWire(wires: BoxGrid, { wire, curve }: ChipWish): void {
  for (let i = 0; i <= SAMPLES; i++) {
    const [x, y] = pointAt(curve, i / SAMPLES)
    wires.add({ x, y, width: 0, height: 0 }, wire)
  }
}

/** What a chip takes around its middle, in the units of its sizes. */
export function boxAround(at: Point, width: number, height: number): PlacedBox {
  return { x: at[0] - width / 2, y: at[1] - height / 2, width, height }
}

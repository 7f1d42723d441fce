// Where the chip of each wire goes: on its own curve, as near the middle as it can be without covering a node, a title or
// another chip, and, if it can, away from other wires, so that nobody doubts whose it is. Where the curve has no room for it,
// it goes beside the curve, touching it; between cards that stand too near, over or under the gap. A chip without a free place
// is not drawn at rest (hovering the wire still shows it).
// A chip that still fits where it was stays there, so that nothing jumps while a node is dragged; and room is kept for the
// widest of what a chip may say, so that it also stays when shapes give way to numbers.

import type { Point } from "../../document.ts"
import type { PlacedBox } from "../../edit/arrange.ts"
import { RMS_MARK } from "../text/tensorNumber.ts"
import { textWidth } from "../text/textWidth.ts"
import { BoxGrid } from "./boxGrid.ts"
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
  /** Of the room that was found, in canvas pixels. */
  readonly width: number
}

/** In canvas pixels. */
export const CHIP_HEIGHT = 16
/** With more wires than this, chips may lie on other wires: asking costs too much while a node is dragged. */
const MOST_WIRES = 300
const SAMPLES = 28
const TRIES = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86]
/** Last, near the ports. */
const ENDS = [0.08, 0.92, 0.03, 0.97]

/** From a wire to the edge of the cards that it joins, and a little more. */
const EDGE = 26
/** Beyond that, past the edge of cards with more lines. */
const FURTHER = [0, 12, 24, 36]
/** How many heights of a chip away from its wire a place is looked for. */
const RINGS = [0.7, 1.4, 2.1, 3, 4, 5.5, 7]

/** Size of a chip's letters, and of the mark before a number, in pixels of the screen. */
const LETTERS = 11
const MARK = 11
/** Room at both sides of its text. */
const SIDES = 8

/** A chip's width around its text, in pixels at zoom 1. */
export function chipWidth(text: string): number {
  const mark = text.startsWith(`${RMS_MARK} `) ? RMS_MARK : ""
  return Math.round(textWidth(text.slice(mark.length), LETTERS, 550) + textWidth(mark, MARK) + SIDES)
}

/** What a number takes, with its mark and without. */
const NUMBER = chipWidth(`${RMS_MARK} 0.000`)
const BARE_NUMBER = chipWidth("0.0000")

/** The room that is kept for a chip which says `text` now, and `shape` or a number at other times; and the least of it. */
export function chipRoom(shape: string, text: string): { readonly room: number; readonly least: number } {
  return {
    room: Math.max(chipWidth(shape), chipWidth(text), NUMBER),
    least: Math.max(chipWidth(shape), chipWidth(withoutMark(text)), BARE_NUMBER),
  }
}

/** What a chip says in a room of this width, in pixels at zoom 1: without its mark where there is none for it. */
export function chipText(text: string, room: number): string {
  return chipWidth(text) <= room + 1 ? text : withoutMark(text)
}

function withoutMark(text: string): string {
  return text.startsWith(`${RMS_MARK} `) ? text.slice(RMS_MARK.length + 1) : text
}

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
  const stays = last === undefined ? null : firstFree(wish, [last.t], [last.off], at, "cross wires")
  return stays ?? firstFree(wish, TRIES, [0], at)
}

/** Touching its wire. */
function beside(wish: ChipWish, at: Where): ChipPlace | null {
  const off = at.height / 2 + 2
  return firstFree(wish, TRIES, [-off, off], at)
}

/** On its wire and across another one. */
function across(wish: ChipWish, at: Where): ChipPlace | null {
  return firstFree(wish, TRIES, [0], at, "cross wires")
}

/** With a line to its wire. */
function led(wish: ChipWish, at: Where): ChipPlace | null {
  return (
    besideGap(wish, at) ?? firstFree(wish, TRIES, rings(at), at) ?? firstFree(wish, TRIES, rings(at), at, "cross wires")
  )
}

/** Anywhere near. */
function anywhere(wish: ChipWish, at: Where): ChipPlace | null {
  return firstFree(wish, [...TRIES, ...ENDS], rings(at), at, "cross all")
}

/** A number keeps its mark if it can; a line to the wire comes late. */
const WIDE = [
  [onWire, "width"],
  [beside, "width"],
] as const
const NARROW = [
  [onWire, "least"],
  [beside, "least"],
] as const
const CROSSING = [
  [across, "width"],
  [across, "least"],
] as const
const FAR = [
  [led, "width"],
  [led, "least"],
  [anywhere, "least"],
] as const
/** Near by, a mark is worth crossing another wire for; far out, chips keep off the many wires. */
const NEAR_ORDER = [...WIDE, ...CROSSING, ...NARROW, ...FAR]
const FAR_ORDER = [...WIDE, ...NARROW, ...CROSSING, ...FAR]
/** Height of a chip from which on the view is far out, in canvas pixels. */
const FAR_HEIGHT = 1.45 * CHIP_HEIGHT

/** Distances over and under a wire, nearest first. */
function rings({ height }: Where): readonly number[] {
  return [0, ...RINGS].flatMap((ring) => [-1, 1].map((way) => way * (height / 2 + 2 + ring * height)))
}

/** Over or under a short, level wire between cards that stand too near for its chip. */
function besideGap(wish: ChipWish, at: Where): ChipPlace | null {
  const { curve } = wish
  const { height } = at
  const [[x1, y1], [x2, y2]] = [pointAt(curve, 0), pointAt(curve, 1)]
  if (Math.abs(y2 - y1) > EDGE || x2 < x1 || x2 - x1 > 2 * wish.width) return null
  const offs = FURTHER.flatMap((further) => [-EDGE - height / 2 - further, EDGE + height / 2 + further])
  return firstFree(wish, [0.5], offs, at)
}

/**
 * The first place that is free, at the places `tries` along the curve, for each distance over or under it in turn. A chip never
 * lies on nodes and chips; it may be let lie on other wires, and its line lead across anything.
 */
function firstFree(
  wish: ChipWish,
  tries: readonly number[],
  offs: readonly number[],
  { taken, wires, height }: Where,
  may: "stand clear" | "cross wires" | "cross all" = "stand clear",
): ChipPlace | null {
  for (const off of offs) {
    for (const t of tries) {
      const [x, y] = pointAt(wish.curve, t)
      const at: Point = [x, y + off]
      const box = boxAround(at, wish.width, height)
      const free = taken.isFree(box) && (may !== "stand clear" || wires.isFree(box, wish.wire))
      if (free && (may === "cross all" || !isLed(off, height) || taken.isFree(leader(at, off))))
        return { at, t, off, width: wish.width }
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

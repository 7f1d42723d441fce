// Where what is said on the canvas stands, in pixels of the screen: near what it speaks of, in the free part of the
// view; where nothing near is free, elsewhere in it; and where nothing is, nowhere, or on as little as may be.

import { nearestFree } from "../../../graph/layout/freePlace.ts"
import type { Rect } from "./barPlace.ts"

interface Size {
  readonly width: number
  readonly height: number
}
type Point = readonly [x: number, y: number]

/** What is placed: beside one of the anchors, the first are the best; in the view; on nothing that is taken. */
export interface Room {
  readonly anchors: readonly Point[]
  readonly view: Rect
  readonly taken: readonly Rect[]
  /** Of what is taken that which lies above it: it would not cover them, but be covered. */
  readonly above?: readonly Rect[]
}

/** Something that cannot be read is worse by so much than something that covers as large a part of a card. */
const UNREAD = 10

const GAP = 10

/** What may be said of a box stands below it, above it or at its right. */
export function anchorsAround({ x, y, width, height }: Rect): readonly [below: Point, above: Point, right: Point] {
  return [
    [x + width / 2, y + height],
    [x + width / 2, y],
    [x + width, y + height / 2],
  ]
}

/** Whether a box of this size covers nothing at a corner, and is seen whole. */
export function isFree(corner: Point, size: Size, { view, taken, above = [] }: Room): boolean {
  const [x, y] = inside(corner, size, view)
  if (x !== corner[0] || y !== corner[1]) return false
  return coveredBy({ x, y, ...size }, taken) + coveredBy({ x, y, ...size }, above) === 0
}

/** Further from its anchor than this nobody sees what it speaks of. */
const FAR = 140

/** The upper left corner of a box of this size near one of the anchors, on nothing; null where there is no room. */
export function placeBeside(size: Size, room: Room): Point | null {
  const { corner, covered } = bestBeside(size, room)
  const free = covered === 0 ? corner : freeFor(size, room)
  return free !== null && room.anchors.some((anchor) => awayFrom(anchor, free, size) <= FAR) ? free : null
}

function awayFrom([x, y]: Point, [left, top]: Point, { width, height }: Size): number {
  return Math.hypot(gap(x, left, width), gap(y, top, height))
}

/** From a place to the nearest of a length that starts elsewhere. */
function gap(at: number, start: number, length: number): number {
  return Math.max(0, start - at, at - start - length)
}

/**
 * The same for what may stand anywhere, and be said more shortly: `sizes`, the best first. The first size that is free
 * near by, else the first that is free anywhere, else the smallest on as little as may be.
 */
export function placeAnywhere(
  sizes: readonly Size[],
  room: Room,
): { readonly corner: Point; readonly size: number; readonly isFree: boolean } {
  const near = sizes.map((size) => bestBeside(size, room))
  const free = near.findIndex(({ covered }) => covered === 0)
  if (free >= 0) return { corner: near[free]?.corner ?? [room.view.x, room.view.y], size: free, isFree: true }
  for (const [i, size] of sizes.entries()) {
    const corner = freeFor(size, room)
    if (corner !== null) return { corner, size: i, isFree: true }
  }
  const last = sizes.length - 1
  return { corner: near[last]?.corner ?? [room.view.x, room.view.y], size: last, isFree: false }
}

function bestBeside(
  size: Size,
  { anchors, view, taken, above = [] }: Room,
): { readonly corner: Point; readonly covered: number } {
  let best: Point = [view.x, view.y]
  let least = Number.POSITIVE_INFINITY
  for (const far of [GAP, 3 * GAP, 7 * GAP]) {
    const near = anchors.flatMap((anchor) => around(anchor, size, far))
    for (const place of [...near, ...anchors.flatMap((anchor) => aside(anchor, size, far))]) {
      const corner = inside(place, size, view)
      const box = { x: corner[0], y: corner[1], ...size }
      const covered = coveredBy(box, taken) + UNREAD * coveredBy(box, above)
      if (covered === 0) return { corner, covered }
      if (covered < least) [best, least] = [corner, covered]
    }
  }
  return { corner: best, covered: least }
}

/** The free place in the view that is nearest to an anchor, with some air round it if there is such a place; null without one. */
function freeFor(size: Size, { anchors, view, taken: below, above = [] }: Room): Point | null {
  const [[x, y] = [view.x, view.y]] = anchors
  const taken = [...below, ...above]
  const box = { x: x - size.width / 2, y: y - size.height / 2, ...size }
  const shift = nearestFree(box, taken, view, GAP) ?? nearestFree(box, taken, view, 0)
  return shift && [box.x + shift[0], box.y + shift[1]]
}

/** Above, below, right and left of a point. */
function around([x, y]: Point, { width, height }: Size, far: number): readonly Point[] {
  return [
    [x - width / 2, y - far - height],
    [x - width / 2, y + far],
    [x + far, y - height / 2],
    [x - far - width, y - height / 2],
  ]
}

/** Below and above a point as well, but beginning or ending there: what is wide may have room on one side alone. */
function aside([x, y]: Point, { width, height }: Size, far: number): readonly Point[] {
  return [y + far, y - far - height].flatMap((top): readonly Point[] => [
    [x, top],
    [x - width, top],
  ])
}

function inside([x, y]: Point, { width, height }: Size, view: Rect): Point {
  return [
    Math.max(view.x, Math.min(x, view.x + view.width - width)),
    Math.max(view.y, Math.min(y, view.y + view.height - height)),
  ]
}

/** Square pixels of the box that lie on others. */
function coveredBy(box: Rect, others: readonly Rect[]): number {
  return others.reduce((sum, other) => {
    const width = Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x)
    const height = Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y)
    return width > 0 && height > 0 ? sum + width * height : sum
  }, 0)
}

// Ways of threads over the canvas, in pixels of the screen: out of a picture, round what is taken to the card of the sum, and
// under it only where the way round would be much longer. Places alone are known here.

import type { Point } from "../../../graph/document.ts"
import type { Rect } from "../tools/barPlace.ts"
import { type Arriving, type Field, isOpen, leftFrom, STUB, squaresFrom } from "./field.ts"

/** Where a thread may leave a card or a word on a wire, and how it comes there from its cell. */
export interface Leaving {
  readonly at: Point
  /** From the cell, in its own picture. */
  readonly before: readonly Point[]
}

/** A thread's way: what lies in its own picture, and after it the corners on the canvas, the last at its row. */
export interface Way {
  readonly own: readonly Point[]
  readonly corners: readonly Point[]
}

/** Between threads that turn at one corner and from the first of them to the last; round a curve at most; between two points of it. */
const APART = 3.5
const SPREAD = 12
const ROUND = 18
const STEP = 4

/** The way of one thread to its row; of the places to leave at, that from which it is shortest in all is taken. */
export function wayTo(field: Field, leavings: readonly Leaving[], { card }: Arriving, row: number): Way {
  const costs = leavings.map(({ at, before }) => leftFrom(field, at) + lengthOf([...before, at]))
  const { at, before } = leavings[costs.indexOf(Math.min(...costs))] ?? { at: [card.x, row] as const, before: [] }
  const squares = squaresFrom(field, at)
  const onLeft = (squares.at(-1)?.[0] ?? at[0]) < card.x + card.width / 2
  const side = onLeft ? card.x : card.x + card.width
  const stub: Point = [side + (onLeft ? -STUB : STUB), row]
  return { own: before, corners: [...pulled(field, [at, ...squares, stub]), [side, row]] }
}

/** The same way with as few corners as the open allows. */
function pulled(field: Field, way: readonly Point[]): readonly Point[] {
  const corners: Point[] = []
  for (let i = 0; i < way.length; ) {
    const from = way[i] ?? [0, 0]
    corners.push(from)
    let to = i + 1
    for (let j = way.length - 1; j > to; j--) if (isOpen(field, from, way[j] ?? from)) to = j
    i = to
  }
  return corners
}

/** Threads that turn at one corner lie beside each other there: the sharper a turn, the further inside. */
export function sideBySide(ways: readonly Way[]): readonly Way[] {
  const at = new Map<string, { readonly way: number; readonly turn: number }[]>()
  for (const [way, { corners }] of ways.entries()) {
    for (let i = 1; i + 2 < corners.length; i++) {
      const key = String(corners[i])
      at.set(key, [...(at.get(key) ?? []), { way, turn: Math.abs(turnAt(corners, i)) }])
    }
  }
  for (const list of at.values()) list.sort((a, b) => b.turn - a.turn || a.way - b.way)
  return ways.map(({ own, corners }, way) => ({
    own,
    corners: corners.map((corner, i) => {
      const rank =
        i === 0 || i + 2 >= corners.length ? 0 : (at.get(String(corner))?.findIndex((one) => one.way === way) ?? 0)
      return rank <= 0 ? corner : moved(corners, i, rank * Math.min(APART, SPREAD / ways.length))
    }),
  }))
}

/** The angle by which a way turns at a corner, to the right plus. */
function turnAt(corners: readonly Point[], i: number): number {
  const [a, b, c] = [corners[i - 1], corners[i], corners[i + 1]]
  if (a === undefined || b === undefined || c === undefined) return 0
  const turn = Math.atan2(c[1] - b[1], c[0] - b[0]) - Math.atan2(b[1] - a[1], b[0] - a[0])
  return Math.atan2(Math.sin(turn), Math.cos(turn))
}

/** A corner moved to the outside of its turn. */
function moved(corners: readonly Point[], i: number, by: number): Point {
  const b: Point = corners[i] ?? [0, 0]
  const [a, c] = [corners[i - 1] ?? b, corners[i + 1] ?? b]
  const [back, on] = [unit(b, a), unit(b, c)]
  const [x, y] = [back[0] + on[0], back[1] + on[1]]
  const length = Math.hypot(x, y)
  return length < 1e-6 ? b : [b[0] - (x / length) * by, b[1] - (y / length) * by]
}

/** Points along a way, a few pixels from each other, its corners rounded. */
export function pointsAlong(corners: readonly Point[]): readonly Point[] {
  const points: Point[] = []
  for (const [i, corner] of corners.entries()) {
    const [before, after] = [corners[i - 1], corners[i + 1]]
    if (before === undefined || after === undefined) {
      lineTo(points, corner)
      continue
    }
    const reach = Math.min(ROUND, distance(before, corner) / 2, distance(corner, after) / 2)
    const [back, on] = [unit(corner, before), unit(corner, after)]
    const start: Point = [corner[0] + back[0] * reach, corner[1] + back[1] * reach]
    const end: Point = [corner[0] + on[0] * reach, corner[1] + on[1] * reach]
    lineTo(points, start)
    for (let k = 1, steps = Math.max(2, Math.ceil((1.6 * reach) / STEP)); k <= steps; k++) {
      const t = k / steps
      const mix = (axis: 0 | 1): number =>
        (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * corner[axis] + t ** 2 * end[axis]
      points.push([mix(0), mix(1)])
    }
  }
  return points
}

function lineTo(points: Point[], to: Point): void {
  const from = points.at(-1)
  const steps = from === undefined ? 1 : Math.max(1, Math.ceil(distance(from, to) / STEP))
  for (let k = 1; k <= steps; k++) {
    const t = k / steps
    points.push(from === undefined ? to : [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t])
  }
}

/** The parts of a way that lie on none of these boxes: it goes under them. */
export function partsBeside(points: readonly Point[], boxes: readonly Rect[]): readonly (readonly Point[])[] {
  const parts: Point[][] = []
  let open = false
  for (const [x, y] of points) {
    const free = !boxes.some((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)
    if (free && open) parts.at(-1)?.push([x, y])
    else if (free) parts.push([[x, y]])
    open = free
  }
  return parts.filter(({ length }) => length > 1)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** The direction from one point to another. */
function unit(from: Point, to: Point): Point {
  const far = distance(from, to)
  return far === 0 ? [0, 0] : [(to[0] - from[0]) / far, (to[1] - from[1]) / far]
}

function lengthOf(way: readonly Point[]): number {
  return way.reduce((sum, point, i) => sum + (i === 0 ? 0 : distance(way[i - 1] ?? point, point)), 0)
}

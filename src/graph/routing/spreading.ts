// Pieces of several wires that would lie on each other, or too near, are spread over the free strip that they run in, in the
// order in which they cross least. What stands fast are the pieces at ports.

import type { Point } from "../document.ts"
import { type Obstacles, TIGHT } from "./obstacles.ts"

/** A straight piece between two corners: where it lies across its own direction, and from where to where it leads. */
interface Piece {
  readonly wire: number
  readonly corner: number
  at: number
  readonly start: number
  readonly end: number
  /** To which side, across, the wire comes and goes. */
  readonly before: number
  readonly after: number
  low: number
  high: number
}

/** From one wire to the next in a strip. */
const APART = 12
/** How far a piece may leave its place. */
const SHIFT = 90

/** The ways with their pieces spread: first what runs up and down, then what runs across. */
export function spread(ways: readonly (readonly Point[])[], obstacles: Obstacles): readonly (readonly Point[])[] {
  const moved = ways.map((way) => way.map(([x, y]) => [x, y] as [number, number]))
  for (const axis of [0, 1] as const) {
    const pieces = piecesOf(moved, axis)
    for (const cluster of clusters(pieces)) {
      if (cluster.length < 2) continue
      for (const piece of cluster) freeStrip(piece, axis, obstacles, moved[piece.wire] ?? [])
      place(cluster)
      for (const { wire, corner, at } of cluster) {
        for (const i of [corner, corner + 1]) {
          const point = moved[wire]?.[i]
          if (point !== undefined) point[axis] = at
        }
      }
    }
  }
  return moved
}

/** Pieces across an axis that may move: not those at ports. */
function piecesOf(moved: readonly (readonly Point[])[], axis: 0 | 1): Piece[] {
  const along = axis === 0 ? 1 : 0
  const found: Piece[] = []
  for (const [wire, way] of moved.entries()) {
    for (let i = 1; i + 2 < way.length; i++) {
      const [before, a, b, after] = way.slice(i - 1, i + 3)
      if (before === undefined || a === undefined || b === undefined || after === undefined) continue
      if (a[axis] !== b[axis] || a[along] === b[along]) continue
      found.push({
        wire,
        corner: i,
        at: a[axis],
        start: a[along],
        end: b[along],
        before: before[axis] - a[axis],
        after: after[axis] - a[axis],
        low: a[axis],
        high: a[axis],
      })
    }
  }
  return found
}

/** Pieces that lie beside each other, and nearer than they should. */
function clusters(pieces: readonly Piece[]): readonly Piece[][] {
  const sorted = pieces.toSorted((a, b) => a.at - b.at || a.wire - b.wire)
  const root = sorted.map((_, i) => i)
  const rootOf = (i: number): number => {
    let at = i
    while (root[at] !== at) {
      root[at] = root[root[at] ?? at] ?? at
      at = root[at] ?? at
    }
    return at
  }
  for (const [i, j] of neighbours(sorted)) {
    const [a, b] = [rootOf(i), rootOf(j)]
    root[Math.max(a, b)] = Math.min(a, b)
  }
  const found = new Map<number, Piece[]>()
  for (const [i, piece] of sorted.entries()) {
    const key = rootOf(i)
    const there = found.get(key)
    if (there) there.push(piece)
    else found.set(key, [piece])
  }
  return [...found.values()]
}

/**
 * Numbers of two pieces of different wires that lie beside each other, nearer than they should. Strips as broad as that are
 * gone through along the pieces, so that many pieces one behind the other are not compared with each other.
 */
function* neighbours(sorted: readonly Piece[]): Generator<readonly [number, number]> {
  const strips = new Map<number, number[]>()
  for (const [i, { at }] of sorted.entries()) {
    const strip = Math.floor(at / APART)
    for (const s of [strip, strip + 1]) {
      const there = strips.get(s)
      if (there) there.push(i)
      else strips.set(s, [i])
    }
  }
  // A strip holds its own pieces and those of the one before it: two near ones share the strip of the second.
  for (const numbers of strips.values()) {
    const along = numbers.flatMap((i) => {
      const piece = sorted[i]
      return piece === undefined ? [] : [{ i, piece, low: Math.min(piece.start, piece.end) }]
    })
    along.sort((a, b) => a.low - b.low)
    for (const [k, { i, piece }] of along.entries()) {
      const end = Math.max(piece.start, piece.end) + APART
      for (let next = k + 1; next < along.length; next++) {
        const other = along[next]
        if (other === undefined || other.low >= end) break
        const isNear = Math.abs(other.piece.at - piece.at) < APART
        if (isNear && other.piece.wire !== piece.wire) yield [i, other.i]
      }
    }
  }
}

/** How far a piece can go to either side: up to the next box, and not past the corners before and after. */
function freeStrip(piece: Piece, axis: 0 | 1, obstacles: Obstacles, way: readonly Point[]): void {
  const [low, high] = [Math.min(piece.start, piece.end) - TIGHT + 1, Math.max(piece.start, piece.end) + TIGHT - 1]
  let [least, most] = [piece.at - SHIFT, piece.at + SHIFT]
  const met = axis === 0 ? obstacles.within(least, low, most, high) : obstacles.within(low, least, high, most)
  for (const i of met) {
    const box = obstacles.boxes[i]
    if (box === undefined) continue
    const [near, far] = axis === 0 ? [box.x, box.x + box.width] : [box.y, box.y + box.height]
    if (far <= piece.at) least = Math.max(least, far + TIGHT)
    else if (near >= piece.at) most = Math.min(most, near - TIGHT)
  }
  for (const i of [piece.corner - 1, piece.corner + 2]) {
    // A port's own piece keeps its direction, and some length.
    const isPort = i === 0 || i === way.length - 1
    const end = way[i]?.[axis] ?? piece.at
    if (!isPort || end === piece.at) continue
    if (end < piece.at) least = Math.max(least, end + TIGHT)
    else most = Math.min(most, end - TIGHT)
  }
  piece.low = Math.min(piece.at, least)
  piece.high = Math.max(piece.at, most)
}

/** Gives each piece a lane of its own, as near to where it was as the strip allows. */
function place(cluster: Piece[]): void {
  const order = sorted(cluster)
  const least = Math.max(...order.map(({ low }) => low))
  const most = Math.min(...order.map(({ high }) => high))
  if (least > most) return
  const gap = Math.min(APART, (most - least) / Math.max(1, order.length - 1))
  const middle = order.reduce((sum, { at }) => sum + at, 0) / order.length
  const half = (gap * (order.length - 1)) / 2
  const centre = Math.min(most - half, Math.max(least + half, middle))
  order.forEach((piece, i) => {
    piece.at = Math.round(2 * (centre - half + gap * i)) / 2
  })
}

/** By insertion, since which of two goes first says nothing of a third. */
function sorted(cluster: readonly Piece[]): Piece[] {
  const order: Piece[] = []
  for (const piece of cluster) {
    let at = order.length
    while (at > 0) {
      const other = order[at - 1]
      if (other === undefined || crossings(other, piece) <= crossings(piece, other)) break
      at -= 1
    }
    order.splice(at, 0, piece)
  }
  return order
}

/** How often two pieces cross if `a` lies on the low side of `b`. */
function crossings(a: Piece, b: Piece): number {
  let count = 0
  for (const [y, side] of [
    [a.start, a.before],
    [a.end, a.after],
  ] as const)
    if (side > 0 && isWithin(y, b)) count += 1
  for (const [y, side] of [
    [b.start, b.before],
    [b.end, b.after],
  ] as const)
    if (side < 0 && isWithin(y, a)) count += 1
  return count
}

function isWithin(y: number, { start, end }: Piece): boolean {
  return y >= Math.min(start, end) && y <= Math.max(start, end)
}

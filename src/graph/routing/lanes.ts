// The usual way round: out to the right, up or down beside the node, along one free lane, up or down again, in from the
// left. The lane that costs least is taken, if both turns have room.

import type { Point } from "../document.ts"
import type { Obstacles } from "./obstacles.ts"
import { costOf, type WireWish } from "./wish.ts"

/** From a port to the first turn, at least. */
export function stub({ clear }: Obstacles): number {
  return clear + 6
}

/** How far above and below both ends a lane is looked for, and how many are tried. */
const REACH = 420
const TRIES = 10
/** Turns are moved out of the way of a wider box so often. */
const SHIFTS = 6

/** Corners of the cheapest way of this form, if there is one. */
export function oneLane(wish: WireWish, obstacles: Obstacles, others: Obstacles): readonly Point[] | null {
  const { from, to, below } = wish
  const out = stub(obstacles)
  const [left, right] = [from[0] + out, below ? to[0] : to[0] - out]
  let best: { readonly way: readonly Point[]; readonly cost: number } | null = null
  for (const y of lanes(wish, obstacles, Math.min(left, right), Math.max(left, right))) {
    // Lanes come with the shortest way first: from here on none can cost less.
    if (best !== null && shortest(wish, y) >= best.cost) break
    const x1 = y === from[1] ? left : turn(obstacles, left, 1, from[1], y)
    const x2 = below || y === to[1] ? right : turn(obstacles, right, -1, to[1], y)
    if (x1 === null || x2 === null) continue
    const whole: readonly Point[] = [from, [x1, from[1]], [x1, y], [x2, y], [x2, to[1]], to]
    if (!isFree(whole, wish, obstacles)) continue
    const way = corners(whole)
    const { cost } = costOf(way, others)
    if (best === null || cost < best.cost) best = { way, cost }
  }
  return best?.way ?? null
}

/** Heights at which nothing stands between two places, the shortest way first. */
function lanes(
  { from, to, below, source, sink }: WireWish,
  obstacles: Obstacles,
  left: number,
  right: number,
): number[] {
  const { clear } = obstacles
  const top = Math.min(from[1], to[1]) - REACH
  const bottom = Math.max(from[1], to[1]) + REACH
  // A wire ahead leaves its own boxes beside it; one that goes back passes between or round them.
  const isAhead = from[0] < to[0]
  const isBeside = (owner: number): boolean => isAhead && (owner === source || (owner === sink && !below))
  const met: { readonly y: number; readonly height: number }[] = []
  obstacles.some(left - clear, top, right + clear, bottom, (i) => {
    const box = obstacles.boxes[i]
    if (box !== undefined && !isBeside(box.owner)) met.push(box)
    return false
  })
  met.sort((a, b) => a.y - b.y)
  const found = new Set<number>()
  let free = top
  met.push({ y: bottom, height: 0 })
  for (const { y, height } of met) {
    if (y - free >= 2 * clear) for (const at of placesIn(free + clear, y - clear, from[1], to[1])) found.add(at)
    free = Math.max(free, y + height)
  }
  const least = below ? to[1] + stub(obstacles) : Number.NEGATIVE_INFINITY
  return [...found]
    .filter((y) => y >= least)
    .sort((a, b) => detour(a, from, to) - detour(b, from, to))
    .slice(0, TRIES)
}

/** How far up and down a way along a lane leads, and how long it is at least. */
function detour(y: number, from: Point, to: Point): number {
  return Math.abs(y - from[1]) + Math.abs(y - to[1])
}
function shortest({ from, to }: WireWish, y: number): number {
  return Math.abs(to[0] - from[0]) + detour(y, from, to)
}

/** A strip with room for words under a lane at its upper edge. */
const WIDE = 64

/**
 * In a free strip: at the height of an end, else as near to both as the strip allows, or its middle, where it is narrow; and
 * along the upper edge of a wide one, where fewer wires may be in the way.
 */
function placesIn(first: number, last: number, ...ends: readonly number[]): readonly number[] {
  const straight = ends.filter((y) => y >= first && y <= last)
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const near = last < low ? last : first > high ? first : (first + last) / 2
  const middle = (first + last) / 2
  return [...straight, Math.abs(middle - near) <= 20 ? middle : near, ...(last - first > WIDE ? [first] : [])]
}

/** Where a wire turns between two heights: from `x` on, moved along until no box stands there. */
function turn(obstacles: Obstacles, x: number, way: 1 | -1, y1: number, y2: number): number | null {
  let at = x
  const { clear } = obstacles
  for (let shift = 0; shift < SHIFTS; shift++) {
    const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1]
    const met = obstacles.within(at - clear + 1, top - clear + 1, at + clear - 1, bottom + clear - 1)
    if (met.length === 0) return at
    for (const i of met) {
      const box = obstacles.boxes[i]
      if (box !== undefined) at = way === 1 ? Math.max(at, box.x + box.width + clear) : Math.min(at, box.x - clear)
    }
  }
  return null
}

/** The first piece touches its own node, the last the one it ends at. */
function isFree(way: readonly Point[], { source, sink }: WireWish, obstacles: Obstacles): boolean {
  const isLong = (i: number): boolean => way[i]?.[0] !== way[i + 1]?.[0] || way[i]?.[1] !== way[i + 1]?.[1]
  let last = way.length - 2
  while (last > 0 && !isLong(last)) last -= 1
  for (let i = 0; i <= last; i++) {
    const [[x1, y1] = [0, 0], [x2, y2] = [0, 0]] = [way[i], way[i + 1]]
    const [but, orBut] = [i === 0 ? source : -1, i === last ? sink : -1]
    if (isLong(i) && !obstacles.isFree(x1, y1, x2, y2, but, orBut)) return false
  }
  return true
}

/** Without points that are no corners. */
export function corners(way: readonly Point[]): readonly Point[] {
  const found: Point[] = []
  for (const point of way) {
    const [a, b] = [found.at(-2), found.at(-1)]
    if (b !== undefined && b[0] === point[0] && b[1] === point[1]) continue
    const straight =
      a !== undefined &&
      b !== undefined &&
      ((a[0] === b[0] && b[0] === point[0]) || (a[1] === b[1] && b[1] === point[1]))
    if (straight) found.pop()
    found.push(point)
  }
  return found
}

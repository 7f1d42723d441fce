// Ways for wires round what stands between their ends. A wire whose own curve is clear keeps it; the others leave to the
// right, run along free lanes and channels in straight pieces with corners, and arrive from the left (from below, at a
// param). Pieces that would lie on each other are spread over their channel. This folder knows places only, which
// layout or a hand has given; the canvas, pictures and the far drawing ask the same and get the same.

import type { Point } from "../document.ts"
import { oneLane } from "./lanes.ts"
import { type Obstacle, Obstacles, TIGHT } from "./obstacles.ts"
import { search } from "./search.ts"
import { spread } from "./spreading.ts"
import { costOf, type WireWish } from "./wish.ts"

/** A node as wires see it, in canvas units. */
export interface RoutedBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** What is written under it, which no wire crosses. */
  readonly words: Omit<Obstacle, "owner"> | null
}

/** Room that a direct curve keeps from boxes of others. */
const NEAR = 5
/** From a port on a curve is away from its own node. */
const PORT = 30
/** With more wires than this none looks how many others it crosses. */
const MANY = 1_500
/** With more than this the longer search is left to those that find no lane. */
const SOME = 150

/**
 * By wire, from end to end, the corners of the way round. A wire that is absent is drawn directly: nothing is in its way, or
 * there is no way round.
 */
export function routes(boxes: readonly RoutedBox[], wires: readonly WireWish[]): ReadonlyMap<string, readonly Point[]> {
  const taken = boxes.flatMap(({ words, ...box }, owner) => [
    { ...box, owner },
    ...(words === null ? [] : [{ ...words, owner: -1 }]),
  ])
  const obstacles = new Obstacles(taken)
  let narrow: Obstacles | null = null
  const blocked = wires.filter((wish) => !isClear(wish, obstacles))
  const others = new Obstacles(wires.length > MANY ? [] : crossable(wires, new Set(blocked)))
  const ways = blocked.flatMap((wish) => {
    const lane = oneLane(wish, obstacles, others)
    const isFine = lane !== null && (wires.length > SOME || costOf(lane, others).crossings === 0)
    const found = isFine ? null : search(wish, obstacles, others)
    const way =
      lane === null || (found !== null && costOf(found, others).cost < costOf(lane, others).cost) ? found : lane
    if (way !== null) return [{ wish, way }]
    narrow ??= new Obstacles(taken, TIGHT)
    const squeezed = oneLane(wish, narrow, others) ?? search(wish, narrow, others)
    return squeezed === null ? [] : [{ wish, way: squeezed }]
  })
  const placed = spread(
    ways.map(({ way }) => way),
    obstacles,
  )
  return new Map(ways.map(({ wish }, i) => [wish.id, placed[i] ?? []]))
}

/** Whether the direct curve meets no box; its own ones it may touch at its ends. */
function isClear({ source, sink, direct, from, to, below }: WireWish, obstacles: Obstacles): boolean {
  // One that turns back would run behind its own node.
  if (!below && to[0] - from[0] < 0) return false
  for (let first = 0; first < direct.length; first += STRETCH) {
    const stretch = direct.slice(first, first + STRETCH)
    const [left, top, right, bottom] = extent(stretch)
    const near = obstacles.within(left - NEAR, top - NEAR, right + NEAR, bottom + NEAR)
    for (const i of near) {
      const box = obstacles.boxes[i]
      if (box === undefined) continue
      const isOwn = box.owner === source || box.owner === sink
      const isAtPort = (at: Point): boolean => isOwn && (isNear(at, from) || isNear(at, to))
      if (stretch.some((at) => touches(box, at) && !isAtPort(at))) return false
    }
  }
  return true
}

/** So many points of a curve are asked about at once. */
const STRETCH = 20

function extent(points: readonly Point[]): readonly [left: number, top: number, right: number, bottom: number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return [left, top, right, bottom]
}

function touches({ x, y, width, height }: Obstacle, [a, b]: Point): boolean {
  return a + NEAR > x && a - NEAR < x + width && b + NEAR > y && b - NEAR < y + height
}

function isNear([x, y]: Point, [a, b]: Point): boolean {
  return Math.hypot(x - a, y - b) < PORT
}

/** The direct curves as boxes between their points: what a way would cross. */
function crossable(wires: readonly WireWish[], blocked: ReadonlySet<WireWish>): readonly Obstacle[] {
  return wires.flatMap((wish) => {
    if (blocked.has(wish)) return []
    return wish.direct.slice(1).map(([x, y], i) => {
      const [a, b] = wish.direct[i] ?? [x, y]
      return { x: Math.min(a, x), y: Math.min(b, y), width: Math.abs(x - a), height: Math.abs(y - b), owner: -1 }
    })
  })
}

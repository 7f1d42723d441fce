// Where one lane is not enough, the shortest way with few corners through the lines beside all boxes near by (A* over the
// grid of these lines).

import type { Point } from "../document.ts"
import { corners, stub } from "./lanes.ts"
import type { Obstacles } from "./obstacles.ts"
import { CORNER, CROSSING, type WireWish } from "./wish.ts"

/** How far around the ends one looks, first near, then far. */
const AROUND = [160, 1200]
/** With more crossings of lines than this there is no time to look. */
const MOST = 30_000

/** Corners of the way; null if none was found. */
export function search(wish: WireWish, obstacles: Obstacles, others: Obstacles): readonly Point[] | null {
  for (const around of AROUND) {
    const way = new Search(wish, obstacles, others, around).way()
    if (way !== null) return corners([wish.from, ...way, wish.to])
  }
  return null
}

/** Across and up, the two ways in which one arrives at a crossing. */
const ACROSS = 0
const UP = 1

class Search {
  private readonly obstacles: Obstacles
  private readonly others: Obstacles
  private readonly start: Point
  private readonly end: Point
  private readonly below: boolean
  private readonly xs: readonly number[]
  private readonly ys: readonly number[]
  private readonly cost: Float64Array
  private readonly before: Int32Array
  private readonly heap: { readonly at: number; readonly key: number }[] = []

  constructor(wish: WireWish, obstacles: Obstacles, others: Obstacles, around: number) {
    const { from, to, below } = wish
    const { clear } = obstacles
    this.others = others
    this.obstacles = obstacles
    this.below = below
    this.start = [this.past(from, 1), from[1]]
    this.end = below ? [to[0], to[1] + stub(obstacles)] : [this.past(to, -1), to[1]]
    const [left, right] = [Math.min(this.start[0], this.end[0]) - around, Math.max(this.start[0], this.end[0]) + around]
    const [top, bottom] = [Math.min(from[1], to[1]) - around, Math.max(from[1], to[1]) + around]
    const near = obstacles.within(left, top, right, bottom).flatMap((i) => obstacles.boxes[i] ?? [])
    this.xs = lines(
      [this.start[0], this.end[0]],
      near.flatMap(({ x, width }) => [x - clear, x + width + clear]),
    )
    this.ys = lines(
      [this.start[1], this.end[1]],
      near.flatMap(({ y, height }) => [y - clear, y + height + clear]),
    )
    const size = this.xs.length * this.ys.length > MOST ? 0 : 2 * this.xs.length * this.ys.length
    this.cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
    this.before = new Int32Array(size).fill(-1)
  }

  /** From the first turn to the last; null if there is none. */
  way(): readonly Point[] | null {
    if (this.cost.length === 0) return null
    const first = this.crossing(this.start, ACROSS)
    const last = this.crossing(this.end, this.below ? UP : ACROSS)
    this.cost[first] = 0
    this.push(first)
    for (let at = this.pop(); at !== -1; at = this.pop()) {
      if (at === last) return this.traced(last)
      this.visit(at)
    }
    return null
  }

  /** Clear of the words beside a port. */
  private past([x, y]: Point, way: 1 | -1): number {
    const { clear } = this.obstacles
    const out = stub(this.obstacles)
    let at = x + way * out
    for (const i of this.obstacles.within(at - clear, y - 1, at + clear, y + 1)) {
      const box = this.obstacles.boxes[i]
      if (box === undefined) continue
      at = way === 1 ? Math.max(at, box.x + box.width + clear) : Math.min(at, box.x - clear)
    }
    return Math.abs(at - x) > 3 * out ? x + way * out : at
  }

  private visit(at: number): void {
    const wide = this.xs.length
    const [cell, facing] = [at >> 1, at & 1]
    const [c, r] = [cell % wide, Math.floor(cell / wide)]
    for (const [dc, dr] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const [x1, y1, x2, y2] = [this.xs[c], this.ys[r], this.xs[c + dc], this.ys[r + dr]]
      if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) continue
      const turned = dc === 0 ? UP : ACROSS
      const next = 2 * ((r + dr) * wide + c + dc) + turned
      const way = (this.cost[at] ?? 0) + Math.abs(x2 - x1) + Math.abs(y2 - y1) + (turned === facing ? 0 : CORNER)
      if (way >= (this.cost[next] ?? 0) || !this.obstacles.isFree(x1, y1, x2, y2)) continue
      const cost = way + CROSSING * this.others.count(x1, y1, x2, y2)
      if (cost >= (this.cost[next] ?? 0)) continue
      this.cost[next] = cost
      this.before[next] = at
      this.push(next)
    }
  }

  private crossing([x, y]: Point, facing: number): number {
    return 2 * (this.ys.indexOf(y) * this.xs.length + this.xs.indexOf(x)) + facing
  }

  private traced(last: number): readonly Point[] {
    const way: Point[] = []
    for (let at = last; at !== -1; at = this.before[at] ?? -1) way.unshift(this.pointAt(at))
    return way
  }

  private pointAt(at: number): Point {
    const cell = at >> 1
    return [this.xs[cell % this.xs.length] ?? 0, this.ys[Math.floor(cell / this.xs.length)] ?? 0]
  }

  // ---- A binary heap of crossings, by cost so far and the way that is left at least ----

  private push(at: number): void {
    const [x, y] = this.pointAt(at)
    const key = (this.cost[at] ?? 0) + Math.abs(x - this.end[0]) + Math.abs(y - this.end[1])
    const { heap } = this
    let i = heap.push({ at, key }) - 1
    for (let up = (i - 1) >> 1; i > 0 && (heap[up]?.key ?? 0) > key; i = up, up = (i - 1) >> 1) swap(heap, i, up)
  }

  private pop(): number {
    const { heap } = this
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined) return -1
    if (heap.length === 0) return top.at
    heap[0] = last
    for (let i = 0; ; ) {
      const [a, b] = [2 * i + 1, 2 * i + 2]
      const least = (heap[b]?.key ?? Infinity) < (heap[a]?.key ?? Infinity) ? b : a
      if ((heap[least]?.key ?? Infinity) >= last.key) return top.at
      swap(heap, i, least)
      i = least
    }
  }
}

function swap<T>(list: T[], a: number, b: number): void {
  const [one, other] = [list[a], list[b]]
  if (one === undefined || other === undefined) return
  list[a] = other
  list[b] = one
}

/** Sorted, each once; of those that nearly fall together one, but all that must be there. */
function lines(needed: readonly number[], others: readonly number[]): readonly number[] {
  const sorted = [...new Set(others)].sort((a, b) => a - b)
  const kept = sorted.filter((at, i) => i === 0 || at - (sorted[i - 1] ?? 0) > 1)
  return [...new Set([...needed, ...kept])].sort((a, b) => a - b)
}

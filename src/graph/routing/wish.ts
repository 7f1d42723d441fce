import type { Point } from "../document.ts"
import type { Obstacles } from "./obstacles.ts"

/** A wire that wants a way. */
export interface WireWish {
  readonly id: string
  /** Boxes at its ends, by number. */
  readonly source: number
  readonly sink: number
  readonly from: Point
  readonly to: Point
  /** It ends at a port on the lower edge. */
  readonly below: boolean
  /** Points along the curve that it has if nothing is in its way. */
  readonly direct: readonly Point[]
}

/** What a corner costs, in canvas units of way. */
export const CORNER = 40
/** What a wire costs that is crossed, likewise. */
export const CROSSING = 50

/** What a way costs beside others, and how many of them it crosses. */
export function costOf(
  way: readonly Point[],
  others: Obstacles,
): { readonly cost: number; readonly crossings: number } {
  let [length, crossings] = [0, 0]
  for (const [i, [x, y]] of way.entries()) {
    const next = way[i + 1]
    if (next === undefined) break
    length += Math.abs(next[0] - x) + Math.abs(next[1] - y)
    crossings += others.count(x, y, next[0], next[1])
  }
  return { cost: length + CORNER * (way.length - 2) + CROSSING * crossings, crossings }
}

// Where the number that a pulse brings stands while it travels: it waits beside the one card until its pulse comes by, goes
// along the wire, and stays beside the other card, on no card and no words. Where cards are near it goes over or under the wire
// or at its side; between cards that it cannot pass it is not seen, while its pulse is. Pure; canvas coordinates.

import type { Point } from "../../../graph/document.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import { type Curve, pointAt } from "../../../graph/drawing/wires/curve.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"

/** From one part of the wire to another, in the order in which they are passed. */
export interface BadgeWay {
  readonly from: number
  readonly to: number
  /** How far beside the wire, at parts of it that follow each other evenly, from its beginning to its end. */
  readonly asides: readonly Point[]
  /** Whether it covers nothing there. */
  readonly clear: readonly boolean[]
}

/** The middle of a number, and how much it is seen there, from 0 to 1. */
interface Badge {
  readonly at: Point
  readonly seen: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The wire is looked at in so many places. */
const PLACES = 24
/** How many heights over and under the wire a place is looked for. */
const RINGS = [0.7, 1, 1.4, 1.9, 2.5, 3.2]
/** What it costs: to cover something, in heights; to stand beside the wire, and to come nearer or go away, by the distance. */
const COVERS = 6
const STANDS_ASIDE = 0.25
const MOVES_ASIDE = 0.5

/** The best way of a number of this size, forward or back; null where it would cover something wherever it stood. */
export function badgeWay(
  curve: Curve,
  forward: boolean,
  { width, height }: Size,
  isFree: (box: PlacedBox) => boolean,
): BadgeWay | null {
  const choices = choicesFor(width, height)
  const points = Array.from({ length: PLACES + 1 }, (_, i) => pointAt(curve, i / PLACES))
  const free = points.map(([x, y]) => choices.map(([dx, dy]) => isFree(boxAround([x + dx, y + dy], width, height))))
  const chosen = cheapest(free, choices, COVERS * height)
  const clear = chosen.map((choice, i) => free[i]?.[choice] === true)
  const ends = [clear.indexOf(true) / PLACES, clear.lastIndexOf(true) / PLACES] as const
  if (ends[0] < 0) return null
  const [from, to] = forward ? ends : [ends[1], ends[0]]
  return { from, to, asides: chosen.map((choice) => choices[choice] ?? ON_WIRE), clear }
}

/** When its pulse has come to a part of the wire. */
export function badgeOn(curve: Curve, { from, to, asides, clear }: BadgeWay, part: number): Badge {
  const t = Math.min(Math.max(from, to), Math.max(Math.min(from, to), part))
  const [x, y] = pointAt(curve, t)
  const before = Math.min(PLACES - 1, Math.floor(t * PLACES))
  const rest = t * PLACES - before
  const [[ax, ay] = ON_WIRE, [bx, by] = ON_WIRE] = [asides[before], asides[before + 1]]
  const seen = (clear[before] ? 1 - rest : 0) + (clear[before + 1] ? rest : 0)
  return { at: [x + ax + (bx - ax) * rest, y + ay + (by - ay) * rest], seen }
}

/** By place along the wire which choice makes the whole way cheapest. */
function cheapest(free: readonly (readonly boolean[])[], choices: readonly Point[], covers: number): readonly number[] {
  const stands = choices.map((aside) => STANDS_ASIDE * Math.hypot(...aside))
  const moves = choices.map((a) => choices.map((b) => MOVES_ASIDE * Math.hypot(a[0] - b[0], a[1] - b[1])))
  const came: number[][] = []
  let costs = choices.map(() => 0)
  for (const here of free) {
    const best = choices.map((_, to) => leastOf(costs, (cost, from) => cost + (moves[from]?.[to] ?? 0)))
    came.push(best.map(({ index }) => index))
    costs = best.map(({ least }, to) => least + (stands[to] ?? 0) + (here[to] ? 0 : covers))
  }
  const way: number[] = []
  let { index } = leastOf(costs, (cost) => cost)
  for (const from of came.reverse()) {
    way.unshift(index)
    index = from[index] ?? 0
  }
  return way
}

/** The first that is least wins: on the wire rather than beside it. */
function leastOf(costs: readonly number[], of: (cost: number, index: number) => number) {
  let [index, least] = [0, Number.POSITIVE_INFINITY]
  for (const [i, cost] of costs.entries()) {
    const now = of(cost, i)
    if (now < least) [index, least] = [i, now]
  }
  return { index, least }
}

const ON_WIRE: Point = [0, 0]

/** On the wire, then over and under it, then at its sides. */
function choicesFor(width: number, height: number): readonly Point[] {
  const along = RINGS.flatMap((ring): readonly Point[] => [
    [0, -ring * height],
    [0, ring * height],
  ])
  const side = width / 2 + height / 4
  return [ON_WIRE, ...along, [side, 0], [-side, 0]]
}

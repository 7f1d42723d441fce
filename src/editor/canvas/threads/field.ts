// How far it is from everywhere in a view to the card of a sum, round what is taken: a grid of squares, flooded once from both
// sides of that card, which answers for all threads. In pixels of the screen.

import type { Point } from "../../../graph/document.ts"
import type { Rect } from "../tools/barPlace.ts"

/** Where threads arrive: at either side of a card, each at its own height. */
export interface Arriving {
  readonly card: Rect
  /** The heights between which they arrive. */
  readonly rows: readonly [top: number, bottom: number]
}

/** Side of a square, and how many squares are flooded at most: more would be felt while the view moves. */
const SQUARE = 8
const MOST_SQUARES = 9000
/** What a step over something that is taken costs, beside 1 for one in the open; and one close beside it. */
const OVER = 5
const BESIDE = 2
/** Room that a thread keeps from what it passes, and from the card that it arrives at to its last corner. */
const CLEAR = 7
export const STUB = 5

/** Squares of a view: what a step on each costs, how far it is from there, and which is the next on the way. */
export interface Field {
  readonly view: Rect
  readonly side: number
  readonly wide: number
  readonly high: number
  readonly cost: Uint8Array
  readonly left: Int32Array
  readonly next: Int32Array
}

const FAR = 2 ** 30

/** Floods a view from both sides of the card that threads arrive at. */
export function fieldTo({ card, rows }: Arriving, taken: readonly Rect[], view: Rect): Field {
  const side = Math.max(SQUARE, Math.sqrt((view.width * view.height) / MOST_SQUARES))
  const [wide, high] = [Math.max(1, Math.ceil(view.width / side)), Math.max(1, Math.ceil(view.height / side))]
  const cost = new Uint8Array(wide * high).fill(1)
  const field: Field = {
    view,
    side,
    wide,
    high,
    cost,
    left: new Int32Array(wide * high).fill(FAR),
    next: new Int32Array(wide * high).fill(-1),
  }
  for (const box of [...taken, card]) raise(field, grown(box, CLEAR), BESIDE)
  // A gap in which the middle of a square lies is open.
  for (const box of [...taken, card]) raise(field, grown(box, -side / 2), OVER)
  const ends: number[] = []
  for (const x of [card.x - STUB, card.x + card.width + STUB]) {
    if (x < view.x || x > view.x + view.width) continue
    for (let y = rows[0]; y <= rows[1]; y += side) ends.push(squareAt(field, [x, y]))
  }
  flood(field, ends)
  return field
}

/** How far it is from a point, in pixels in the open. */
export function leftFrom(field: Field, at: Point): number {
  return ((field.left[squareAt(field, at)] ?? FAR) / UNIT) * field.side
}

/** The middles of the squares from a point on. */
export function squaresFrom(field: Field, at: Point): readonly Point[] {
  const { view, side, wide, next } = field
  const way: Point[] = []
  for (let s = squareAt(field, at); s >= 0; s = next[s] ?? -1)
    way.push([view.x + ((s % wide) + 0.5) * side, view.y + (Math.floor(s / wide) + 0.5) * side])
  return way
}

/** Whether a straight line passes nothing that is taken; at its ends it may be close beside something. */
export function isOpen(field: Field, a: Point, b: Point): boolean {
  const steps = Math.ceil((2 * Math.hypot(b[0] - a[0], b[1] - a[1])) / field.side)
  const near = (6 * CLEAR) / field.side
  for (let i = 1; i < steps; i++) {
    const t = i / steps
    const cost = field.cost[squareAt(field, [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t])] ?? 1
    if (cost > (i <= near || steps - i <= near ? BESIDE : 1)) return false
  }
  return true
}

/** A box with room around it. */
export function grown({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

function raise({ view, side, wide, high, cost }: Field, { x, y, width, height }: Rect, to: number): void {
  const [left, top] = [Math.max(0, Math.floor((x - view.x) / side)), Math.max(0, Math.floor((y - view.y) / side))]
  const right = Math.min(wide - 1, Math.floor((x + width - view.x) / side))
  const bottom = Math.min(high - 1, Math.floor((y + height - view.y) / side))
  for (let row = top; row <= bottom; row++) {
    for (let s = row * wide + left; s <= row * wide + right; s++) cost[s] = Math.max(cost[s] ?? 0, to)
  }
}

/** The neighbours of a square, and how far they are: 5 and 7 are nearly 1 and √2. Both squares' costs count half. */
const AROUND = [-1, 0, 1].flatMap((dy) =>
  [-1, 0, 1].flatMap((dx) => (dx === 0 && dy === 0 ? [] : [{ dx, dy, far: dx === 0 || dy === 0 ? 5 : 7 }])),
)
const UNIT = 10

/** Dijkstra's order; as all that is left is a small whole number, squares wait in a list for each. */
function flood({ wide, high, cost, left, next }: Field, ends: readonly number[]): void {
  const waiting: number[][] = [[...ends]]
  for (const end of ends) left[end] = 0
  for (let key = 0; key < waiting.length; key++) {
    for (const s of waiting[key] ?? []) {
      if (left[s] !== key) continue
      const [x, y] = [s % wide, Math.floor(s / wide)]
      for (const { dx, dy, far } of AROUND) {
        if (x + dx < 0 || x + dx >= wide || y + dy < 0 || y + dy >= high) continue
        const other = s + dy * wide + dx
        const through = key + far * ((cost[s] ?? 1) + (cost[other] ?? 1))
        if (through >= (left[other] ?? 0)) continue
        left[other] = through
        next[other] = s
        const list = waiting[through]
        if (list === undefined) waiting[through] = [other]
        else list.push(other)
      }
    }
  }
}

/** The square of a point; of one outside of the view the nearest. */
function squareAt({ view, side, wide, high }: Field, [x, y]: Point): number {
  const column = Math.max(0, Math.min(wide - 1, Math.floor((x - view.x) / side)))
  const row = Math.max(0, Math.min(high - 1, Math.floor((y - view.y) / side)))
  return row * wide + column
}

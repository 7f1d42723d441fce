// The way of every wire that is drawn: its own curve where nothing is in the way, else round what is. The canvas, pictures
// and the far drawing all ask here.

import type { Point } from "../document.ts"
import { type RoutedBox, routes } from "../routing/routes.ts"
import type { WireWish } from "../routing/wish.ts"
import { claimedBy } from "./claims.ts"
import type { PlacedFace } from "./face.ts"
import type { DrawnEnd, JoinedWire } from "./joined.ts"
import { type Curve, curveBetween, curveThrough, pointAt } from "./wires/curve.ts"

/** Points along a curve at which is asked whether something is there, from one to the next, in canvas pixels. */
const STEP = 12
const MOST_POINTS = 160

/** By wire: the corners of its way, where it must go round something. */
export type Ways = ReadonlyMap<string, readonly Point[]>

/** All that finding ways takes: what stands where, and the ends of each wire. */
export interface WaysQuestion {
  readonly boxes: readonly RoutedBox[]
  readonly ends: readonly Omit<WireWish, "direct">[]
}

/** The ways of all wires that cannot be drawn directly. */
export function waysOf(nodes: readonly PlacedFace[], wires: readonly JoinedWire<PlacedFace>[]): Ways {
  return waysAmong(waysQuestion(nodes, wires))
}

/** What is asked for these nodes and wires, as plain data. */
export function waysQuestion(nodes: readonly PlacedFace[], wires: readonly JoinedWire<PlacedFace>[]): WaysQuestion {
  const numbers = new Map(nodes.map((node, i) => [node, i]))
  const ends = wires.map(({ wire, from, to }) => ({
    id: wire.id,
    source: numbers.get(from.node) ?? -1,
    sink: numbers.get(to.node) ?? -1,
    from: pointOf(from),
    to: pointOf(to),
    below: to.port.side === "param",
  }))
  return { boxes: nodes.map(routedBox), ends }
}

/** The answer: ways of the wires that cannot be drawn directly. */
export function waysAmong({ boxes, ends }: WaysQuestion): Ways {
  const wishes = ends.map((end) => ({ ...end, direct: pointsOf(curveBetween(end.from, end.to, end.below)) }))
  return routes(boxes, wishes)
}

/** The curve of a wire with these ends; its way counts only if it has them too: a node that is dragged leaves it behind. */
export function curveOn(way: readonly Point[] | undefined, from: Point, to: Point, below: boolean): Curve {
  const [first, last] = [way?.[0], way?.at(-1)]
  const fits = first !== undefined && last !== undefined && isAt(first, from) && isAt(last, to)
  return way !== undefined && fits ? curveThrough(way) : curveBetween(from, to, below)
}

/** The editor measures ports with the border of their card. */
const BORDER = 3

function isAt([x, y]: Point, [a, b]: Point): boolean {
  return Math.abs(x - a) < BORDER && Math.abs(y - b) < BORDER
}

/** Where a port is, in canvas coordinates. */
export function pointOf({ node, port }: DrawnEnd<PlacedFace>): Point {
  return [node.x + port.at[0], node.y + port.at[1]]
}

function routedBox(placed: PlacedFace): RoutedBox {
  const { face, x, y } = placed
  const { width, height } = face
  const claimed = claimedBy(placed)
  const words = { ...claimed, y: y + height, height: claimed.height - height }
  return { x, y, width, height, words: words.height === 0 ? null : words }
}

function pointsOf(curve: Curve): readonly Point[] {
  const count = Math.min(MOST_POINTS, Math.max(2, Math.ceil(curve.length / STEP)))
  return Array.from({ length: count + 1 }, (_, i) => pointAt(curve, i / count))
}

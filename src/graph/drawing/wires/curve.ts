// The one geometry of wires: the drawn curve, the chip on it and the dots along it all come from here. A wire that goes
// forward is one cubic Bézier; one that must go back turns around, runs back in the gap between, and turns again.
// Canvas coordinates. Wires leave to the right and arrive from the left (from below, at a param).

import type { Point } from "../../document.ts"

type Cubic = readonly [from: Point, leave: Point, arrive: Point, to: Point]

/** A wire as it is drawn: cubic pieces, one behind the other. */
export interface Curve {
  readonly pieces: readonly Cubic[]
  /** Length of each piece, in canvas pixels. */
  readonly lengths: readonly number[]
  readonly length: number
}

/** Room that a turn takes beside a node. */
const TURN = 34
/** From here on a wire goes back rather than bends. */
const BACK = -24

/** `below`: the wire ends at a port on the lower edge of its node. */
export function curveBetween(from: Point, to: Point, below = false): Curve {
  if (below) return curveOf([fromBelow(from, to)])
  return to[0] - from[0] < BACK ? around(from, to) : curveOf([ahead(from, to)])
}

/**
 * Radius of a corner, where both pieces are long enough for it. Ways keep 4 pixels from cards; an arc goes round the corner of
 * one, and less than a pixel into it, up to 5 · (2 + √2) = 17.1.
 */
const CORNER = 17
/** How far the handles of a cubic quarter circle reach, as a part of its radius. */
const QUARTER = 0.5523

/** Straight pieces from point to point with round corners. */
export function curveThrough(points: readonly Point[]): Curve {
  const pieces: Cubic[] = []
  let here = points[0] ?? [0, 0]
  for (const [i, corner] of points.entries()) {
    const [before, after] = [points[i - 1], points[i + 1]]
    if (before === undefined) continue
    if (after === undefined) {
      pieces.push(straight(here, corner))
      continue
    }
    // The pieces at the ends give all of their length, the others half, since they have two corners.
    const room = [before, after].map((end, side) => {
      const isEnd = side === 0 ? i === 1 : i === points.length - 2
      return Math.hypot(end[0] - corner[0], end[1] - corner[1]) * (isEnd ? 1 : 0.5)
    })
    const radius = Math.min(CORNER, ...room)
    const [enter, leave] = [towards(corner, before, radius), towards(corner, after, radius)]
    pieces.push(straight(here, enter))
    pieces.push([enter, between(enter, corner, QUARTER), between(leave, corner, QUARTER), leave])
    here = leave
  }
  return curveOf(pieces.filter(([a, , , b]) => a[0] !== b[0] || a[1] !== b[1]))
}

function straight(from: Point, to: Point): Cubic {
  return [from, between(from, to, 1 / 3), between(from, to, 2 / 3), to]
}

function towards(from: Point, to: Point, far: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1])
  return length === 0 ? from : between(from, to, far / length)
}

function ahead(from: Point, to: Point): Cubic {
  const across = to[0] - from[0]
  const reach = Math.max(across / 2, Math.min(48, Math.abs(to[1] - from[1]) / 2))
  return [from, [from[0] + reach, from[1]], [to[0] - reach, to[1]], to]
}

function fromBelow(from: Point, to: Point): Cubic {
  const reach = Math.max(36, Math.abs(to[0] - from[0]) / 2)
  const up = Math.max(36, Math.abs(to[1] - from[1]) / 2)
  return [from, [from[0] + reach, from[1]], [to[0], to[1] + up], to]
}

function around(from: Point, to: Point): Curve {
  const down = to[1] - from[1]
  // Ends at one height: pass below both nodes.
  const lane = Math.abs(down) < 120 ? Math.max(from[1], to[1]) + 96 : from[1] + down / 2 + Math.sign(down) * 18
  const start: Point = [from[0], lane]
  const end: Point = [to[0], lane]
  return curveOf([
    [from, [from[0] + TURN * 1.5, from[1]], [from[0] + TURN * 1.5, lane], start],
    [start, between(start, end, 1 / 3), between(start, end, 2 / 3), end],
    [end, [to[0] - TURN * 1.5, lane], [to[0] - TURN * 1.5, to[1]], to],
  ])
}

function between(a: Point, b: Point, t: number): Point {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}

function curveOf(pieces: readonly Cubic[]): Curve {
  const lengths = pieces.map(lengthOf)
  return { pieces, lengths, length: lengths.reduce((sum, length) => sum + length, 0) }
}

/** The `d` of an SVG path. */
export function curvePath({ pieces }: Curve): string {
  const start = pieces[0]?.[0] ?? [0, 0]
  const words = pieces.map(([, leave, arrive, to]) => `C${leave.join()} ${arrive.join()} ${to.join()}`)
  return `M${start.join()} ${words.join(" ")}`
}

/** The point at a part t of the length, from 0 to 1: exact between pieces, by parameter within one. */
export function pointAt({ pieces, lengths, length }: Curve, t: number): Point {
  let rest = t * length
  for (const [i, piece] of pieces.entries()) {
    const long = lengths[i] ?? 0
    if (rest <= long || i === pieces.length - 1) return bezier(piece, long === 0 ? 0 : Math.min(1, rest / long))
    rest -= long
  }
  return [0, 0]
}

/** B(t) = (1−t)³P₀ + 3(1−t)²t P₁ + 3(1−t)t² P₂ + t³P₃. */
function bezier([from, leave, arrive, to]: Cubic, t: number): Point {
  const s = 1 - t
  const a = s * s * s
  const b = 3 * s * s * t
  const c = 3 * s * t * t
  const d = t * t * t
  return [
    a * from[0] + b * leave[0] + c * arrive[0] + d * to[0],
    a * from[1] + b * leave[1] + c * arrive[1] + d * to[1],
  ]
}

/** By 12 chords: enough to give dots an even speed. */
function lengthOf(piece: Cubic): number {
  let length = 0
  let before = piece[0]
  for (let i = 1; i <= 12; i++) {
    const point = bezier(piece, i / 12)
    length += Math.hypot(point[0] - before[0], point[1] - before[1])
    before = point
  }
  return length
}

// The one geometry of wires: the drawn curve, the chip on it and the dots along it all come from here.
// A wire is one cubic Bézier in canvas coordinates, leaving to the right and arriving from the left (from below, at a param).

import type { Point } from "../../graph/document.ts"

export interface Curve {
  readonly from: Point
  readonly leave: Point
  readonly arrive: Point
  readonly to: Point
}

/** `below`: the wire ends at a port on the lower edge of its node. */
export function curveBetween(from: Point, to: Point, below = false): Curve {
  const reach = handleLength(to[0] - from[0], Math.abs(to[1] - from[1]))
  const leave: Point = [from[0] + reach, from[1]]
  const up = Math.max(36, Math.abs(to[1] - from[1]) / 2)
  return { from, leave, arrive: below ? [to[0], to[1] + up] : [to[0] - reach, to[1]], to }
}

// Half the way across for wires that go forward; wires that go back need room to turn around.
function handleLength(across: number, down: number): number {
  if (across >= 0) return Math.max(across / 2, Math.min(40, down / 2))
  return Math.min(220, 40 + Math.sqrt(-across) * 6)
}

export function curvePath({ from, leave, arrive, to }: Curve): string {
  return `M${from[0]},${from[1]} C${leave[0]},${leave[1]} ${arrive[0]},${arrive[1]} ${to[0]},${to[1]}`
}

/** B(t) = (1−t)³P₀ + 3(1−t)²t P₁ + 3(1−t)t² P₂ + t³P₃. */
export function pointAt({ from, leave, arrive, to }: Curve, t: number): Point {
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

/** Length by 16 chords: enough to give dots an even speed. */
export function curveLength(curve: Curve): number {
  let length = 0
  let before = curve.from
  for (let i = 1; i <= 16; i++) {
    const point = pointAt(curve, i / 16)
    length += Math.hypot(point[0] - before[0], point[1] - before[1])
    before = point
  }
  return length
}

// The place nearest to a wanted one where a box stands clear of all others and inside the part of the canvas that is seen.

import type { Point } from "../document.ts"
import type { PlacedBox } from "../edit/arrange.ts"

/** What is seen of a canvas, and what lies over it. */
export interface Stage {
  readonly view: PlacedBox
  readonly covered: readonly PlacedBox[]
}

/** Among more boxes than this in view nobody looks for the nearest gap. */
const MOST = 80

/** The shift that brings a box to the nearest such place; null if there is none. `margin`: what stays free around the box. */
export function nearestFree(
  box: PlacedBox,
  taken: readonly PlacedBox[],
  view: PlacedBox,
  margin: number,
): Point | null {
  const [right, bottom] = [view.x + view.width - box.width, view.y + view.height - box.height]
  if (right < view.x || bottom < view.y) return null
  const near = taken.filter((other) => meet(view, other, margin))
  if (near.length > MOST) return null
  const x = clamp(box.x, view.x, right)
  const y = clamp(box.y, view.y, bottom)
  const across = near.flatMap((one) => [one.x - margin - box.width, one.x + one.width + margin])
  const down = near.flatMap((one) => [one.y - margin - box.height, one.y + one.height + margin])
  const xs = [x, view.x, right, ...across.filter((at) => at >= view.x && at <= right)]
  const ys = [y, view.y, bottom, ...down.filter((at) => at >= view.y && at <= bottom)]
  const places = xs.flatMap((at) => ys.map((under): Point => [at - box.x, under - box.y]))
  places.sort((a, b) => far(a) - far(b))
  const isFree = ([dx, dy]: Point): boolean =>
    !near.some((other) => meet({ ...box, x: box.x + dx, y: box.y + dy }, other, margin))
  return places.find(isFree) ?? null
}

/** Whether two boxes overlap, or lie closer together than a margin. */
export function meet(a: PlacedBox, b: PlacedBox, margin: number): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  )
}

function far([dx, dy]: Point): number {
  return Math.abs(dx) + Math.abs(dy)
}

function clamp(at: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, at))
}

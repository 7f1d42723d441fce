// What a round brush leaves on a picture: straight pieces of a path, soft at the rim.

import type { TensorData } from "../../tensor/tensor.ts"

/** More than rounding can move a distance, in pixels. */
const SLACK = 1e-6

/** A place on a picture, in pixels from the upper left corner. */
export type Spot = readonly [x: number, y: number]

/**
 * Draws a path into `ink` (size × size, the share of each pixel that is covered, row by row), in place. `width` in pixels; a
 * path of one spot is a dot. Where paths cross, the larger share counts.
 */
export function inkAlong(ink: TensorData, size: number, path: readonly Spot[], width: number): void {
  const reach = (width + 1) / 2
  let from = path[0]
  for (const to of path) {
    if (from === undefined) return
    const [left, right] = span(from[0], to[0], reach, size)
    const [top, bottom] = span(from[1], to[1], reach, size)
    const cover = coverOf(from, to, reach)
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const i = row * size + column
        const share = cover(column + 0.5, row + 0.5)
        if (share > (ink[i] ?? 0)) ink[i] = share
      }
    }
    from = to
  }
}

/** The pixels along one axis that a piece between two places can reach. */
function span(a: number, b: number, reach: number, size: number): readonly [first: number, last: number] {
  return [Math.max(0, Math.floor(Math.min(a, b) - reach)), Math.min(size - 1, Math.ceil(Math.max(a, b) + reach))]
}

/** The share of a pixel at a place that a straight piece covers: 1 near it, 0 from `reach` on, by its distance between. */
function coverOf([fromX, fromY]: Spot, [toX, toY]: Spot, reach: number): (x: number, y: number) => number {
  const dx = toX - fromX
  const dy = toY - fromY
  const length = dx * dx + dy * dy
  const far = (reach + SLACK) ** 2
  const well = Math.max(0, reach - 1 - SLACK) ** 2
  return (x, y) => {
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / length))
    const across = x - fromX - share * dx
    const down = y - fromY - share * dy
    // Most pixels are far off or well inside: `hypot`, whose last bit counts for the rim, takes longer than all the rest.
    const square = across * across + down * down
    if (square > far) return 0
    if (square < well) return 1
    return Math.min(1, Math.max(0, reach - Math.hypot(across, down)))
  }
}

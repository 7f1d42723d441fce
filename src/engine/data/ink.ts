// What a round brush leaves on a picture: straight pieces of a path, soft at the rim.

import type { TensorData } from "../../tensor/tensor.ts"

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
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const i = row * size + column
        const share = Math.min(1, Math.max(0, reach - distanceTo([column + 0.5, row + 0.5], from, to)))
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

/** To the nearest place of a straight piece, in pixels. */
function distanceTo([x, y]: Spot, [fromX, fromY]: Spot, [toX, toY]: Spot): number {
  const [dx, dy] = [toX - fromX, toY - fromY]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / length))
  return Math.hypot(x - fromX - share * dx, y - fromY - share * dy)
}

// A round brush on one grey picture: a stroke brightens (or darkens) the cells near its path, softly at its rim.

import type { PictureSize } from "./plane.ts"

export type Spot = readonly [x: number, y: number]

/** Brush radius in cells: a digit's stroke is about a twelfth of the picture wide. */
function brushRadius({ rows, columns }: Pick<PictureSize, "rows" | "columns">): number {
  return Math.max(0.6, Math.min(rows, columns) / 24)
}

/**
 * Paints a straight piece of a stroke into `cells` (H×W from 0 to 1), in place. Places are in cells, from the upper left
 * corner. Ink never makes a cell darker, the eraser never brighter, so going over a place again changes little.
 */
export function stroke(
  cells: Float64Array,
  size: Pick<PictureSize, "rows" | "columns">,
  from: Spot,
  to: Spot,
  erase: boolean,
): void {
  const radius = brushRadius(size)
  for (let row = 0; row < size.rows; row++) {
    for (let column = 0; column < size.columns; column++) {
      const distance = distanceTo([column + 0.5, row + 0.5], from, to)
      const ink = Math.min(1, Math.max(0, radius + 0.5 - distance))
      if (ink === 0) continue
      const i = row * size.columns + column
      const now = cells[i] ?? 0
      cells[i] = erase ? Math.min(now, 1 - ink) : Math.max(now, ink)
    }
  }
}

/** From a place to the nearest point of the segment. */
function distanceTo([x, y]: Spot, [x1, y1]: Spot, [x2, y2]: Spot): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length))
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy)
}

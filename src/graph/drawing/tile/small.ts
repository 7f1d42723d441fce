// The small picture of a tensor that is asked for to draw a tile.

import type { Thumbnail } from "../../../tensor/summary/thumbnail.ts"
import type { Tile } from "./tile.ts"

/** Which planes of a tensor, and how small each. */
export function askedBy({ planes, rows, columns }: Pick<Tile, "planes" | "rows" | "columns">) {
  return { first: 0, count: planes, size: Math.max(rows, columns) }
}

/** Whether a small picture has the cells that are drawn. */
export function fitsTile({ planes }: Thumbnail, tile: Tile): boolean {
  return planes.data.length === tile.planes * tile.rows * tile.columns
}

/** The largest magnitude in a small picture, which is drawn in the full hue; 0 where no number is finite. */
export function largestIn({ min, max }: Thumbnail): number {
  return Number.isNaN(min) ? 0 : Math.max(Math.abs(min), Math.abs(max))
}

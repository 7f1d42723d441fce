// The numbers of the pictures on cards: a small one of each tensor, for the canvas and for what is exported of it.

import type { Family } from "../../graph/drawing/tile/colour.ts"
import type { Tile } from "../../graph/drawing/tile/tile.ts"
import type { Thumbnail } from "../../tensor/summary/thumbnail.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { type Reading, thumbnailOf } from "./numbers.ts"
import type { RunState } from "./run.ts"
import type { RunTensor } from "./shown.ts"

/** The tensor of a picture, in a phase in which it is shown. */
export function tileTensor(
  { result, phase }: Pick<RunState, "result" | "phase">,
  family: Family,
  { place }: Tile,
): RunTensor | undefined {
  const shown = phase === "backward" || (phase === "forward" && family === "value")
  return shown ? result?.at(family, place) : undefined
}

/** Its small picture; null where the tensor has other planes: a run of a moment ago may have had other shapes. */
export function tileReading(tensor: RunTensor, { planes: count, rows, columns }: Tile): Reading<Thumbnail> | null {
  return planesOf(tensor.shape) < count ? null : thumbnailOf(tensor, { first: 0, count, size: Math.max(rows, columns) })
}

/** Whether a small picture has the cells that are drawn. */
export function fitsTile({ planes }: Thumbnail, tile: Tile): boolean {
  return planes.data.length === tile.planes * tile.rows * tile.columns
}

/** The largest magnitude in a small picture, which is drawn in the full hue; 0 where no number is finite. */
export function largestIn({ min, max }: Thumbnail): number {
  return Number.isNaN(min) ? 0 : Math.max(Math.abs(min), Math.abs(max))
}

function planesOf(shape: Shape): number {
  return shape.includes(0) ? 0 : sizeOf(shape.slice(0, -2))
}

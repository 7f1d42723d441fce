// The numbers of the pictures on cards: a small one of each tensor, for the canvas and for what is exported of it.

import type { Family } from "../../graph/drawing/tile/colour.ts"
import { type Dropped, holesIn } from "../../graph/drawing/tile/drops.ts"
import { askedBy } from "../../graph/drawing/tile/small.ts"
import type { Tile } from "../../graph/drawing/tile/tile.ts"
import type { WeightsPlace } from "../../graph/drawing/tile/weights.ts"
import type { Thumbnail } from "../../tensor/summary/thumbnail.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { mapped, type Reading, thumbnailOf } from "./numbers.ts"
import type { RunState } from "./run.ts"
import type { RunTensor, ShownRun } from "./shown.ts"
import { zerosOf } from "./stats.ts"

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
export function tileReading(tensor: RunTensor, tile: Tile): Reading<Thumbnail> | null {
  return planesOf(tensor.shape) < tile.planes ? null : thumbnailOf(tensor, askedBy(tile))
}

/** What a run dropped of the tensor in a picture; null where it drops nothing, or there is no such mask. */
export function droppedReading(result: ShownRun | null, tile: Tile): Reading<Dropped | null> | null {
  const mask = tile.drops?.mask == null ? undefined : result?.at("value", tile.drops.mask)
  const reading = mask === undefined ? null : tileReading(mask, tile)
  if (mask === undefined || reading === null) return null
  const of = sizeOf(mask.shape)
  const kept = Math.round((1 - zerosOf(mask).share) * of)
  return mapped(reading, ({ planes }) => {
    const holes = holesIn(tile, planes)
    return holes === null ? null : { holes, kept, of }
  })
}

/** What a node has learned, as it is drawn on its card; null where the run has no such numbers. */
export function weightsReading(result: ShownRun | null, weights: WeightsPlace): Reading<Thumbnail> | null {
  const tensor = result?.at("param", weights.place)
  const { planes, rows, columns } = weights
  const shape = [planes, rows, columns]
  if (tensor === undefined || sizeOf(tensor.shape) !== sizeOf(shape)) return null
  return thumbnailOf(tensor, { first: 0, count: planes, size: Math.max(rows, columns), shape })
}

function planesOf(shape: Shape): number {
  return shape.includes(0) ? 0 : sizeOf(shape.slice(0, -2))
}

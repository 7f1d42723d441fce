// The numbers of the pictures on cards: a small one of each tensor, for the canvas and for what is exported of it.

import type { Family } from "../../graph/drawing/tile/colour.ts"
import { type Dropped, holesIn } from "../../graph/drawing/tile/drops.ts"
import { askedBy, largestIn } from "../../graph/drawing/tile/small.ts"
import { askedByRow, hasRow, type Statistics, type StatisticsRow } from "../../graph/drawing/tile/statistics.ts"
import { type RowNumbers, rowNumbers } from "../../graph/drawing/tile/table.ts"
import type { Tile } from "../../graph/drawing/tile/tile.ts"
import { askedByWeights, hasWeights, type WeightsPlace } from "../../graph/drawing/tile/weights.ts"
import type { Thumbnail } from "../../tensor/summary/thumbnail.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { allOf, mapped, type Reading, thumbnailOf } from "./numbers.ts"
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

/** The largest magnitude in several pictures that are drawn on one scale, of those that there are numbers of. */
export function sharedLargest(
  state: Pick<RunState, "result" | "phase">,
  family: Family,
  tiles: readonly Tile[],
): Reading<number> {
  const readings = tiles.flatMap((tile) => {
    const tensor = tileTensor(state, family, tile)
    return tensor === undefined ? [] : (tileReading(tensor, tile) ?? [])
  })
  return mapped(allOf(readings), (small) => Math.max(0, ...small.map(largestIn)))
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

/** A node's own numbers, as they are drawn on its card; null where the run has no such numbers. */
export function weightsReading(result: ShownRun | null, weights: WeightsPlace): Reading<Thumbnail> | null {
  const tensor = result?.at(weights.kind, weights.place)
  return tensor === undefined || !hasWeights(tensor.shape, weights)
    ? null
    : thumbnailOf(tensor, askedByWeights(weights))
}

/** The rows of a table, in their order. */
export function statisticsReading(
  result: ShownRun | null,
  { rows }: Statistics,
): Reading<readonly (RowNumbers | null)[]> {
  return allOf(rows.map((row) => rowReading(result, row)))
}

/** One of them; null where the run has no such numbers. */
export function rowReading(result: ShownRun | null, row: StatisticsRow): Reading<RowNumbers | null> {
  const tensor = result?.at(row.kind, row.place)
  const all = tensor === undefined ? 0 : sizeOf(tensor.shape)
  if (tensor === undefined || !hasRow(row, all)) return NONE
  return mapped(thumbnailOf(tensor, askedByRow(row, all)), rowNumbers)
}

const NONE: Reading<null> = { now: () => ({ is: null }), later: async () => null }

function planesOf(shape: Shape): number {
  return shape.includes(0) ? 0 : sizeOf(shape.slice(0, -2))
}

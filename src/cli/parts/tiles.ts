// The tensors of a run as cards show them.

import { classNamesIn } from "../../engine/data/classNames.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import type { TileNumbers, TilesOf, WeightsNumbers } from "../../formats/figures/tile.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { type Dropped, holesIn } from "../../graph/drawing/tile/drops.ts"
import { askedBy, fitsTile, largestIn } from "../../graph/drawing/tile/small.ts"
import type { Tile } from "../../graph/drawing/tile/tile.ts"
import { thumbnailsOf } from "../../tensor/summary/thumbnail.ts"
import { zeroShare } from "../../tensor/summary/zeros.ts"
import { sizeOf, viewed } from "../../tensor/tensor.ts"

/** What is drawn of each tensor; nothing of one that has not run, or that no gradient reached. */
export function tilesOfRun(result: RunResult, { data }: GradwireDocument): TilesOf {
  const names = classNamesIn(data)
  return (tile, family): TileNumbers | null => {
    const tensor = (family === "value" ? result.values : result.gradients).get(tile.place)
    const small = tensor === undefined ? null : thumbnailsOf(tensor, askedBy(tile))
    if (small === null || !fitsTile(small, tile)) return null
    return { data: small.planes.data, largest: largestIn(small), names, dropped: droppedIn(result, tile) }
  }
}

/** What is drawn of what layers have learned. */
export function weightsOfRun({ params }: RunResult): WeightsNumbers {
  return ({ place, planes, rows, columns }) => {
    const tensor = params.get(place)
    const asked = { first: 0, count: planes, size: Math.max(rows, columns) }
    const small = tensor === undefined ? null : thumbnailsOf(viewed(tensor, [planes, rows, columns]), asked)
    return small === null ? null : { data: small.planes.data, largest: largestIn(small) }
  }
}

function droppedIn(result: RunResult, tile: Tile): Dropped | null {
  const mask = tile.drops?.mask == null ? undefined : result.values.get(tile.drops.mask)
  const small = mask === undefined ? null : thumbnailsOf(mask, askedBy(tile))
  const holes = small === null ? null : holesIn(tile, small.planes)
  if (mask === undefined || holes === null) return null
  const of = sizeOf(mask.shape)
  return { holes, kept: Math.round((1 - zeroShare(mask)) * of), of }
}

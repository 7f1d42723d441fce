// The tensors of a run as cards show them.

import { classNamesIn } from "../../engine/data/classNames.ts"
import { tensorsOf } from "../../engine/numbers/report.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import type { StripNumbers } from "../../formats/figures/strip.ts"
import type { TileNumbers, TilesOf } from "../../formats/figures/tile.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import { type Dropped, holesIn } from "../../graph/drawing/tile/drops.ts"
import { askedBy, fitsTile, largestIn } from "../../graph/drawing/tile/small.ts"
import { askedByRow, hasRow } from "../../graph/drawing/tile/statistics.ts"
import { sharedScales, sharedWith } from "../../graph/drawing/tile/sums.ts"
import { type RowNumbers, rowNumbers } from "../../graph/drawing/tile/table.ts"
import type { Tile } from "../../graph/drawing/tile/tile.ts"
import { askedByWeights, hasWeights } from "../../graph/drawing/tile/weights.ts"
import { type Thumbnail, thumbnailsOf } from "../../tensor/summary/thumbnail.ts"
import { zeroShare } from "../../tensor/summary/zeros.ts"
import { sizeOf, viewed } from "../../tensor/tensor.ts"

/** What is drawn of each tensor; nothing of one that has not run, or that no gradient reached. */
export function tilesOfRun(result: RunResult, analysis: Analysis): TilesOf {
  const names = classNamesIn(analysis.document.data)
  const smallOf = (tile: Tile, family: Family): Thumbnail | null => {
    const tensor = (family === "value" ? result.values : result.gradients).get(tile.place)
    return tensor === undefined ? null : thumbnailsOf(tensor, askedBy(tile))
  }
  return (tile, family): TileNumbers | null => {
    const small = smallOf(tile, family)
    if (small === null || !fitsTile(small, tile)) return null
    const tiles = sharedScales(analysis).get(tile.place)
    const all = (tiles ?? [tile]).flatMap((one) => smallOf(one, family) ?? [])
    const largest = Math.max(...all.map(largestIn))
    return {
      data: small.planes.data,
      largest,
      shared: sharedWith(analysis, tile.place),
      names,
      dropped: droppedIn(result, tile),
    }
  }
}

/** What is drawn between the words of a card and the picture of its tensor. */
export function stripsOfRun(result: RunResult): StripNumbers {
  const rows = (small: Thumbnail | null): RowNumbers | null => (small === null ? null : rowNumbers(small))
  return {
    weights: (weights) => {
      const tensor = tensorsOf(result, weights.kind).get(weights.place)
      if (tensor === undefined || !hasWeights(tensor.shape, weights)) return null
      const asked = askedByWeights(weights)
      return rows(thumbnailsOf(viewed(tensor, asked.shape), asked))
    },
    row: (row) => {
      const tensor = tensorsOf(result, row.kind).get(row.place)
      const all = tensor === undefined ? 0 : sizeOf(tensor.shape)
      if (tensor === undefined || !hasRow(row, all)) return null
      const asked = askedByRow(row, all)
      return rows(thumbnailsOf(viewed(tensor, asked.shape), asked))
    },
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

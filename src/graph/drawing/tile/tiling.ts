// Which picture a node has: of which output, of which of its axes, and as what.

import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { primaryOutput } from "../../analysis/ports.ts"
import { singleShape } from "../../analysis/shapes.ts"
import { batchAxis } from "../../measure/axes/axes.ts"
import { isHeavy } from "../../measure/costs.ts"
import { scoresIn } from "../../measure/scores.ts"
import { placeName } from "../../wire.ts"
import { dropsOf } from "./drops.ts"
import { bars, freshTile, isPad, pad, planeSize } from "./sheets.ts"
import { FEW_NODES, MANY_NODES, type Tile, type TileSize } from "./tile.ts"

// An analysis of a node is never changed; of others its picture depends by the meaning of its axes and their number alone.
const known = new WeakMap<
  NodeAnalysis,
  { readonly batch: number | null; readonly size: TileSize; readonly scores: number | null; readonly tile: Tile }
>()

/**
 * What the card of a node shows; null where nothing is known of its shape, or nothing is drawn of it. The same object while
 * the picture is the same.
 */
export function tileOf(node: NodeAnalysis, analysis: Analysis): Tile | null {
  const port = node.op === null ? null : primaryOutput(node.op)
  const shape = port === null || node.outputs === null ? null : singleShape(node.outputs[port])
  if (port === null || shape === null || shape.some((size) => size === 0)) return null
  const place = { node: node.id, port }
  const batch = shape.length > 2 ? (batchAxis(analysis, place) ?? (shape.length > 3 ? 0 : null)) : null
  const size = sizeIn(analysis)
  if (size === null) return null
  const scaled = size === "large"
  const drops = dropsOf(node)
  const scores = scaled && drops === null ? scoresIn(analysis, node, port, shape) : null
  const before = known.get(node)
  if (before?.batch === batch && before.size === size && before.scores === scores) return before.tile
  const name = placeName(place)
  const grey = scaled && node.op?.kind === "Input" && isPad(shape)
  const [rows, columns] = planeSize(shape)
  const fresh =
    scores !== null ? bars(name, scores) : grey ? pad(name, rows, columns) : freshTile(name, shape, batch, size)
  const tile = drops === null ? fresh : { ...fresh, drops }
  known.set(node, { batch, size, scores, tile })
  return tile
}

const sizes = new WeakMap<Analysis, TileSize | null>()

/** How large the pictures of a graph are; null where it has none: of many nodes whose numbers nobody sees unasked. */
function sizeIn(analysis: Analysis): TileSize | null {
  const count = analysis.nodes.size
  if (count <= FEW_NODES) return "large"
  if (count <= MANY_NODES) return "small"
  const found = sizes.get(analysis)
  if (found !== undefined) return found
  const size = isHeavy(analysis) ? null : "least"
  sizes.set(analysis, size)
  return size
}

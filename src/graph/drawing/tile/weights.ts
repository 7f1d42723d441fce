// What a layer has learned, beside the words of its card: the filters of a convolution, the weights of a Linear, as maps where
// maps were flattened into it. They take the room that words leave, so that no card grows for them.

import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { type Filters, filtersOf } from "../../measure/filters.ts"
import { FEW_NODES, type Sheet, stepsOf } from "./tile.ts"

/** Learned numbers that are pictures: `conv1.weight`. */
export interface Weights {
  readonly place: string
  readonly shape: Filters["shape"]
}

/** Where they are drawn on a card, in canvas pixels, every map of them. */
export interface WeightsPlace extends Sheet {
  readonly place: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A rectangle that is free. */
export interface Room {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** More cells are too many to be told apart on a card. */
const MOST_CELLS = 4096
/** Steps along a map below which its cells are cut in finer ones, so that gaps are narrow. */
const FINE = 7
/** Of a cell at least this much must be seen, in pixels of the screen. */
const LEAST_CELL = 0.9
/** Of a map that is one of several at least this much along its longer side. */
const LEAST_MAP = 5
/** Of a cell at most this much. */
const LARGEST_CELL = 8
/** As high and wide as this, and of such an area, it is worth its place, in pixels of the screen and their square. */
const WORTH = { side: 8, area: 400 }

/** Null where a node learns no pictures, and in graphs whose cards are small. */
export function weightsOf(node: NodeAnalysis, analysis: Analysis): Weights | null {
  if (analysis.nodes.size > FEW_NODES || node.params.length === 0) return null
  const found = filtersOf(analysis, node)
  if (found === null || found.shape.reduce((product, size) => product * size, 1) > MOST_CELLS) return null
  return { place: `${node.id}.${found.param}`, shape: found.shape }
}

/** As large as one of several rooms lets it be; null where none is large enough at this zoom. */
export function placeWeights({ place, shape }: Weights, rooms: readonly Room[], zoom: number): WeightsPlace | null {
  let best: WeightsPlace | null = null
  for (const room of rooms) {
    for (const sheet of sheetsOf(shape)) {
      const [wide, high] = stepsOf(sheet)
      const scale = Math.min(room.width / wide, room.height / high, LARGEST_CELL / sheet.steps)
      const [width, height] = [scale * wide, scale * high]
      const isWorth = Math.min(width, height) * zoom >= WORTH.side && width * height * zoom ** 2 >= WORTH.area
      const cell = scale * sheet.steps * zoom
      const map = sheet.planes === 1 ? LEAST_MAP : cell * Math.max(sheet.rows, sheet.columns)
      const isSeen = isWorth && cell >= LEAST_CELL && map >= LEAST_MAP
      if (!isSeen || (best !== null && scale * sheet.steps <= (best.width / stepsOf(best)[0]) * best.steps + 1e-9))
        continue
      // At the right edge, in the middle of what is free.
      best = { ...sheet, place, x: room.x + room.width - width, y: room.y + (room.height - height) / 2, width, height }
    }
  }
  return best
}

/** A row for each output; where each has but one map, rows of as many as leave none over. */
function sheetsOf([outputs, inputs, rows, columns]: Weights["shape"]): readonly Sheet[] {
  const planes = outputs * inputs
  const steps = Math.max(1, Math.ceil(FINE / Math.max(rows, columns)))
  const gap = planes === 1 ? 0 : Math.max(1, Math.round((Math.max(rows, columns) * steps) / FINE))
  const whole = Array.from({ length: planes }, (_, i) => i + 1).filter((across) => planes % across === 0)
  const wraps = inputs === 1 ? whole : [inputs, planes]
  return wraps.map((across) => ({ planes, rows, columns, across, gap, steps }))
}

// What of a layer's own numbers is a picture: the filters of a convolution, the weights of a Linear, as maps where maps were
// flattened into it, and how much each query of an attention takes of each key. They lie in a strip between the words of a card
// and the picture of its tensor, or beside the words where words need that strip.

import { type Shape, sizeOf, type TensorData } from "../../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { singleShape } from "../../analysis/shapes.ts"
import { filtersOf } from "../../measure/filters.ts"
import { placeName } from "../../wire.ts"
import { textWidth } from "../text/textWidth.ts"
import { FEW_NODES, type Sheet, stepsOf } from "./tile.ts"

/** Numbers that are pictures, `conv1.weight`: so many rows of so many maps. */
export interface Weights {
  readonly kind: "param" | "value" | "onCard"
  readonly place: string
  readonly shape: readonly [outputs: number, inputs: number, rows: number, columns: number]
  /** The shape of which planes are the maps, where it is not the tensor's own. */
  readonly view: Shape | null
  /** What lies along the sides of a map, in lines, where nothing else says it. */
  readonly words: readonly string[]
  /** Zeros are what was left out: holes. */
  readonly masked: boolean
}

/** Where they are drawn on a card, in canvas pixels, every map of them. */
export interface WeightsPlace extends Sheet, Pick<Weights, "kind" | "place" | "view" | "masked"> {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly label: Label | null
}

/** Words beside the maps: the left end of each line, and its middle. */
interface Label {
  readonly x: number
  readonly lines: readonly { readonly text: string; readonly y: number }[]
  readonly size: number
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
/** Of attention so many heads, each made as small as this. */
const HEADS = { most: 16, size: 32 }
/** Steps along a map below which its cells are cut in finer ones, so that gaps are narrow. */
const FINE = 7
/** Of a cell at least this much must be seen, in pixels of the screen. */
const LEAST_CELL = 0.9
/** Of a map that is one of several at least this much along its longer side. */
const LEAST_MAP = 5
/** Of a cell at most this much; of attention, which may be of few tokens, more. */
const LARGEST_CELL = { learned: 8, attention: 14 }
/** As high and wide as this, and of such an area, it is worth its place, in pixels of the screen and their square. */
const WORTH = { side: 8, area: 400 }

/** Null where a node has no such pictures; learned ones are drawn in graphs whose cards are large. */
export function weightsOf(node: NodeAnalysis, analysis: Analysis): Weights | null {
  const attention = attentionOf(node)
  if (attention !== null || analysis.nodes.size > FEW_NODES || node.params.length === 0) return attention
  const found = filtersOf(analysis, node)
  if (found === null || sizeOf(found.shape) > MOST_CELLS) return null
  const [outputs, inputs, rows, columns] = found.shape
  const place = `${node.id}.${found.param}`
  const view = [outputs * inputs, rows, columns]
  return { kind: "param", place, shape: found.shape, view, words: [], masked: false }
}

/** Of the first example one map a head. */
function attentionOf({ id, op, context, outputs }: NodeAnalysis): Weights | null {
  if (op?.attends === undefined || context === null || outputs === null) return null
  const { weights, heads } = op.attends({ ...context, outputs })
  const shape = singleShape(outputs[weights])
  const [queries, keys] = [shape?.at(-2) ?? 0, shape?.at(-1) ?? 0]
  if (shape === null || sizeOf(shape) === 0 || heads < 1) return null
  return {
    kind: op.outputs[weights]?.hidden ? "onCard" : "value",
    place: placeName({ node: id, port: weights }),
    shape: [Math.min(heads, HEADS.most), 1, Math.min(queries, HEADS.size), Math.min(keys, HEADS.size)],
    view: null,
    words: ["queries ↓", "keys →"],
    masked: true,
  }
}

/** As large as one of several rooms lets it be; null where none is large enough at this zoom. */
export function placeWeights(weights: Weights, rooms: readonly Room[], zoom: number): WeightsPlace | null {
  const { kind, place, view, masked, shape } = weights
  const largest = largestCell(weights)
  let best: WeightsPlace | null = null
  for (const room of rooms) {
    for (const sheet of sheetsOf(shape)) {
      const [wide, high] = stepsOf(sheet)
      const scale = Math.min(room.width / wide, room.height / high, largest / sheet.steps)
      const [width, height] = [scale * wide, scale * high]
      const isWorth = Math.min(width, height) * zoom >= WORTH.side && width * height * zoom ** 2 >= WORTH.area
      const cell = scale * sheet.steps * zoom
      const map = sheet.planes === 1 ? LEAST_MAP : cell * Math.max(sheet.rows, sheet.columns)
      const isSeen = isWorth && cell >= LEAST_CELL && map >= LEAST_MAP
      if (!isSeen || (best !== null && scale * sheet.steps <= (best.width / stepsOf(best)[0]) * best.steps + 1e-9))
        continue
      // At the right edge, in the middle of what is free.
      const at = { x: room.x + room.width - width, y: room.y + (room.height - height) / 2, width, height }
      best = { ...sheet, kind, place, view, masked, ...at, label: null }
    }
  }
  return best
}

/** What is asked of a tensor to draw them. */
export function askedByWeights({ planes, rows, columns, view }: WeightsPlace) {
  return { first: 0, count: planes, size: Math.max(rows, columns), ...(view === null ? {} : { shape: view }) }
}

/** Whether a tensor of this shape has them: a run of a moment ago may have had other shapes. */
export function hasWeights(shape: Shape, { planes, rows, columns, view }: WeightsPlace): boolean {
  if (view !== null) return sizeOf(shape) === sizeOf(view)
  const [high, wide] = [shape.at(-2) ?? 0, shape.at(-1) ?? 0]
  const size = Math.max(rows, columns)
  return sizeOf(shape.slice(0, -2)) >= planes && Math.min(high, size) === rows && Math.min(wide, size) === columns
}

/** Of a picture's cells 1 where it is exactly zero: softmax gives a zero only to what was left out. */
export function maskedIn(data: TensorData, { masked }: Pick<WeightsPlace, "masked">): Uint8Array | null {
  return masked ? Uint8Array.from(data, (x) => (x === 0 ? 1 : 0)) : null
}

/** Between maps and the words beside them, and the height of a line, as parts of the size of letters. */
const LABEL = { apart: 0.8, line: 1.2 }

/** In the middle of a room, with its words beside it where both fit. */
export function centred(placed: WeightsPlace, { words }: Weights, room: Room, size: number): WeightsPlace {
  const wide = Math.max(0, ...words.map((text) => textWidth(text, size))) + LABEL.apart * size
  const [high, middle] = [words.length * LABEL.line * size, placed.y + placed.height / 2]
  const isLabelled = words.length > 0 && high <= room.height && placed.width + wide <= room.width
  const x = room.x + (room.width - placed.width - (isLabelled ? wide : 0)) / 2
  if (!isLabelled) return { ...placed, x }
  const lines = words.map((text, i) => ({ text, y: middle + (i - (words.length - 1) / 2) * LABEL.line * size }))
  return { ...placed, x, label: { x: x + placed.width + LABEL.apart * size, lines, size } }
}

/** Width and height of a strip at most, in canvas pixels; `low` on small cards. */
const STRIP = { width: 188, height: 40, low: 26 }
/** Smaller cells are not worth a strip; of this size they are large enough, and the strip is as low as it can be. */
const STRIP_CELL = { least: 3, good: 4.5 }

/** As high as the strip is kept near by; 0 where nothing could be told apart in one. What has no other place may be finer. */
export function weightsHeight(weights: Weights, scaled: boolean): number {
  const { shape, masked } = weights
  const largest = largestCell(weights)
  let best = { cell: 0, height: 0 }
  for (const sheet of sheetsOf(shape)) {
    const [wide, high] = stepsOf(sheet)
    const scale = Math.min(STRIP.width / wide, (scaled ? STRIP.height : STRIP.low) / high, largest / sheet.steps)
    const [cell, height] = [scale * sheet.steps, scale * high]
    const [isGood, wasGood] = [cell >= STRIP_CELL.good, best.cell >= STRIP_CELL.good]
    if (isGood === wasGood ? (isGood ? height < best.height : cell > best.cell) : isGood) best = { cell, height }
  }
  return best.cell < (masked ? LEAST_CELL : STRIP_CELL.least) ? 0 : Math.ceil(best.height)
}

function largestCell({ masked }: Weights): number {
  return masked ? LARGEST_CELL.attention : LARGEST_CELL.learned
}

/** Rows of the maps of one output, or of as many outputs as leave none over. */
function sheetsOf([outputs, inputs, rows, columns]: Weights["shape"]): readonly Sheet[] {
  const planes = outputs * inputs
  const steps = Math.max(1, Math.ceil(FINE / Math.max(rows, columns)))
  const gap = planes === 1 ? 0 : Math.max(1, Math.round((Math.max(rows, columns) * steps) / FINE))
  const whole = Array.from({ length: outputs }, (_, i) => i + 1).filter((beside) => outputs % beside === 0)
  return whole.map((beside) => ({ planes, rows, columns, across: beside * inputs, gap, steps }))
}

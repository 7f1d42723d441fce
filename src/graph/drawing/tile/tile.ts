// What a card shows of its tensor: a few numbers as numbers, a matrix as one map, channels as a sheet of maps. This folder
// says from shapes alone what is drawn and how much room it takes, so that a card has its size before anything has run, and
// the place of the gradient is kept below that of the value. It reads no numbers. Sizes are in canvas pixels.

import type { Shape } from "../../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { primaryOutput } from "../../analysis/ports.ts"
import { singleShape } from "../../analysis/shapes.ts"
import type { GradwireDocument } from "../../document.ts"
import { batchAxis } from "../../measure/axes/axes.ts"
import { scoresIn } from "../../measure/scores.ts"
import { placeName } from "../../wire.ts"

/** The picture of a tensor on its node's card; that of its gradient has the same size. */
export interface Tile {
  /** The output that is drawn: `conv1:output`. */
  readonly place: string
  /** `bars`: scores of classes, a row each. */
  readonly kind: "numbers" | "maps" | "bars"
  /** The planes that are drawn, of one example: so many of `of`. */
  readonly planes: number
  readonly of: number
  /** Cells of a plane as they are drawn: no more than SIZE along either axis. */
  readonly rows: number
  readonly columns: number
  /** Maps beside each other. */
  readonly across: number
  /** Between two maps, in steps. */
  readonly gap: number
  /** Steps that a cell of a map is wide and high: maps of few cells have gaps finer than a cell. */
  readonly steps: number
  readonly width: number
  readonly height: number
  /** Whether there is a line under the picture that says its scale. */
  readonly scaled: boolean
  /** A grey picture of an Input, large enough to be drawn on. */
  readonly pad: boolean
}

/** Numbers of at most so many rows and columns are written out. */
const MOST_NUMBERS = 6
/** A number's cell: up to four columns have room for three digits and a sign. */
const NUMBER = { wide: 52, four: 47, narrow: 32, height: 20, lone: 84 }
/** A plane is drawn with at most so many cells along either axis. */
const SIZE = 32
/** Along a row of numbers there may be more. */
const ROW = 96

/** In graphs of up to so many nodes pictures are large, with scales; up to so many more they are small. */
const FEW_NODES = 14
/** Larger ones have none. */
export const MOST_NODES = 120
const LARGE = { wide: 188, tall: 72 }
const SMALL = { wide: 120, tall: 22 }
/** The height of a single row of many numbers. */
const STRIP = 16
const MOST_PLANES = 96
const LARGEST_CELL = 16
/** A lone map of so few cells hatches what is negative. */
const COARSE = 8
/** Steps along a cell that has room for a hatching. */
export const HATCHED = 12
/** Steps along a plane below which its cells are cut in finer ones. */
const FINE = 14

// An analysis of a node is never changed; of others its picture depends by the meaning of its axes and their number alone.
const known = new WeakMap<
  NodeAnalysis,
  { readonly batch: number | null; readonly scaled: boolean; readonly scores: number | null; readonly tile: Tile }
>()

/**
 * What the card of a node shows; null where nothing is known of its shape, or nothing is drawn of it. The same object while
 * the picture is the same.
 */
export function tileOf(node: NodeAnalysis, analysis: Analysis): Tile | null {
  const port = node.op === null ? null : primaryOutput(node.op)
  const shape = port === null || node.outputs === null ? null : singleShape(node.outputs[port])
  if (port === null || shape === null || shape.some((size) => size === 0)) return null
  if (analysis.nodes.size > MOST_NODES) return null
  const place = { node: node.id, port }
  const batch = shape.length > 2 ? (batchAxis(analysis, place) ?? (shape.length > 3 ? 0 : null)) : null
  const scaled = analysis.nodes.size <= FEW_NODES
  const scores = scaled ? scoresIn(analysis, node, port, shape) : null
  const before = known.get(node)
  if (before?.batch === batch && before.scaled === scaled && before.scores === scores) return before.tile
  const name = placeName(place)
  const grey = scaled && node.op?.kind === "Input" && isPad(shape)
  const [rows, columns] = planeSize(shape)
  const tile =
    scores !== null ? bars(name, scores) : grey ? pad(name, rows, columns) : freshTile(name, shape, batch, scaled)
  known.set(node, { batch, scaled, scores, tile })
  return tile
}

/** Pictures of fewer cells are matrices, of more than are drawn no hand meets a cell. */
const DRAWABLE = [8, SIZE] as const

/** One grey picture of one example. */
function isPad(shape: Shape): boolean {
  const [least, most] = DRAWABLE
  const isOne = (shape.length === 3 || shape.length === 4) && shape.slice(0, -2).every((size) => size === 1)
  return isOne && planeSize(shape).every((size) => size >= least && size <= most)
}

function planeSize(shape: Shape): readonly [rows: number, columns: number] {
  return [shape.length < 2 ? 1 : (shape.at(-2) ?? 1), shape.at(-1) ?? 1]
}

function freshTile(place: string, shape: Shape, batch: number | null, scaled: boolean): Tile {
  const [rows, columns] = planeSize(shape)
  const leading = shape.slice(0, -2).filter((_, axis) => axis !== batch)
  const of = leading.reduce((product, size) => product * size, 1)
  const planes = batch !== null && batch > 0 ? 1 : Math.min(of, MOST_PLANES)
  const isFew = scaled && planes === 1 && rows <= MOST_NUMBERS && columns <= MOST_NUMBERS
  return isFew ? numbers(place, of, rows, columns) : maps(place, { planes, of, scaled }, rows, columns)
}

function numbers(place: string, of: number, rows: number, columns: number): Tile {
  const cell =
    rows * columns === 1 ? NUMBER.lone : columns < 4 ? NUMBER.wide : columns === 4 ? NUMBER.four : NUMBER.narrow
  const size = { width: columns * cell, height: rows * NUMBER.height }
  return {
    place,
    kind: "numbers",
    planes: 1,
    of,
    rows,
    columns,
    across: 1,
    gap: 0,
    steps: HATCHED,
    ...size,
    scaled: true,
    pad: false,
  }
}

/** A row of a score: its class, its bar and its number. */
const ROW_OF_SCORES = 20
const WIDE_SCORES = 232

function bars(place: string, classes: number): Tile {
  return {
    place,
    kind: "bars",
    planes: 1,
    of: 1,
    rows: classes,
    columns: 1,
    across: 1,
    gap: 0,
    steps: HATCHED,
    width: WIDE_SCORES,
    height: classes * ROW_OF_SCORES,
    scaled: true,
    pad: false,
  }
}

/** The longer side of a picture that one draws on. */
const PAD = 168

function pad(place: string, rows: number, columns: number): Tile {
  const cell = PAD / Math.max(rows, columns)
  const size = { width: columns * cell, height: rows * cell }
  return {
    place,
    kind: "maps",
    planes: 1,
    of: 1,
    rows,
    columns,
    across: 1,
    gap: 0,
    steps: 1,
    ...size,
    scaled: true,
    pad: true,
  }
}

function maps(
  place: string,
  { planes, of, scaled }: Pick<Tile, "planes" | "of" | "scaled">,
  allRows: number,
  allColumns: number,
): Tile {
  const isRow = allRows === 1 && planes === 1
  const rows = Math.min(allRows, SIZE)
  const columns = Math.min(allColumns, isRow ? ROW : SIZE)
  const isCoarse = planes === 1 && Math.max(rows, columns) <= COARSE
  const steps = isCoarse ? HATCHED : Math.max(1, Math.ceil(FINE / Math.max(rows, columns)))
  const gap = planes === 1 ? 0 : Math.max(1, Math.round((Math.max(rows, columns) * steps) / FINE))
  const most = scaled ? LARGE : SMALL
  const common = { place, kind: "maps", planes, of, rows, columns, gap, steps, scaled, pad: false } as const
  if (isRow) return { ...common, across: 1, width: most.wide, height: STRIP }
  // As many beside each other as makes them largest.
  let best = { across: 1, scale: 0 }
  for (let across = 1; across <= planes; across++) {
    const [wide, high] = stepsOf({ ...common, across })
    const scale = Math.min(most.wide / wide, most.tall / high)
    if (scale > best.scale) best = { across, scale }
  }
  const [wide, high] = stepsOf({ ...common, across: best.across })
  // A map that was made small keeps its proportions.
  const shape =
    planes === 1 ? proportions(allRows, allColumns, most) : { width: wide * best.scale, height: high * best.scale }
  return { ...common, across: best.across, ...shape }
}

/** How maps lie beside each other. */
export type Sheet = Pick<Tile, "planes" | "rows" | "columns" | "across" | "gap" | "steps">

/** How many steps the whole sheet is wide and high. */
export function stepsOf({ planes, rows, columns, across, gap, steps }: Sheet): readonly [number, number] {
  const down = Math.ceil(planes / across)
  return [across * (columns * steps + gap) - gap, down * (rows * steps + gap) - gap]
}

/** Of a lone map: as large as fits, within what can still be seen. */
function proportions(
  rows: number,
  columns: number,
  most: typeof LARGE,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(most.wide / columns, most.tall / rows, LARGEST_CELL)
  return { width: Math.max(12, columns * scale), height: Math.max(12, rows * scale) }
}

/** The line under a picture that says its scale. */
export const SCALE_LINE = 17
/** Between the value's scale and the gradient. */
const BETWEEN = 3

/** Below the gradient and its scale. */
export const TILE_FOOT = 6

/** Height of the value, the gradient below it and their scales. */
export function tileBlock(tile: Pick<Tile, "height" | "scaled">): number {
  return 2 * gradientBelow(tile) - BETWEEN
}

/** From the value's upper edge to the gradient's. */
export function gradientBelow({ height, scaled }: Pick<Tile, "height" | "scaled">): number {
  return height + (scaled ? SCALE_LINE : 0) + BETWEEN
}

/** Whether a document asks for cards in words alone. */
export function hasPlainCards({ view }: GradwireDocument): boolean {
  return view?.cards === "plain"
}

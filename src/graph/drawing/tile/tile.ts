// What a card shows of its tensor: a few numbers as numbers, a matrix as one map, channels as a sheet of maps. This folder
// says from shapes alone what is drawn and how much room it takes, so that a card has its size before anything has run, and
// the place of the gradient is kept below that of the value. It reads no numbers. Sizes are in canvas pixels.

import type { GradwireDocument } from "../../document.ts"

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
  /** Which cells are dropped at random; null where none ever is. */
  readonly drops: Drops | null
}

/** What a node drops of the tensor in its picture. */
export interface Drops {
  /** The output that is 1 where a cell is kept, `drop:mask`; null where nothing is dropped, as in evaluation. */
  readonly mask: string | null
  /** What is kept is multiplied by it. */
  readonly scale: number
}

/** Steps along a cell that has room for a hatching. */
export const HATCHED = 12

/** In graphs of up to so many nodes pictures are large, with scales; in larger ones they are small. */
export const FEW_NODES = 14
/** In graphs of more nodes a picture is made of fewer numbers: thousands of them are in view, or in one exported picture. */
export const MANY_NODES = 120

/** How large pictures are. */
export type TileSize = "large" | "small" | "least"
/** How maps lie beside each other. */
export type Sheet = Pick<Tile, "planes" | "rows" | "columns" | "across" | "gap" | "steps">

/** How many steps the whole sheet is wide and high. */
export function stepsOf({ planes, rows, columns, across, gap, steps }: Sheet): readonly [number, number] {
  const down = Math.ceil(planes / across)
  return [across * (columns * steps + gap) - gap, down * (rows * steps + gap) - gap]
}

/** The line under a picture that says its scale. */
export const SCALE_LINE = 17
/** Between the value's scale and the gradient. */
const BETWEEN = 3

/** Room beside a picture, in canvas pixels. */
export const TILE_SIDE = 14
/** Below the gradient and its scale. */
export const TILE_FOOT = 6

/** Height of the value, the gradient below it and their scales. */
export function tileBlock(tile: Pick<Tile, "height" | "scaled">): number {
  return 2 * gradientBelow(tile) - BETWEEN
}

/** From the value's upper edge to the gradient's; `line`: height of a line under a picture, where there is one. */
export function gradientBelow({ height, scaled }: Pick<Tile, "height" | "scaled">, line = SCALE_LINE): number {
  return height + (scaled ? line : 0) + BETWEEN
}

/** Whether a document asks for cards in words alone. */
export function hasPlainCards({ view }: GradwireDocument): boolean {
  return view?.cards === "plain"
}

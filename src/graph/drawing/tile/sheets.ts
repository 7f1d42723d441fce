// The pictures that there are: numbers, bars, maps beside each other, and a pad that one draws on, each for a shape.

import type { Shape } from "../../../tensor/tensor.ts"
import { HATCHED, stepsOf, type Tile, type TileSize } from "./tile.ts"

/** Numbers of at most so many rows and columns are written out. */
const MOST_NUMBERS = 6
/** A number's cell: up to four columns have room for three digits and a sign. */
const NUMBER = { wide: 52, four: 47, narrow: 32, height: 20, lone: 84 }
/** A plane is drawn with at most so many cells along either axis. */
const SIZE = 32
/** Along a row of numbers there may be more. */
const ROW = 96

/** Room for a sheet of maps, and of how many maps, each of how many cells along either axis, it is made at most. */
const ROOM = {
  large: { wide: 188, tall: 72, planes: 96, cells: SIZE },
  small: { wide: 120, tall: 22, planes: 96, cells: SIZE },
  least: { wide: 120, tall: 22, planes: 16, cells: 16 },
} as const satisfies Readonly<Record<TileSize, unknown>>
/** The height of a single row of many numbers. */
const STRIP = 16
const LARGEST_CELL = 16
/** A lone map of so few cells hatches what is negative. */
const COARSE = 8
/** Steps along a plane below which its cells are cut in finer ones. */
const FINE = 14

/** Pictures of fewer cells are matrices, of more than are drawn no hand meets a cell. */
const DRAWABLE = [8, SIZE] as const

/** One grey picture of one example. */
export function isPad(shape: Shape): boolean {
  const [least, most] = DRAWABLE
  const isOne = (shape.length === 3 || shape.length === 4) && shape.slice(0, -2).every((size) => size === 1)
  return isOne && planeSize(shape).every((size) => size >= least && size <= most)
}

/** The last two axes of a tensor; of one with fewer a row. */
export function planeSize(shape: Shape): readonly [rows: number, columns: number] {
  return [shape.length < 2 ? 1 : (shape.at(-2) ?? 1), shape.at(-1) ?? 1]
}

/** Numbers where they are few, else maps. Sizes in canvas pixels; `batch`: the axis of which one example is drawn. */
export function freshTile(place: string, shape: Shape, batch: number | null, size: TileSize): Tile {
  const [rows, columns] = planeSize(shape)
  const leading = shape.slice(0, -2).filter((_, axis) => axis !== batch)
  const of = leading.reduce((product, size) => product * size, 1)
  const planes = batch !== null && batch > 0 ? 1 : Math.min(of, ROOM[size].planes)
  const isFew = size === "large" && planes === 1 && rows <= MOST_NUMBERS && columns <= MOST_NUMBERS
  return isFew ? numbers(place, of, rows, columns) : maps(place, { planes, of }, size, rows, columns)
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
    drops: null,
  }
}

/** A row of a score: its class, its bar, its number and its probability. Many make a high card, and so a graph that is seen at half its size. */
const SCORES = { few: { row: 24, width: 268 }, many: { row: 26, width: 300 } }
const FEW_SCORES = 6

/** A row for each class. */
export function bars(place: string, classes: number): Tile {
  const { row, width } = classes > FEW_SCORES ? SCORES.many : SCORES.few
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
    width,
    height: classes * row,
    scaled: true,
    pad: false,
    drops: null,
  }
}

/** The longer side of a picture that one draws on. */
const PAD = 168

/** One grey picture, large enough for a hand. */
export function pad(place: string, rows: number, columns: number): Tile {
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
    drops: null,
  }
}

function maps(
  place: string,
  { planes, of }: Pick<Tile, "planes" | "of">,
  size: TileSize,
  allRows: number,
  allColumns: number,
): Tile {
  const isRow = allRows === 1 && planes === 1
  const most = ROOM[size]
  const rows = Math.min(allRows, most.cells)
  const columns = Math.min(allColumns, isRow ? ROW : most.cells)
  const isCoarse = planes === 1 && Math.max(rows, columns) <= COARSE
  const steps = isCoarse ? HATCHED : Math.max(1, Math.ceil(FINE / Math.max(rows, columns)))
  const gap = planes === 1 ? 0 : Math.max(1, Math.round((Math.max(rows, columns) * steps) / FINE))
  const common = {
    place,
    kind: "maps",
    planes,
    of,
    rows,
    columns,
    gap,
    steps,
    scaled: size === "large",
    pad: false,
    drops: null,
  } as const
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

/** Of a lone map: as large as fits, within what can still be seen. */
function proportions(
  rows: number,
  columns: number,
  most: { readonly wide: number; readonly tall: number },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(most.wide / columns, most.tall / rows, LARGEST_CELL)
  return { width: Math.max(12, columns * scale), height: Math.max(12, rows * scale) }
}

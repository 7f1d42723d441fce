// How an image falls into tiles, and the products of transformed tiles: 36 matrix products, one for each place of a tile. Tiles
// of all images are worked on some rows of tiles at a time, so that what is transformed stays in the second cache.

import { imageBytes, type Planes, rowBytes } from "../planes.ts"
import { mostRows, type Tile, tile, tileLocals, tileRuns } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { i32, type Local } from "../wasm/values.ts"

/** Inputs along a side of a tile, and places along a side of a transformed one. */
export const PLACE_SIDE = 6
/** Places of a transformed tile. */
export const PLACES = PLACE_SIDE * PLACE_SIDE
/** Outputs along a side of a tile. */
export const SIDE = 4
/** Bytes between two places: were they a power of two apart, all 36 would meet in a few lines of the first cache. */
const APART = 64
/** Tiles whose transforms stay in the cache. */
export const TOGETHER = 48

/** Bytes from one place to the next, of so many rows of so many floats each. */
export function placeBytes(rows: number, pitch: number): number {
  return 4 * rows * pitch + APART
}

/** Tiles of images of so many outputs. */
export interface Tiles {
  readonly down: number
  readonly across: number
  /** Rows of tiles, of all images. */
  readonly rows: number
  /** Rows of tiles that are worked on at once. */
  readonly together: number
}

/** The tiles of planes of outputs. */
export function tilesOf({ batch, height, width }: Planes): Tiles {
  const [down, across] = [Math.ceil(height / SIDE), Math.ceil(width / SIDE)]
  const rows = batch * down
  return { down, across, rows, together: Math.min(rows, Math.max(1, Math.floor(TOGETHER / across))) }
}

/** A pointer that goes down rows of tiles, image after image. */
export interface TileRow {
  readonly at: Local<"i32">
  readonly planes: Planes
}

/** Visits every row of tiles of a block, `row` counting within the block; moves the pointers. `left`: rows left of the image. */
export function eachTileRow(
  code: Code,
  tiles: Tiles,
  pointers: readonly TileRow[],
  left: Local<"i32">,
  rows: number,
  visit: () => void,
): void {
  code.repeat(rows, () => {
    visit()
    for (const { at, planes } of pointers) code.advance(at, SIDE * rowBytes(planes))
    code.advance(left, -1)
    const isLast = i32.less(left, i32.constant(1))
    code.when(isLast, () => {
      for (const { at, planes } of pointers) {
        code.advance(at, imageBytes(planes) - tiles.down * SIDE * rowBytes(planes))
      }
      code.set(left, i32.constant(tiles.down))
    })
  })
}

/** Whether all tiles are worked on at once: then weights are transformed panel by panel, where they stay in the cache. */
export function isOneBlock({ rows, together }: Tiles): boolean {
  return rows === together
}

/** Blocks of rows of tiles: equal ones, and what is left. */
export function blocksOf({ rows, together }: Tiles): readonly { readonly rows: number; readonly count: number }[] {
  const blocks = [
    { rows: together, count: Math.floor(rows / together) },
    { rows: rows % together, count: 1 },
  ]
  return blocks.filter(({ rows: some, count }) => some > 0 && count > 0)
}

/** One panel of a product for one place. Pitches in floats; columns of the panel are 4 a vector. */
interface PlacePanel {
  readonly rows: number
  readonly vectors: number
  readonly aPitch: number
  readonly outPitch: number
}

/** Function (a, panel, out): a·b for one place and the columns of one panel: so many rows of `depth` numbers. */
export function placeProduct(module: ModuleBuilder, size: PlacePanel & { readonly depth: number }): Callable {
  const { rows, vectors, depth, aPitch, outPitch } = size
  const key = ["placeProduct", rows, depth, aPitch, outPitch, vectors].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, a, b, out) => {
    const walk = [{ count: depth, a: 4, b: 16 * vectors }]
    eachTile(module, code, { rows, vectors, outPitch, rowPitch: 4 * aPitch, walk, start: "zero" }, { a, b, out })
  })
}

/** Function (a, b, out, tiles): aᵀ·b for one place and the columns of one panel, over so many tiles; with `adds` to what is there. */
export function placeSum(
  module: ModuleBuilder,
  size: PlacePanel & { readonly bPitch: number; readonly adds: boolean },
): Callable {
  const { rows, vectors, aPitch, bPitch, outPitch, adds } = size
  const key = ["placeSum", rows, aPitch, bPitch, outPitch, vectors, adds].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, a, b, out, tiles) => {
    const walk = [{ count: tiles, a: 4 * aPitch, b: 4 * bPitch }]
    const start = adds ? "add" : "zero"
    eachTile(module, code, { rows, vectors, outPitch, rowPitch: 4, walk, start }, { a, b, out })
  })
}

/** All rows of one panel. */
function eachTile(
  module: ModuleBuilder,
  code: Code,
  shape: Pick<Tile, "rows" | "vectors" | "rowPitch" | "outPitch" | "walk" | "start">,
  { a, b, out }: Readonly<Record<"a" | "b" | "out", Local<"i32">>>,
): void {
  const { rows, vectors, rowPitch } = shape
  const outPitch = 4 * shape.outPitch
  const runs = tileRuns(rows, mostRows(vectors, module.relaxed))
  const locals = tileLocals(code, runs[0]?.rows ?? 1, vectors)
  for (const run of runs) {
    code.repeat(run.count, () => {
      const one = { ...shape, rows: run.rows, outPitch, relu: false, relaxed: module.relaxed }
      tile(code, locals, one, { a, b, out, bias: i32.constant(0) })
      code.advance(a, run.rows * rowPitch)
      code.advance(out, run.rows * outPitch)
    })
  }
}

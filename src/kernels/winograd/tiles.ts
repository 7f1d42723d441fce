// How an image falls into tiles, and the products of transformed tiles: 36 matrix products, one for each place of a tile. Tiles
// of all images are worked on some rows of tiles at a time, so that what is transformed stays in the second cache.

import { imageBytes, type Planes, rowBytes } from "../planes.ts"
import { mostRows, panelsOf, tile, tileLocals, tileRuns } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, i32, type Local } from "../wasm/values.ts"

/** Places of a transformed tile. */
export const PLACES = 36
/** Outputs along a side of a tile. */
export const SIDE = 4
/** Bytes between two places: were they a power of two apart, all 36 would meet in a few lines of the first cache. */
const APART = 64
/** Tiles whose transforms stay in the cache. */
const TOGETHER = 48

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

/** Blocks of rows of tiles: equal ones, and what is left. */
export function blocksOf({ rows, together }: Tiles): readonly { readonly rows: number; readonly count: number }[] {
  const blocks = [
    { rows: together, count: Math.floor(rows / together) },
    { rows: rows % together, count: 1 },
  ]
  return blocks.filter(({ rows: some, count }) => some > 0 && count > 0)
}

/**
 * Function (a, packed b, out): out = a·b for one place: so many rows of `depth` numbers, in panels. Pitches in floats.
 */
export function placeProduct(
  module: ModuleBuilder,
  size: { readonly rows: number; readonly depth: number; readonly aPitch: number; readonly outPitch: number },
): Callable {
  const { rows, depth, aPitch, outPitch } = size
  const key = `placeProduct_${rows}_${depth}_${aPitch}_${outPitch}`
  return module.define(key, ["i32", "i32", "i32"], (code, a, b, out) => {
    const walk = (vectors: number) => [{ count: depth, a: 4, b: 16 * vectors }]
    eachPanel(module, code, { rows, outPitch, rowPitch: 4 * aPitch, start: "zero" }, a, out, (first) => ({
      at: code.let(beyond(b, 4 * first * depth)),
      step: (vectors) => 16 * vectors * depth,
      walk,
    }))
  })
}

/** Function (a, b, out): out += aᵀ·b for one place, over so many tiles; pitches in floats. */
export function placeSum(
  module: ModuleBuilder,
  size: { readonly tiles: number; readonly rows: number; readonly aPitch: number; readonly outPitch: number },
): Callable {
  const { tiles, rows, aPitch, outPitch } = size
  const key = `placeSum_${tiles}_${rows}_${aPitch}_${outPitch}`
  return module.define(key, ["i32", "i32", "i32"], (code, a, b, out) => {
    eachPanel(module, code, { rows, outPitch, rowPitch: 4, start: "add" }, a, out, (first) => ({
      at: code.let(beyond(b, 4 * first)),
      step: (vectors) => 16 * vectors,
      walk: () => [{ count: tiles, a: 4 * aPitch, b: 4 * outPitch }],
    }))
  })
}

interface Stream {
  readonly at: Local<"i32">
  /** Bytes to the next panel of so many vectors. */
  readonly step: (vectors: number) => number
  readonly walk: (vectors: number) => readonly { readonly count: number; readonly a: number; readonly b: number }[]
}

/** All panels of a product; `streamOf`: where b begins for the panels from a column on. */
function eachPanel(
  module: ModuleBuilder,
  code: Code,
  shape: {
    readonly rows: number
    readonly outPitch: number
    readonly rowPitch: number
    readonly start: "zero" | "add"
  },
  a: Local<"i32">,
  out: Local<"i32">,
  streamOf: (first: number) => Stream,
): void {
  const { rows, rowPitch, start } = shape
  const outPitch = 4 * shape.outPitch
  for (const { first, vectors, count } of panelsOf(shape.outPitch)) {
    const runs = tileRuns(rows, mostRows(vectors, module.relaxed))
    const locals = tileLocals(code, runs[0]?.rows ?? 1, vectors)
    const stream = streamOf(first)
    const column = code.let(beyond(out, 4 * first))
    const [from, to] = [code.local("i32"), code.local("i32")]
    code.repeat(count, () => {
      code.set(from, a)
      code.set(to, column)
      for (const run of runs) {
        code.repeat(run.count, () => {
          const one = { rows: run.rows, vectors, rowPitch, outPitch, walk: stream.walk(vectors), start, relu: false }
          const at = { a: from, b: stream.at, out: to, bias: i32.constant(0) }
          tile(code, locals, { ...one, relaxed: module.relaxed }, at)
          code.advance(from, run.rows * rowPitch)
          code.advance(to, run.rows * outPitch)
        })
      }
      code.advance(stream.at, stream.step(vectors))
      code.advance(column, 16 * vectors)
    })
  }
}

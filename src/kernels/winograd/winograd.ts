// A 3×3 convolution by Winograd's transforms: tiles of the input, 36 products with the transformed weights, tiles of the output.
// Its gradient by the input is the same with the weights turned round.

import type { Halo, Planes } from "../planes.ts"
import { pixelAt, pixelBytes, planesKey, rowBytes } from "../planes.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32x4, i32, type Local, type Value, v128 } from "../wasm/values.ts"
import { eachPanel, panelBytes, panelRoom, panelsFloats, type Taps, transformAlone, transformPanel } from "./taps.ts"
import {
  blocksOf,
  eachTileRow,
  isOneBlock,
  PLACES,
  placeBytes,
  placeProduct,
  SIDE,
  type Tiles,
  tilesOf,
} from "./tiles.ts"
import { type Grid, inputs, outputs, SCRATCH, twoDimensional } from "./transforms.ts"

/** A convolution of stride 1 of planes. */
export interface WinogradPlanes {
  readonly input: Planes
  readonly output: Planes
  /** Pixels above and to the left. */
  readonly padding: readonly [number, number]
}

/** The same with its weights. */
export interface WinogradCode extends WinogradPlanes {
  readonly taps: Taps
  /** Keep what is positive. */
  readonly relu: boolean
  readonly bias: boolean
}

/** Places of a tile from one row to the next. */
const PLACE_SIDE = 6

type Emitted = Callable & { readonly name: string }

/** The border that whole tiles read: zeros, since every input of a tile reaches every output of it. */
export function tileHalo(padding: readonly [number, number], input: Size, output: Size): Halo {
  const behind = (places: number, size: number, pad: number): number =>
    Math.max(0, SIDE * Math.ceil(places / SIDE) + 2 - pad - size)
  return {
    top: Math.max(0, padding[0]),
    left: Math.max(0, padding[1]),
    bottom: behind(output.height, input.height, padding[0]),
    right: behind(output.width, input.width, padding[1]),
  }
}

interface Size {
  readonly height: number
  readonly width: number
}

/** Whether the weights are transformed before, by `winogradWeights`, rather than by the convolution itself. */
export function isTransformedBefore({ output }: Pick<WinogradPlanes, "output">): boolean {
  return !isOneBlock(tilesOf(output))
}

/** Floats of the transformed weights. */
export function transformedFloats({ taps, output }: WinogradCode): number {
  return panelsFloats(taps.depth, output.pitch)
}

/** Floats that `winograd` works in: transforms of a block of tiles, of inputs and of products, and of one panel of weights. */
export function workFloats({ input, output, taps }: WinogradCode): number {
  const { across, together } = tilesOf(output)
  const [block, side] = [across * together, PLACES / 4]
  const panel = isTransformedBefore({ output }) ? 0 : panelRoom(taps.depth) / 4
  return SCRATCH / 4 + side * (placeBytes(block, input.pitch) + placeBytes(block, output.pitch)) + panel
}

/** Function (weights, transformed, scratch): the 36 matrices of all weights, panel by panel. */
export function winogradWeights(module: ModuleBuilder, taps: Taps, pitch: number): Emitted {
  const { columns, depth, column, row, turned } = taps
  const key = ["winogradWeights", columns, depth, column, row, turned, pitch].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, from, to, scratch) => {
    eachPanel(code, columns, pitch, (vectors, wide) => {
      transformPanel(code, module, taps, { vectors, wide }, { weights: from, panel: to, scratch })
      code.advance(from, 16 * vectors * column)
      code.advance(to, panelBytes(depth, vectors))
    })
  })
}

/**
 * Function (x, weights, y, bias, work): writes every pixel of y. The weights are transformed ones, or those of the document where
 * the tiles are few: then each panel is transformed when its turn comes, and never leaves the cache.
 */
export function winograd(module: ModuleBuilder, conv: WinogradCode): Emitted {
  const { input, output, padding, bias, relu, taps } = conv
  const weightsKey = Object.values(taps).join("_")
  const key = ["winograd", planesKey(input), planesKey(output), ...padding, bias, relu, weightsKey].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32", "i32"], (code, x, weights, y, biases, work) => {
    const tiles = tilesOf(output)
    const from = { at: code.let(beyond(x, pixelAt(input, -padding[0], -padding[1]))), planes: input }
    const to = { at: code.let(beyond(y, pixelAt(output, 0, 0))), planes: output }
    const [leftIn, leftOut] = [code.let(i32.constant(tiles.down)), code.let(i32.constant(tiles.down))]
    // A block that is not full has its places as far apart as a full one: what transforms the one does the other.
    const apart = tiles.together * tiles.across
    const v = code.let(beyond(work, SCRATCH))
    const m = code.let(beyond(v, PLACES * placeBytes(apart, input.pitch)))
    for (const { rows, count } of blocksOf(tiles)) {
      code.repeat(count, () => {
        const [rowIn, rowOut] = [code.let(v), code.let(m)]
        eachTileRow(code, tiles, [from], leftIn, rows, () => {
          code.call(inputRow(module, input, tiles.across, apart), from.at, rowIn, work)
          code.advance(rowIn, 4 * tiles.across * input.pitch)
        })
        products(module, code, conv, { rows: rows * tiles.across, apart }, { v, weights, m, work })
        eachTileRow(code, tiles, [to], leftOut, rows, () => {
          outputRow(module, code, conv, tiles, apart, { at: rowOut, to: to.at, left: leftOut, biases, work })
          code.advance(rowOut, 4 * tiles.across * output.pitch)
        })
      })
    }
  })
}

type Pointers = Readonly<Record<"v" | "weights" | "m" | "work", Local<"i32">>>

/** The products of one block of so many tiles with all weights; `apart`: how many tiles its places lie apart. */
function products(
  module: ModuleBuilder,
  code: Code,
  conv: WinogradCode,
  { rows, apart }: { readonly rows: number; readonly apart: number },
  at: Pointers,
): void {
  const { input, output, taps } = conv
  const before = isTransformedBefore(conv)
  const own = code.let(beyond(at.m, PLACES * placeBytes(apart, output.pitch)))
  const [weights, m] = [code.let(at.weights), code.let(at.m)]
  eachPanel(code, taps.columns, output.pitch, (vectors, wide) => {
    if (!before) {
      transformAlone(code, module, taps, { vectors, wide }, { weights, panel: own, scratch: at.work })
      code.advance(weights, 16 * vectors * taps.column)
    }
    const [a, b, out] = [code.let(at.v), code.let(before ? weights : own), code.let(m)]
    const size = { rows, vectors, depth: taps.depth, aPitch: input.pitch, outPitch: output.pitch }
    code.repeat(PLACES, () => {
      code.call(placeProduct(module, size), a, b, out)
      code.advance(a, placeBytes(apart, input.pitch))
      code.advance(b, placeBytes(taps.depth, 4 * vectors))
      code.advance(out, placeBytes(apart, output.pitch))
    })
    if (before) code.advance(weights, panelBytes(taps.depth, vectors))
    code.advance(m, 16 * vectors)
  })
}

/** Pixels of planes, from one on. */
export function pixelsAt(at: Value<"i32">, planes: Planes): Grid {
  return { at, row: rowBytes(planes), column: pixelBytes(planes) }
}

/** The 36 places of a tile, which lie `block` tiles apart. */
export function placesAt(at: Value<"i32">, block: number, pitch: number): Grid {
  const column = placeBytes(block, pitch)
  return { at, row: PLACE_SIDE * column, column }
}

/** Function (x, v, scratch): transforms one row of tiles; the places of a tile lie `block` tiles apart. */
export function inputRow(module: ModuleBuilder, planes: Planes, across: number, block: number): Callable {
  const { pitch } = planes
  const key = `winogradInput_${rowBytes(planes)}_${pitch}_${across}_${block}`
  return module.define(key, ["i32", "i32", "i32"], (code, x, v, scratch) => {
    code.repeat(across, () => {
      code.repeat(pitch / 4, () => {
        twoDimensional(code, inputs, scratch, pixelsAt(x, planes), placesAt(v, block, pitch))
        code.advance(x, 16)
        code.advance(v, 16)
      })
      code.advance(x, (SIDE - 1) * pixelBytes(planes))
    })
  })
}

/** One row of tiles of the output: whole ones, and at the right and lower edge what is left of them. */
function outputRow(
  module: ModuleBuilder,
  code: Code,
  { output, bias, relu }: WinogradCode,
  tiles: Tiles,
  block: number,
  at: Readonly<Record<"at" | "to" | "left" | "biases" | "work", Local<"i32">>>,
): void {
  const right = output.width % SIDE
  const whole = right === 0 ? tiles.across : tiles.across - 1
  const write = (rows: number): void => {
    if (whole > 0) {
      const one = outputTiles(module, output, { rows, columns: SIDE, count: whole, block, bias, relu })
      code.call(one, at.at, at.to, at.biases, at.work)
    }
    if (right > 0) {
      const one = outputTiles(module, output, { rows, columns: right, count: 1, block, bias, relu })
      const [m, y] = [beyond(at.at, 4 * whole * output.pitch), beyond(at.to, whole * SIDE * pixelBytes(output))]
      code.call(one, m, y, at.biases, at.work)
    }
  }
  const below = output.height % SIDE
  if (below === 0) write(SIDE)
  else
    code.when(
      i32.less(at.left, i32.constant(2)),
      () => write(below),
      () => write(SIDE),
    )
}

/** Function (m, y, bias, scratch): so many tiles, of each so many rows and columns. */
function outputTiles(
  module: ModuleBuilder,
  planes: Planes,
  size: {
    readonly rows: number
    readonly columns: number
    readonly count: number
    readonly block: number
    readonly bias: boolean
    readonly relu: boolean
  },
): Callable {
  const { rows, columns, count, block, bias, relu } = size
  const { pitch } = planes
  const key = `winogradOutput_${rowBytes(planes)}_${pitch}_${Object.values(size).join("_")}`
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, m, y, biases, scratch) => {
    code.repeat(count, () => {
      const from = code.let(biases)
      code.repeat(pitch / 4, () => {
        const start = bias ? code.let(v128.load(from)) : null
        const last = (value: Value<"v128">): Value<"v128"> => {
          const sum = start === null ? value : f32x4.add(value, start)
          return relu ? f32x4.pseudoMax(sum, v128.zero) : sum
        }
        const target = { ...pixelsAt(y, planes), rows, columns, last }
        twoDimensional(code, outputs, scratch, placesAt(m, block, pitch), target)
        for (const pointer of bias ? [m, y, from] : [m, y]) code.advance(pointer, 16)
      })
      code.advance(y, (SIDE - 1) * pixelBytes(planes))
    })
  })
}

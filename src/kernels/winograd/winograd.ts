// A 3×3 convolution by Winograd's transforms: tiles of the input, 36 products with the transformed weights, tiles of the output.
// Its gradient by the input is the same with the weights turned round.

import { type Halo, type Planes, pixelAt, planesKey } from "../planes.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, i32, type Local } from "../wasm/values.ts"
import { flagBytes, zeroWindows } from "./blank.ts"
import { inputRow, outputRow } from "./rows.ts"
import { eachPanel, panelBytes, panelRoom, panelsFloats, type Taps, transformAlone, transformPanel } from "./taps.ts"
import { blocksOf, eachTileRow, isOneBlock, PLACES, placeBytes, placeProduct, SIDE, tilesOf } from "./tiles.ts"
import { SCRATCH } from "./transforms.ts"

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
  return (
    (SCRATCH + flagBytes(block)) / 4 + side * (placeBytes(block, input.pitch) + placeBytes(block, output.pitch)) + panel
  )
}

/** Function (weights, transformed, scratch): the 36 matrices of all weights, panel by panel. */
export function winogradWeights(module: ModuleBuilder, taps: Taps, pitch: number): Callable {
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
export function winograd(module: ModuleBuilder, conv: WinogradCode): Callable {
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
    const flags = code.let(beyond(work, SCRATCH))
    const v = code.let(beyond(flags, flagBytes(apart)))
    const m = code.let(beyond(v, PLACES * placeBytes(apart, input.pitch)))
    for (const { rows, count } of blocksOf(tiles)) {
      code.repeat(count, () => {
        const [rowIn, rowOut, flagsIn, flagsOut] = [code.let(v), code.let(m), code.let(flags), code.let(flags)]
        eachTileRow(code, tiles, [from], leftIn, rows, () => {
          code.call(inputRow(module, input, tiles.across, apart), from.at, rowIn, work)
          code.call(zeroWindows(module, input, tiles.across), from.at, flagsIn)
          code.advance(rowIn, 4 * tiles.across * input.pitch)
          code.advance(flagsIn, 4 * tiles.across)
        })
        products(module, code, conv, { rows: rows * tiles.across, apart }, { v, weights, m, work })
        eachTileRow(code, tiles, [to], leftOut, rows, () => {
          const pointers = { at: rowOut, to: to.at, left: leftOut, biases, work, flags: flagsOut }
          outputRow(module, code, conv, tiles, apart, pointers)
          code.advance(rowOut, 4 * tiles.across * output.pitch)
          code.advance(flagsOut, 4 * tiles.across)
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

// The gradient of a 3×3 convolution by its weights, by Winograd's transforms: the tiles of x as on the way forward, those of dy
// as if they were kernels, and for each of the 36 places the sum over all tiles of their products.

import { pixelAt, planesKey } from "../planes.ts"
import { MOST_VECTORS } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, i32, type Local } from "../wasm/values.ts"
import { gradientRow, inputRow } from "./rows.ts"
import { eachPanel, gradientPanel, panelBytes, panelsFloats, type Taps } from "./taps.ts"
import { blocksOf, eachTileRow, isOneBlock, PLACES, placeBytes, placeSum, tilesOf } from "./tiles.ts"
import { SCRATCH } from "./transforms.ts"
import type { WinogradCode, WinogradPlanes } from "./winograd.ts"

type SumsCode = Omit<WinogradCode, "bias" | "relu">

/** Whether the sums are turned into the gradient behind, by `winogradTaps`, rather than with them. */
export function isTransformedBehind({ output }: WinogradPlanes): boolean {
  return !isOneBlock(tilesOf(output))
}

/** Floats of the sums, which begin as zeros. */
export function sumFloats({ taps, output }: SumsCode): number {
  return panelsFloats(taps.depth, output.pitch)
}

/** Floats that `winogradSums` works in. */
export function gradientWorkFloats(conv: SumsCode): number {
  const { input, output, taps } = conv
  const { across, together } = tilesOf(output)
  const [block, side] = [across * together, PLACES / 4]
  const panel = isTransformedBehind(conv) ? 0 : panelBytes(taps.depth, MOST_VECTORS) / 4
  return SCRATCH / 4 + side * (placeBytes(block, input.pitch) + placeBytes(block, output.pitch)) + panel
}

/**
 * Function (x, dy, sums, work): adds the products of all tiles. Where the tiles are few it writes the gradient of the weights in place
 * of the sums: each panel of them is transformed as soon as it is there, and never leaves the cache.
 */
export function winogradSums(module: ModuleBuilder, conv: SumsCode): Callable {
  const { input, output, padding, taps } = conv
  const key = ["winogradSums", planesKey(input), planesKey(output), ...padding, ...Object.values(taps)].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, x, dy, sums, work) => {
    const tiles = tilesOf(output)
    const pointers = [
      { at: code.let(beyond(x, pixelAt(input, -padding[0], -padding[1]))), planes: input },
      { at: code.let(beyond(dy, pixelAt(output, 0, 0))), planes: output },
    ] as const
    const left = code.let(i32.constant(tiles.down))
    const apart = tiles.together * tiles.across
    const v = code.let(beyond(work, SCRATCH))
    const d = code.let(beyond(v, PLACES * placeBytes(apart, input.pitch)))
    for (const { rows, count } of blocksOf(tiles)) {
      code.repeat(count, () => {
        const [rowX, rowDy] = [code.let(v), code.let(d)]
        eachTileRow(code, tiles, pointers, left, rows, () => {
          code.call(inputRow(module, input, tiles.across, apart), pointers[0].at, rowX, work)
          code.call(gradientRow(module, output, tiles.across, apart), pointers[1].at, rowDy, work)
          code.advance(rowX, 4 * tiles.across * input.pitch)
          code.advance(rowDy, 4 * tiles.across * output.pitch)
        })
        productSums(module, code, conv, { tiles: rows * tiles.across, apart }, { v, d, sums, work })
      })
    }
  })
}

/** The products of one block of so many tiles, whose places lie `apart` tiles from each other. */
function productSums(
  module: ModuleBuilder,
  code: Code,
  conv: SumsCode,
  { tiles, apart }: { readonly tiles: number; readonly apart: number },
  at: Readonly<Record<"v" | "d" | "sums" | "work", Local<"i32">>>,
): void {
  const { input, output, taps } = conv
  const behind = isTransformedBehind(conv)
  const own = code.let(beyond(at.d, PLACES * placeBytes(apart, output.pitch)))
  const [d, sums] = [code.let(at.d), code.let(at.sums)]
  eachPanel(code, taps.columns, output.pitch, (vectors, wide) => {
    const [a, b, out] = [code.let(at.v), code.let(d), code.let(behind ? sums : own)]
    const panel = { rows: taps.depth, vectors, outPitch: 4 * vectors }
    const pitches = { aPitch: input.pitch, bPitch: output.pitch }
    const sum = placeSum(module, { ...panel, ...pitches, adds: behind })
    code.repeat(PLACES, () => {
      code.call(sum, a, b, out, i32.constant(tiles))
      code.advance(a, placeBytes(apart, input.pitch))
      code.advance(b, placeBytes(apart, output.pitch))
      code.advance(out, placeBytes(taps.depth, 4 * vectors))
    })
    if (!behind) {
      gradientPanel(code, module, taps, { vectors, wide }, { weights: sums, panel: own, scratch: at.work })
    }
    code.advance(sums, behind ? panelBytes(taps.depth, vectors) : 16 * vectors * taps.column)
    code.advance(d, 16 * vectors)
  })
}

/** Function (sums, gradient, scratch): the gradient of all weights, panel by panel. */
export function winogradTaps(module: ModuleBuilder, taps: Taps, pitch: number): Callable {
  const { columns, depth, column, row, turned } = taps
  const key = ["winogradGradient", columns, depth, column, row, turned, pitch].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, sums, to, scratch) => {
    eachPanel(code, columns, pitch, (vectors, wide) => {
      gradientPanel(code, module, taps, { vectors, wide }, { weights: to, panel: sums, scratch })
      code.advance(sums, panelBytes(depth, vectors))
      code.advance(to, 16 * vectors * column)
    })
  })
}

// The gradient of a 3×3 convolution by its weights, by Winograd's transforms: the tiles of x as on the way forward, those of dy
// as if they were kernels, and for each of the 36 places the sum over all tiles of their products.

import { type Planes, pixelAt, pixelBytes, planesKey, rowBytes } from "../planes.ts"
import type { Callable } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, i32 } from "../wasm/values.ts"
import { blocksOf, eachTileRow, PLACES, placeBytes, placeSum, SIDE, tilesOf } from "./tiles.ts"
import { gradients, SCRATCH, twoDimensional, weights } from "./transforms.ts"
import { inputRow, pixelsAt, placesAt, type WinogradCode } from "./winograd.ts"

type Emitted = Callable & { readonly name: string }
type Code = Omit<WinogradCode, "bias">

/** Floats of the sums, which begin as zeros. */
export function sumFloats({ input, output }: Code): number {
  return (PLACES * placeBytes(input.channels, output.pitch)) / 4
}

/** Floats that `winogradSums` works in. */
export function gradientWorkFloats({ input, output }: Code): number {
  const { across, together } = tilesOf(output)
  const [block, side] = [across * together, PLACES / 4]
  return SCRATCH / 4 + side * (placeBytes(block, input.pitch) + placeBytes(block, output.pitch))
}

/** Function (x, dy, sums, work): adds the products of all tiles. */
export function winogradSums(module: ModuleBuilder, conv: Code): Emitted {
  const { input, output, padding } = conv
  const key = ["winogradSums", planesKey(input), planesKey(output), ...padding].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, x, dy, sums, work) => {
    const tiles = tilesOf(output)
    const pointers = [
      { at: code.let(beyond(x, pixelAt(input, -padding[0], -padding[1]))), planes: input },
      { at: code.let(beyond(dy, pixelAt(output, 0, 0))), planes: output },
    ] as const
    const left = code.let(i32.constant(tiles.down))
    for (const { rows, count } of blocksOf(tiles)) {
      const block = rows * tiles.across
      const v = code.let(beyond(work, SCRATCH))
      const d = code.let(beyond(v, PLACES * placeBytes(block, input.pitch)))
      const sum = placeSum(module, {
        tiles: block,
        rows: input.channels,
        aPitch: input.pitch,
        outPitch: output.pitch,
      })
      code.repeat(count, () => {
        const [rowX, rowDy] = [code.let(v), code.let(d)]
        eachTileRow(code, tiles, pointers, left, rows, () => {
          code.call(inputRow(module, input, tiles.across, block), pointers[0].at, rowX, work)
          code.call(gradientRow(module, output, tiles.across, block), pointers[1].at, rowDy, work)
          code.advance(rowX, 4 * tiles.across * input.pitch)
          code.advance(rowDy, 4 * tiles.across * output.pitch)
        })
        const [a, b, out] = [code.let(v), code.let(d), code.let(sums)]
        code.repeat(PLACES, () => {
          code.call(sum, a, b, out)
          code.advance(a, placeBytes(block, input.pitch))
          code.advance(b, placeBytes(block, output.pitch))
          code.advance(out, placeBytes(input.channels, output.pitch))
        })
      })
    }
  })
}

/** Function (dy, d, scratch): transforms one row of tiles. */
function gradientRow(module: ModuleBuilder, planes: Planes, across: number, block: number): Callable {
  const { pitch } = planes
  const key = `winogradGradient_${rowBytes(planes)}_${pitch}_${across}_${block}`
  return module.define(key, ["i32", "i32", "i32"], (code, dy, d, scratch) => {
    code.repeat(across, () => {
      code.repeat(pitch / 4, () => {
        twoDimensional(code, gradients, scratch, pixelsAt(dy, planes), placesAt(d, block, pitch))
        code.advance(dy, 16)
        code.advance(d, 16)
      })
      code.advance(dy, (SIDE - 1) * pixelBytes(planes))
    })
  })
}

/** Function (sums, taps, scratch): the sums as 9 matrices, channels × filters. */
export function winogradTaps(module: ModuleBuilder, channels: number, pitch: number): Emitted {
  return module.define(`winogradTaps_${channels}_${pitch}`, ["i32", "i32", "i32"], (code, sums, taps, scratch) => {
    const [plane, place] = [4 * channels * pitch, placeBytes(channels, pitch)]
    code.repeat((channels * pitch) / 4, () => {
      const source = { at: sums, row: 6 * place, column: place }
      twoDimensional(code, weights, scratch, source, { at: taps, row: 3 * plane, column: plane })
      code.advance(sums, 16)
      code.advance(taps, 16)
    })
  })
}

// The gradient of a convolution by its weights: a tile has channels of x as rows and filters as columns, and k runs over
// pixels,
//   dw[u,v,c][f] += Σ_i x[s·i + d·(u, v) − p][c] · dy[i][f].
// Some rows of pixels at a time, so that those of dy stay in the first cache while all channels meet them.

import type { ConvolutionCode } from "./convolution.ts"
import { imageBytes, pixelAt, pixelBytes, planesKey, rowBytes } from "./planes.ts"
import { mostRows, panelsOf, type Stride, tile, tileLocals, tileRuns } from "./tile.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, i32, type Local } from "./wasm/values.ts"

/** Pixels that are summed before the next channels are. */
const BLOCK_PIXELS = 96

/** The sizes that matter here: the padding belongs to x, and dy has the planes of the output. */
export type WeightsCode = Omit<ConvolutionCode, "bias" | "relu">

/** Floats of the gradient: rows u, v, c, each with the pitch of dy. */
export function weightsFloats({ kernel, input, output }: WeightsCode): number {
  return kernel[0] * kernel[1] * input.channels * output.pitch
}

/** Function (x, dy, dw): adds to dw. */
export function convolutionWeights(module: ModuleBuilder, conv: WeightsCode): Callable {
  const { input, output, kernel, stride, dilation, padding } = conv
  const sizes = [...kernel, ...stride, ...dilation, ...padding].join("_")
  const key = ["weights", planesKey(input), planesKey(output), sizes].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, x, dy, dw) => {
    const a = code.let(beyond(x, pixelAt(input, -padding[0], -padding[1])))
    const b = code.let(beyond(dy, pixelAt(output, 0, 0)))
    code.repeat(output.batch, () => {
      eachBlock(module, code, conv, code.let(a), code.let(b), dw)
      code.advance(a, imageBytes(input))
      code.advance(b, imageBytes(output))
    })
  })
}

/** Equal blocks of pixels, and the smaller one that is left. */
function eachBlock(
  module: ModuleBuilder,
  code: Code,
  conv: WeightsCode,
  a: Local<"i32">,
  b: Local<"i32">,
  dw: Local<"i32">,
): void {
  const { input, output, stride } = conv
  const along = output.width > BLOCK_PIXELS
  const [length, most] = along
    ? [output.width, BLOCK_PIXELS]
    : [output.height, Math.max(1, Math.floor(BLOCK_PIXELS / output.width))]
  const [blockA, blockB] = [code.let(a), code.let(b)]
  const pitches = along
    ? [stride[1] * pixelBytes(input), pixelBytes(output)]
    : [stride[0] * rowBytes(input), rowBytes(output)]
  const block = Math.min(most, length)
  const walkBlocks = (size: number, count: number): void => {
    if (size === 0 || count === 0) return
    const pixels = along ? ([1, size] as const) : ([size, output.width] as const)
    code.repeat(count, () => {
      eachCell(module, code, conv, pixels, blockA, blockB, dw)
      code.advance(blockA, size * (pitches[0] ?? 0))
      code.advance(blockB, size * (pitches[1] ?? 0))
    })
  }
  code.repeat(along ? output.height : 1, () => {
    if (along) {
      code.set(blockA, a)
      code.set(blockB, b)
    }
    walkBlocks(block, Math.floor(length / block))
    walkBlocks(length % block, 1)
    if (along) {
      code.advance(a, stride[0] * rowBytes(input))
      code.advance(b, rowBytes(output))
    }
  })
}

/** Each cell of the kernel, or each row of it where its channels lie side by side. */
function eachCell(
  module: ModuleBuilder,
  code: Code,
  conv: WeightsCode,
  pixels: readonly [rows: number, columns: number],
  a: Local<"i32">,
  b: Local<"i32">,
  dw: Local<"i32">,
): void {
  const { input, output, kernel, dilation } = conv
  const unbroken = (input.pitch === input.channels && dilation[1] === 1) || kernel[1] === 1
  const channels = unbroken ? kernel[1] * input.channels : input.channels
  const sum = sumFunction(module, conv, channels, pixels)
  const [row, to] = [code.let(a), code.let(dw)]
  code.repeat(kernel[0], () => {
    const cell = code.let(row)
    code.repeat(unbroken ? 1 : kernel[1], () => {
      code.call(sum, cell, b, to)
      code.advance(cell, dilation[1] * pixelBytes(input))
      code.advance(to, channels * pixelBytes(output))
    })
    code.advance(row, dilation[0] * rowBytes(input))
  })
}

/** Function (a, b, out): adds the products of one block of pixels, all filters. */
function sumFunction(
  module: ModuleBuilder,
  { input, output, stride }: WeightsCode,
  channels: number,
  [rows, columns]: readonly [number, number],
): Callable {
  const [aPixel, bPixel] = [stride[1] * pixelBytes(input), pixelBytes(output)]
  const walk: readonly Stride[] = [
    { count: rows, a: stride[0] * rowBytes(input), b: rowBytes(output) - columns * bPixel },
    { count: columns, a: aPixel, b: bPixel },
  ]
  const key = ["sum", channels, output.pitch, ...walk.map(({ count, a, b }) => `${count}.${a}.${b}`)].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, a, b, out) => {
    const outPitch = pixelBytes(output)
    for (const { first, vectors, count } of panelsOf(output.pitch)) {
      const runs = tileRuns(channels, mostRows(vectors, module.relaxed))
      const locals = tileLocals(code, runs[0]?.rows ?? 1, vectors)
      const [panel, start] = [code.let(beyond(b, 4 * first)), code.let(beyond(out, 4 * first))]
      const [channel, to] = [code.local("i32"), code.local("i32")]
      code.repeat(count, () => {
        code.set(channel, a)
        code.set(to, start)
        for (const run of runs) {
          code.repeat(run.count, () => {
            const shape = { rows: run.rows, vectors, rowPitch: 4, outPitch, walk, start: "add", relu: false } as const
            const at = { a: channel, b: panel, out: to, bias: i32.constant(0) }
            tile(code, locals, { ...shape, relaxed: module.relaxed }, at)
            code.advance(channel, 4 * run.rows)
            code.advance(to, run.rows * outPitch)
          })
        }
        code.advance(panel, 16 * vectors)
        code.advance(start, 16 * vectors)
      })
    }
  })
}

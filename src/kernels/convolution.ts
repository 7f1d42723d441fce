// Convolution without copies: the rows of a tile are pixels of one output row, and k runs over the weights of a filter,
//   y[i][f] = b[f] + Σ_{u,v,c} x[s·i + d·(u, v) − p][c] · w[u,v,c][f].
// The border of x holds the padding. The gradient by the input is the same with dy for x and the kernel turned round; a
// matrix product is the same with one pixel a row and a kernel of one cell.

import { imageBytes, type Planes, pixelAt, pixelBytes, planesKey, rowBytes } from "./planes.ts"
import { mostRows, type Panels, panelsOf, type Stride, tile, tileLocals, tileRuns } from "./tile.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, i32, type Local } from "./wasm/values.ts"

/** A convolution of planes, in pixels. `padding`: above and to the left; it may be negative, which crops. */
export interface Sliding {
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly padding: readonly [number, number]
}

/** A convolution with all that its code depends on. */
export interface ConvolutionCode extends Sliding {
  readonly input: Planes
  readonly output: Planes
  readonly bias: boolean
  readonly relu: boolean
}

/** Pixels that share a panel of weights before the next panel is read: their rows and the panel stay in the first cache. */
const BLOCK_PIXELS = 32
/** Weights of a panel that are used at once: 512 rows of 8 columns are half of the first cache. */
const BLOCK_DEPTH = 512

/** Whether a row of the kernel is one stretch of numbers of the input. */
function isUnbroken({ input, dilation, kernel }: Pick<ConvolutionCode, "input" | "dilation" | "kernel">): boolean {
  return (input.pitch === input.channels && dilation[1] === 1) || kernel[1] === 1
}

/** How k runs over the input: rows of the kernel, cells of a row, channels. Rows of b have `bPitch` bytes. */
function walkOf(conv: ConvolutionCode, bPitch: number): readonly Stride[] {
  const { input, kernel, dilation } = conv
  const rows = { count: kernel[0], a: dilation[0] * rowBytes(input), b: 0 }
  if (isUnbroken(conv)) return [rows, { count: kernel[1] * input.channels, a: 4, b: bPitch }]
  const cells = { count: kernel[1], a: dilation[1] * pixelBytes(input), b: 0 }
  return [rows, cells, { count: input.channels, a: 4, b: bPitch }]
}

/** Multiply-adds of one pixel and filter. */
function depthOf({ kernel, input }: ConvolutionCode): number {
  return kernel[0] * kernel[1] * input.channels
}

/** Floats of the weights as `convolutionForward` takes them: panel by panel, row u, v, c of a panel with its columns. */
export function packedFloats(conv: ConvolutionCode): number {
  return depthOf(conv) * conv.output.pitch
}

/** Function (x, packed weights, y, bias): writes every pixel of y. The pointers lead to the start of the planes. */
export function convolutionForward(module: ModuleBuilder, conv: ConvolutionCode): Callable {
  const key = ["convolution", keyOf(conv)].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, x, weights, y, bias) => {
    const { input, output, padding } = conv
    const a = code.let(beyond(x, pixelAt(input, -padding[0], -padding[1])))
    const out = code.let(beyond(y, pixelAt(output, 0, 0)))
    code.repeat(output.batch, () => {
      eachBlock(module, code, conv, { a, weights, out, bias })
      code.advance(a, imageBytes(input))
      code.advance(out, imageBytes(output))
    })
  })
}

function keyOf(conv: ConvolutionCode): string {
  const { input, output, kernel, stride, dilation, padding, bias, relu } = conv
  const sizes = [...kernel, ...stride, ...dilation, ...padding].join("_")
  return [planesKey(input), planesKey(output), sizes, bias ? "b" : "", relu ? "r" : ""].join("_")
}

interface Pointers {
  readonly a: Local<"i32">
  readonly weights: Local<"i32">
  readonly out: Local<"i32">
  readonly bias: Local<"i32">
}

/** The rows of one image, some at a time, panel after panel. */
function eachBlock(
  module: ModuleBuilder,
  code: Code,
  conv: ConvolutionCode,
  { a, weights, out, bias }: Pointers,
): void {
  const { input, output, stride } = conv
  const most = Math.max(1, Math.min(output.height, Math.floor(BLOCK_PIXELS / output.width)))
  const [blockA, blockOut] = [code.let(a), code.let(out)]
  const blocks = [
    { rows: most, count: Math.floor(output.height / most) },
    { rows: output.height % most, count: 1 },
  ]
  for (const { rows, count } of blocks) {
    if (rows === 0 || count === 0) continue
    code.repeat(count, () => {
      for (const panels of panelsOf(output.pitch))
        eachPanel(module, code, conv, panels, rows, blockA, weights, blockOut, bias)
      code.advance(blockA, rows * stride[0] * rowBytes(input))
      code.advance(blockOut, rows * rowBytes(output))
    })
  }
}

function eachPanel(
  module: ModuleBuilder,
  code: Code,
  conv: ConvolutionCode,
  panels: Panels,
  rows: number,
  a: Local<"i32">,
  weights: Local<"i32">,
  out: Local<"i32">,
  bias: Local<"i32">,
): void {
  const { first, vectors, count } = panels
  const panelBytes = depthOf(conv) * vectors * 16
  const w = code.let(beyond(weights, depthOf(conv) * first * 4))
  const to = code.let(beyond(out, 4 * first))
  const from = code.let(beyond(bias, 4 * first))
  code.repeat(count, () => {
    for (const part of depthParts(conv, vectors)) {
      const rowsOf = rowsFunction(module, conv, vectors, part)
      code.call(rowsOf, beyond(a, part.a), beyond(w, part.b), to, i32.constant(rows), from)
    }
    code.advance(w, panelBytes)
    code.advance(to, 16 * vectors)
    if (conv.bias) code.advance(from, 16 * vectors)
  })
}

/** A part of k: bytes into a and into the panel, and its loops. The first starts the sums, the last ends them. */
interface DepthPart {
  readonly a: number
  readonly b: number
  readonly walk: readonly Stride[]
  readonly first: boolean
  readonly last: boolean
}

/** All of k at once, or of a matrix product with many columns some at a time. */
function depthParts(conv: ConvolutionCode, vectors: number): readonly DepthPart[] {
  const bPitch = 16 * vectors
  const depth = depthOf(conv)
  if (conv.kernel[0] !== 1 || conv.kernel[1] !== 1 || depth <= 2 * BLOCK_DEPTH) {
    return [{ a: 0, b: 0, walk: walkOf(conv, bPitch), first: true, last: true }]
  }
  const parts = Math.ceil(depth / BLOCK_DEPTH)
  return Array.from({ length: parts }, (_, i) => {
    const start = i * BLOCK_DEPTH
    const count = Math.min(BLOCK_DEPTH, depth - start)
    const walk = [{ count, a: 4, b: bPitch }]
    return { a: 4 * start, b: bPitch * start, walk, first: i === 0, last: i === parts - 1 }
  })
}

/** Function (a, panel, out, rows, bias): so many rows of output pixels, the columns of one panel. */
function rowsFunction(module: ModuleBuilder, conv: ConvolutionCode, vectors: number, part: DepthPart): Callable {
  const { input, output, stride } = conv
  const start = part.first ? (conv.bias ? "bias" : "zero") : "add"
  const relu = conv.relu && part.last
  const sizes = [output.width, rowBytes(input), pixelBytes(input), rowBytes(output), pixelBytes(output), ...stride]
  const key = ["rows", ...sizes, vectors, start, relu, ...part.walk.map(({ count, a, b }) => `${count}.${a}.${b}`)]
  return module.define(key.join("_"), ["i32", "i32", "i32", "i32", "i32"], (code, a, panel, out, rows, bias) => {
    const runs = tileRuns(output.width, mostRows(vectors, module.relaxed))
    const locals = tileLocals(code, runs[0]?.rows ?? 1, vectors)
    const [rowPitch, outPitch] = [stride[1] * pixelBytes(input), pixelBytes(output)]
    const [pixel, to] = [code.local("i32"), code.local("i32")]
    code.repeat(rows, () => {
      code.set(pixel, a)
      code.set(to, out)
      for (const run of runs) {
        code.repeat(run.count, () => {
          const shape = { rows: run.rows, vectors, rowPitch, outPitch, walk: part.walk, start, relu } as const
          tile(code, locals, { ...shape, relaxed: module.relaxed }, { a: pixel, b: panel, out: to, bias })
          code.advance(pixel, run.rows * rowPitch)
          code.advance(to, run.rows * outPitch)
        })
      }
      code.advance(a, stride[0] * rowBytes(input))
      code.advance(out, rowBytes(output))
    })
  })
}

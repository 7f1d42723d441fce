// Convolution of every channel by a filter of its own,
//   y[i][c] = b[c] + Σ_{u,v} x[s·i + d·(u, v) − p][c] · w[u,v][c].
// Channels lie side by side, so that four of them are a vector and nothing is spread. Some pixels of a row share each load of
// the weights.

import type { ConvolutionCode } from "../convolution.ts"
import { imageBytes, pixelAt, pixelBytes, planesKey, rowBytes } from "../planes.ts"
import { tileRuns } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32x4, type Local, type Value, v128 } from "../wasm/values.ts"

type Vector = Value<"v128">
/** Pixels of x and y have one pitch. */
export type DepthwiseCode = ConvolutionCode

type Gradient = Omit<DepthwiseCode, "bias" | "relu">

/** Pixels of a row that are summed at once; sums, weight, number and product stay in registers. */
const MOST_PIXELS = 8
/** Columns of a filter whose gradients are summed at once. */
const MOST_COLUMNS = 4

/** Floats of the weights: one row of channels a cell. */
export function depthwiseFloats({ kernel, output }: Pick<DepthwiseCode, "kernel" | "output">): number {
  return kernel[0] * kernel[1] * output.pitch
}

/** Function (x, weights, y, bias): writes every pixel of y. */
export function depthwise(module: ModuleBuilder, conv: DepthwiseCode): Callable {
  const { input, output, stride } = conv
  return module.define(
    `depthwise_${keyOf(conv)}_${conv.bias}_${conv.relu}`,
    ["i32", "i32", "i32", "i32"],
    (code, x, w, y, bias) => {
      const runs = tileRuns(output.width, MOST_PIXELS)
      const sums = code.many("v128", runs[0]?.rows ?? 1)
      const weight = code.local("v128")
      eachRow(code, conv, [x, y], ([a, out]) => {
        const [from, to, weights, start] = [code.let(a), code.let(out), code.let(w), code.let(bias)]
        code.repeat(output.pitch / 4, () => {
          const [pixel, place] = [code.let(from), code.let(to)]
          for (const { rows, count } of runs) {
            const some = sums.slice(0, rows)
            code.repeat(count, () => {
              for (const sum of some) code.set(sum, conv.bias ? v128.load(start) : v128.zero)
              eachCell(code, conv, pixel, weights, (at, cell) => {
                code.set(weight, v128.load(cell))
                for (const [i, sum] of some.entries()) {
                  addProduct(module, code, sum, v128.load(at, i * stride[1] * pixelBytes(input)), weight)
                }
              })
              for (const [i, sum] of some.entries()) {
                code.store(place, i * pixelBytes(output), conv.relu ? f32x4.pseudoMax(sum, v128.zero) : sum)
              }
              code.advance(pixel, rows * stride[1] * pixelBytes(input))
              code.advance(place, rows * pixelBytes(output))
            })
          }
          for (const pointer of [from, to, weights, ...(conv.bias ? [start] : [])]) code.advance(pointer, 16)
        })
      })
    },
  )
}

/** Function (x, dy, dw): adds Σ_i x[s·i + d·(u, v) − p][c] · dy[i][c] to dw[u,v][c], row by row of pixels. */
export function depthwiseWeights(module: ModuleBuilder, conv: Gradient): Callable {
  const { input, output, kernel, dilation } = conv
  return module.define(`depthwiseWeights_${keyOf(conv)}`, ["i32", "i32", "i32"], (code, x, dy, dw) => {
    const runs = tileRuns(kernel[1], MOST_COLUMNS)
    const sums = code.many("v128", runs[0]?.rows ?? 1)
    eachRow(code, conv, [x, dy], ([a, b]) => {
      const [line, filter] = [code.let(a), code.let(dw)]
      code.repeat(kernel[0], () => {
        const [cell, to] = [code.let(line), code.let(filter)]
        for (const { rows, count } of runs) {
          code.repeat(count, () => {
            cellSums(module, code, conv, sums.slice(0, rows), [cell, b, to])
            code.advance(cell, rows * dilation[1] * pixelBytes(input))
            code.advance(to, rows * pixelBytes(output))
          })
        }
        code.advance(line, dilation[0] * rowBytes(input))
        code.advance(filter, kernel[1] * pixelBytes(output))
      })
    })
  })
}

/** Some neighbouring cells of a filter, all channels, one row of pixels. */
function cellSums(
  module: ModuleBuilder,
  code: Code,
  { input, output, stride, dilation }: Gradient,
  sums: readonly Local<"v128">[],
  [cell, b, to]: readonly [Local<"i32">, Local<"i32">, Local<"i32">],
): void {
  const [from, gradient, out] = [code.let(cell), code.let(b), code.let(to)]
  const number = code.local("v128")
  code.repeat(output.pitch / 4, () => {
    for (const [i, sum] of sums.entries()) code.set(sum, v128.load(out, i * pixelBytes(output)))
    const [pixel, place] = [code.let(from), code.let(gradient)]
    code.repeat(output.width, () => {
      code.set(number, v128.load(place))
      for (const [i, sum] of sums.entries()) {
        addProduct(module, code, sum, v128.load(pixel, i * dilation[1] * pixelBytes(input)), number)
      }
      code.advance(pixel, stride[1] * pixelBytes(input))
      code.advance(place, pixelBytes(output))
    })
    for (const [i, sum] of sums.entries()) code.store(out, i * pixelBytes(output), sum)
    for (const pointer of [from, gradient, out]) code.advance(pointer, 16)
  })
}

function addProduct(module: ModuleBuilder, code: Code, sum: Local<"v128">, x: Vector, w: Vector): void {
  code.set(sum, module.relaxed ? f32x4.relaxedMultiplyAdd(x, w, sum) : f32x4.add(sum, f32x4.mul(x, w)))
}

/** Every row of pixels of the output: where its first pixel's window begins in the input, and the pixel itself. */
function eachRow(
  code: Code,
  { input, output, stride, padding }: Gradient,
  [x, y]: readonly [Local<"i32">, Local<"i32">],
  visit: (pointers: readonly [Local<"i32">, Local<"i32">]) => void,
): void {
  const a = code.let(beyond(x, pixelAt(input, -padding[0], -padding[1])))
  const b = code.let(beyond(y, pixelAt(output, 0, 0)))
  code.repeat(output.batch, () => {
    const [from, to] = [code.let(a), code.let(b)]
    code.repeat(output.height, () => {
      visit([from, to])
      code.advance(from, stride[0] * rowBytes(input))
      code.advance(to, rowBytes(output))
    })
    code.advance(a, imageBytes(input))
    code.advance(b, imageBytes(output))
  })
}

/** Every cell of a filter: where its number is, and where its weight. */
function eachCell(
  code: Code,
  { input, output, kernel, dilation }: DepthwiseCode,
  pixel: Local<"i32">,
  weights: Local<"i32">,
  visit: (at: Local<"i32">, weight: Local<"i32">) => void,
): void {
  const [line, weight] = [code.let(pixel), code.let(weights)]
  code.repeat(kernel[0], () => {
    const at = code.let(line)
    code.repeat(kernel[1], () => {
      visit(at, weight)
      code.advance(at, dilation[1] * pixelBytes(input))
      code.advance(weight, pixelBytes(output))
    })
    code.advance(line, dilation[0] * rowBytes(input))
  })
}

function keyOf({ input, output, kernel, stride, dilation, padding }: Gradient): string {
  return [planesKey(input), planesKey(output), ...kernel, ...stride, ...dilation, ...padding].join("_")
}

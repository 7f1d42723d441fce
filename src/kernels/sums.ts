// Sums over pixels, one a channel, in float64: float32 would lose digits over a hundred thousand pixels.

import { imageBytes, type Planes, pixelAt, pixelBytes, planesKey, rowBytes } from "./planes.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32, f64x2, type Local, v128 } from "./wasm/values.ts"

/** Vectors of channels whose sums are kept in registers at once: a line of the cache. */
const TOGETHER = 4

/** Function (x, sums): the sum of each channel over all pixels as float32, `pitch` of them; the gradient of a bias. */
export function channelSums(module: ModuleBuilder, planes: Planes): Callable & { readonly name: string } {
  return module.define(`channelSums_${planesKey(planes)}`, ["i32", "i32"], (code, from, to) => {
    const start = code.let(beyond(from, pixelAt(planes, 0, 0)))
    const out = code.let(to)
    const together = (vectors: number, count: number): void => {
      if (vectors === 0 || count === 0) return
      code.repeat(count, () => {
        sumTogether(code, planes, start, out, vectors)
        code.advance(start, 16 * vectors)
        code.advance(out, 16 * vectors)
      })
    }
    const vectors = planes.pitch / 4
    together(TOGETHER, Math.floor(vectors / TOGETHER))
    together(vectors % TOGETHER, 1)
  })
}

function sumTogether(code: Code, planes: Planes, start: Local<"i32">, out: Local<"i32">, vectors: number): void {
  const sums = code.many("v128", 2 * vectors)
  for (const sum of sums) code.set(sum, v128.zero)
  eachPixel(code, planes, start, (pixel) => {
    for (let i = 0; i < vectors; i++) {
      const x = code.let(v128.load(pixel, 16 * i))
      const [low, high] = sums.slice(2 * i)
      if (low === undefined || high === undefined) throw new Error("each vector has two sums")
      code.set(low, f64x2.add(low, f64x2.fromLow(x)))
      code.set(high, f64x2.add(high, f64x2.fromHigh(x)))
    }
  })
  for (const [i, sum] of sums.entries()) {
    for (const lane of [0, 1] as const) code.store(out, 8 * i + 4 * lane, f32.fromF64(f64x2.lane(sum, lane)))
  }
}

/** Visits every pixel inside the borders, from a pointer into the first one. */
function eachPixel(code: Code, planes: Planes, start: Local<"i32">, visit: (pixel: Local<"i32">) => void): void {
  const image = code.let(start)
  code.repeat(planes.batch, () => {
    const row = code.let(image)
    code.repeat(planes.height, () => {
      const pixel = code.let(row)
      code.repeat(planes.width, () => {
        visit(pixel)
        code.advance(pixel, pixelBytes(planes))
      })
      code.advance(row, rowBytes(planes))
    })
    code.advance(image, imageBytes(planes))
  })
}

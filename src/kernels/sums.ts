// Sums over pixels, one a channel, in float64: float32 would lose digits over a hundred thousand pixels.

import { eachStrip, type Strip } from "./channels.ts"
import { type Planes, planesKey } from "./planes.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { f32, f32x4, f64x2, i32, type Local, type Value, v128 } from "./wasm/values.ts"

type Emitted = Callable & { readonly name: string }
type Vector = Value<"v128">

/** Function (x, sums): the sum of each channel over all pixels as float32, `pitch` of them; the gradient of a bias. */
export function channelSums(module: ModuleBuilder, planes: Planes): Emitted {
  return module.define(`channelSums_${planesKey(planes)}`, ["i32", "i32"], (code, at, to) => {
    eachStrip(code, [{ at, planes }], (strip) => {
      const [sums = []] = sumStrip(code, strip, 1, loads)
      for (const [i, sum] of sums.entries()) {
        for (const lane of [0, 1] as const) {
          code.store(i32.add(to, strip.before), 8 * i + 4 * lane, f32.fromF64(f64x2.lane(sum, lane)))
        }
      }
    })
  })
}

/** Function (x, sums): Σx and Σx² of each channel as float64, one after the other, `pitch` of each. */
export function channelMoments(module: ModuleBuilder, planes: Planes): Emitted {
  return module.define(`channelMoments_${planesKey(planes)}`, ["i32", "i32"], (code, at, to) => {
    eachStrip(code, [{ at, planes }], (strip) => {
      storeDoubles(code, strip, to, sumStrip(code, strip, 2, loads), planes.pitch)
    })
  })
}

/** The numbers of the only tensor, and themselves again. */
function loads([x]: readonly Local<"i32">[]): readonly [(i: number) => Vector, (i: number) => Vector] {
  const of = (i: number): Vector => v128.load(x ?? i32.constant(0), 16 * i)
  return [of, of]
}

/** Function (x, dy, means, sums): Σdy and Σdy·(x − mean) of each channel as float64. */
export function channelProducts(module: ModuleBuilder, planes: { readonly x: Planes; readonly dy: Planes }): Emitted {
  const key = ["channelProducts", planesKey(planes.x), planesKey(planes.dy)].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, x, dy, means, to) => {
    const all = [
      { at: x, planes: planes.x },
      { at: dy, planes: planes.dy },
    ]
    eachStrip(code, all, (strip) => {
      const mean = code.many("v128", strip.vectors)
      for (const [i, local] of mean.entries()) code.set(local, v128.load(i32.add(means, strip.before), 16 * i))
      const sums = sumStrip(code, strip, 2, ([ofX = to, ofDy = to]) => {
        const gradient = (i: number): Vector => v128.load(ofDy, 16 * i)
        const centred = (i: number): Vector => f32x4.sub(v128.load(ofX, 16 * i), mean[i] ?? v128.zero)
        return [gradient, centred]
      })
      storeDoubles(code, strip, to, sums, planes.x.pitch)
    })
  })
}

/** Sums of a strip: first factors, and with `kinds` 2 also their products with the second; two float64 vectors for each of x. */
function sumStrip(
  code: Code,
  strip: Strip,
  kinds: 1 | 2,
  of: (at: readonly Local<"i32">[]) => readonly ((i: number) => Vector)[],
): readonly (readonly Local<"v128">[])[] {
  const sums = Array.from({ length: kinds }, () => code.many("v128", 2 * strip.vectors))
  for (const sum of sums.flat()) code.set(sum, v128.zero)
  const [x, other] = [code.local("v128"), code.local("v128")]
  strip.eachPixel((at) => {
    const [first, second] = of(at)
    for (let i = 0; i < strip.vectors; i++) {
      if (first !== undefined) code.set(x, first(i))
      if (kinds === 2 && second !== undefined) code.set(other, second(i))
      for (const [half, wide] of [f64x2.fromLow, f64x2.fromHigh].entries()) {
        const [sum, product] = sums.map((kind) => kind[2 * i + half])
        if (sum !== undefined) code.set(sum, f64x2.add(sum, wide(x)))
        if (product !== undefined) code.set(product, f64x2.add(product, f64x2.mul(wide(x), wide(other))))
      }
    }
  })
  return sums
}

function storeDoubles(
  code: Code,
  strip: Strip,
  to: Local<"i32">,
  sums: readonly (readonly Local<"v128">[])[],
  pitch: number,
): void {
  const at = code.let(i32.add(to, i32.add(strip.before, strip.before)))
  for (const [kind, list] of sums.entries()) {
    for (const [i, sum] of list.entries()) code.store(at, 8 * pitch * kind + 16 * i, sum)
  }
}

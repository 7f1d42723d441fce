// What is said of a tensor in few numbers, channel by channel: bounds and zeros as float32, sums and sums of squares as float64.

import { eachStrip } from "./channels.ts"
import { type Planes, planesKey } from "./planes.ts"
import type { Callable } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { f32x4, f64x2, i32, type Local, type Value, v128 } from "./wasm/values.ts"

/** Counts of zeros are float32: with more pixels they would not be exact. */
export const MOST_PIXELS = 2 ** 24

/** What the kernel `channelTotals` leaves, `pitch` numbers of each. What stands between the last channel and the pitch is anything. */
export interface ChannelTotals {
  readonly max: Float32Array
  /** The largest of −x. */
  readonly negativeMin: Float32Array
  /** How many are not 0. */
  readonly others: Float32Array
  readonly sums: Float64Array
  /** Not finite where a number of the channel is not. */
  readonly squares: Float64Array
}

/** Bytes that they take. */
export function totalsBytes({ pitch }: Planes): number {
  return 28 * pitch
}

/** Finds them in what the kernel wrote, from a byte that is a multiple of 8 on. */
export function totalsAt(memory: ArrayBufferLike, at: number, { pitch }: Planes): ChannelTotals {
  const floats = (row: number): Float32Array => new Float32Array(memory, at + 4 * row * pitch, pitch)
  const doubles = (row: number): Float64Array => new Float64Array(memory, at + 12 * pitch + 8 * row * pitch, pitch)
  return { max: floats(0), negativeMin: floats(1), others: floats(2), sums: doubles(0), squares: doubles(1) }
}

/** Function (x, totals). */
export function channelTotals(module: ModuleBuilder, planes: Planes): Callable {
  return module.define(`channelTotals_${planesKey(planes)}`, ["i32", "i32"], (code, at, to) => {
    const { pitch } = planes
    eachStrip(code, [{ at, planes }], (strip) => {
      const kinds = Array.from({ length: 7 }, () => code.many("v128", strip.vectors))
      const [max = [], least = [], others = [], low = [], high = [], lowSquares = [], highSquares = []] = kinds
      for (const local of [...max, ...least]) code.set(local, f32x4.constant(Number.NEGATIVE_INFINITY))
      for (const local of [...others, ...low, ...high, ...lowSquares, ...highSquares]) code.set(local, v128.zero)
      const [x, wide] = [code.local("v128"), code.local("v128")]
      strip.eachPixel(([pixel = to]) => {
        for (let i = 0; i < strip.vectors; i++) {
          const [a, b, n, s, t, p, q] = [max, least, others, low, high, lowSquares, highSquares].map((kind) => kind[i])
          if (!(a && b && n && s && t && p && q)) continue
          code.set(x, v128.load(pixel, 16 * i))
          code.set(a, f32x4.pseudoMax(a, x))
          code.set(b, f32x4.pseudoMax(b, f32x4.negate(x)))
          code.set(n, f32x4.add(n, v128.and(f32x4.unequal(x, v128.zero), f32x4.constant(1))))
          for (const [sum, squares, half] of [
            [s, p, f64x2.fromLow],
            [t, q, f64x2.fromHigh],
          ] as const) {
            code.set(wide, half(x))
            code.set(sum, f64x2.add(sum, wide))
            code.set(squares, f64x2.add(squares, f64x2.mul(wide, wide)))
          }
        }
      })
      const single = code.let(i32.add(to, strip.before))
      for (const [row, kind] of [max, least, others].entries()) {
        for (const [i, local] of kind.entries()) code.store(single, 4 * row * pitch + 16 * i, local)
      }
      const double = code.let(i32.add(to, i32.add(strip.before, strip.before)))
      for (const [row, pair] of [
        [low, high],
        [lowSquares, highSquares],
      ].entries()) {
        for (const [half, list] of pair.entries()) {
          for (const [i, local] of list.entries()) {
            code.store(double, 12 * pitch + 8 * row * pitch + 32 * i + 16 * half, local)
          }
        }
      }
    })
  })
}

/** Floats that `notFinite` adds up in. */
export const FINITE_SUMS = 4

/** Function (x, sums): adds 0·x of so many numbers, which leaves 0 unless one of them is not finite. */
export function notFinite(module: ModuleBuilder, count: number): Callable {
  return module.define(`notFinite_${count}`, ["i32", "i32"], (code, at, sums) => {
    const four = code.many("v128", 4)
    const add = (sum: Local<"v128">, x: Value<"v128">): void => code.set(sum, f32x4.add(sum, f32x4.mul(x, v128.zero)))
    // Each sum waits for the one before, so that four go side by side.
    const fours = Math.floor(count / 16)
    if (fours > 0) {
      code.repeat(fours, () => {
        for (const [i, sum] of four.entries()) add(sum, v128.load(at, 16 * i))
        code.advance(at, 64)
      })
    }
    const [first] = four
    if (first === undefined) throw new Error("there are four sums")
    for (let i = 0; i < count % 16; i++) add(first, v128.splatLoad(at, 4 * i))
    const all = four.reduce((sum: Value<"v128">, one) => f32x4.add(sum, one), v128.load(sums))
    code.store(sums, 0, all)
  })
}

// Sums over pixels, one a channel, in float64: float32 would lose digits over a hundred thousand pixels. What norms sum up is
// float32 for a block of a few pixels, and then goes into sums of float64, always in the same order.

import { eachBlock, eachStrip, type Strip } from "./channels.ts"
import { type Planes, pixelAt, pixelBytes, planesKey } from "./planes.ts"
import { type Formula, wordOf } from "./pointwise/formula.ts"
import { vectorsOf } from "./pointwise/vectors.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32, f32x4, f64, f64x2, i32, type Local, type Value, v128 } from "./wasm/values.ts"

type Vector = Value<"v128">

/** Vectors of channels that moments are summed up of at once. */
const TOGETHER = 4

/** Function (x, sums): the sum of each channel over all pixels as float32, `pitch` of them; the gradient of a bias. */
export function channelSums(module: ModuleBuilder, planes: Planes): Callable {
  return module.define(`channelSums_${planesKey(planes)}`, ["i32", "i32"], (code, at, to) => {
    eachStrip(code, [{ at, planes }], (strip) => {
      const sums = sumStrip(code, strip)
      for (const [i, sum] of sums.entries()) {
        for (const lane of [0, 1] as const) {
          code.store(i32.add(to, strip.before), 8 * i + 4 * lane, f32.fromF64(f64x2.lane(sum, lane)))
        }
      }
    })
  })
}

/** Sums of a strip: two float64 vectors for each of x. */
function sumStrip(code: Code, strip: Strip): readonly Local<"v128">[] {
  const sums = code.many("v128", 2 * strip.vectors)
  for (const sum of sums) code.set(sum, v128.zero)
  const x = code.local("v128")
  strip.eachPixel(([at]) => {
    if (at === undefined) return
    for (let i = 0; i < strip.vectors; i++) {
      code.set(x, v128.load(at, 16 * i))
      for (const [half, wide] of [f64x2.fromLow, f64x2.fromHigh].entries()) {
        const sum = sums[2 * i + half]
        if (sum !== undefined) code.set(sum, f64x2.add(sum, wide(x)))
      }
    }
  })
  return sums
}

/** Bytes of what `channelMoments` leaves and works in. */
export function momentsBytes({ pitch }: Pick<Planes, "pitch">): number {
  return 24 * pitch
}

/**
 * Function (x, moments): of each channel the mean, and the sum of the squares of how far numbers are from it, float64, `pitch` of
 * each. Numbers are taken from a first guess of the mean, so that what float32 loses of a block is small beside its squares.
 */
export function channelMoments(module: ModuleBuilder, planes: Planes): Callable {
  return module.define(`channelMoments_${planesKey(planes)}`, ["i32", "i32"], (code, at, to) => {
    const { pitch, channels, batch, height, width } = planes
    const guesses = beyond(to, 16 * pitch)
    firstGuesses(code, at, planes, guesses)
    clearDoubles(code, to, planes)
    eachBlock(code, [{ at, planes }], TOGETHER, (strip) => {
      const guess = loaded(code, guesses, strip)
      const d = code.local("v128")
      addBlock(code, strip, to, pitch, ([x = to], i) => {
        code.set(d, f32x4.sub(v128.load(x, 16 * i), guess[i] ?? v128.zero))
        return [d, f32x4.mul(d, d)]
      })
    })
    const [sum, guess, d] = [code.let(to), code.let(guesses), code.local("f64")]
    const count = f64.constant(batch * height * width)
    code.repeat(channels, () => {
      code.set(d, f64.div(f64.load(sum), count))
      code.store(sum, 8 * pitch, f64.sub(f64.load(sum, 8 * pitch), f64.mul(f64.load(sum), d)))
      code.store(sum, 0, f64.add(f64.fromF32(f32.load(guess)), d))
      code.advance(sum, 8)
      code.advance(guess, 4)
    })
  })
}

/** The mean of a few pixels of each channel; 0 where it is not finite. */
function firstGuesses(code: Code, at: Local<"i32">, planes: Planes, guesses: Value<"i32">): void {
  const width = Math.min(planes.width, GUESSED)
  const few = { ...planes, batch: 1, height: 1 }
  const [pointer, to] = [code.let(beyond(at, pixelAt(planes, 0, 0))), code.let(guesses)]
  const sum = code.local("v128")
  code.repeat(Math.ceil(few.channels / 4), () => {
    code.set(sum, v128.load(pointer))
    for (let i = 1; i < width; i++) code.set(sum, f32x4.add(sum, v128.load(pointer, i * pixelBytes(planes))))
    code.set(sum, f32x4.mul(sum, f32x4.constant(1 / width)))
    code.store(to, 0, v128.and(sum, f32x4.equal(f32x4.sub(sum, sum), v128.zero)))
    code.advance(pointer, 16)
    code.advance(to, 16)
  })
}
const GUESSED = 16

/** What comes back to a norm, by a formula of numbers in planes and of rows of the norm's table, which names stand for. */
export interface Back {
  readonly formula: Formula
  /** In the order of their pointers. */
  readonly planes: readonly (readonly [name: string, planes: Planes])[]
  readonly rows: readonly (readonly [name: string, row: number])[]
  /** The name of x, where the formula speaks of it. */
  readonly x: string | null
}

/** All that code of it depends on, as part of a kernel's key. */
export function backKey({ formula, planes, rows, x }: Back): string {
  return [wordOf(formula), ...planes.flatMap(([name, one]) => [name, planesKey(one)]), ...rows.flat(), x ?? ""].join(
    "_",
  )
}

/** Its numbers in a strip; `at`: pointers to x, and to the planes in order. */
export function backIn(code: Code, back: Back, table: Value<"i32">, pitch: number, strip: Strip) {
  const rows = back.rows.map(([name, row]) => [name, loaded(code, beyond(table, 4 * pitch * row), strip)] as const)
  return (at: readonly Local<"i32">[], i: number, x: Vector): Vector => {
    const names = new Map<string, Vector>(rows.map(([name, list]) => [name, list[i] ?? v128.zero]))
    for (const [place, [name]] of back.planes.entries()) {
      names.set(name, code.let(v128.load(at[place + 1] ?? table, 16 * i)))
    }
    if (back.x !== null) names.set(back.x, x)
    return vectorsOf(code, back.formula, names)
  }
}

/** Function (x, table, sums, planes…): Σdy and Σdy·(x − mean) of each channel as float64; the means are the table's first row. */
export function channelProducts(module: ModuleBuilder, x: Planes, back: Back): Callable {
  const params = ["i32", "i32", "i32", ...back.planes.map(() => "i32" as const)] as const
  const key = ["channelProducts", planesKey(x), backKey(back)].join("_")
  return module.define(key, params, (code, at, table, sums, ...pointers) => {
    if (at === undefined || table === undefined || sums === undefined) return
    const { pitch } = x
    clearDoubles(code, sums, x)
    const others = back.planes.map(([, planes], i) => ({ at: pointers[i] ?? at, planes }))
    eachBlock(code, [{ at, planes: x }, ...others], 2, (strip) => {
      const mean = loaded(code, table, strip)
      const dyAt = backIn(code, back, table, pitch, strip)
      const [own, dy] = [code.local("v128"), code.local("v128")]
      addBlock(code, strip, sums, pitch, (places, i) => {
        code.set(own, v128.load(places[0] ?? at, 16 * i))
        code.set(dy, dyAt(places, i, own))
        return [dy, f32x4.mul(dy, f32x4.sub(own, mean[i] ?? v128.zero))]
      })
    })
  })
}

/** Numbers of the channels of a strip. */
export function loaded(code: Code, from: Value<"i32">, { vectors, before }: Strip): readonly Local<"v128">[] {
  const list = code.many("v128", vectors)
  const at = code.let(i32.add(from, before))
  for (const [i, local] of list.entries()) code.set(local, v128.load(at, 16 * i))
  return list
}

/** Adds two kinds of numbers of a block of pixels, float32 for so long, to the float64 sums in memory. */
function addBlock(
  code: Code,
  strip: Strip,
  to: Local<"i32">,
  pitch: number,
  numbers: (at: readonly Local<"i32">[], i: number) => readonly [Vector, Vector],
): void {
  const sums = [code.many("v128", strip.vectors), code.many("v128", strip.vectors)]
  for (const sum of sums.flat()) code.set(sum, v128.zero)
  strip.eachPixel((at) => {
    for (let i = 0; i < strip.vectors; i++) {
      for (const [kind, number] of numbers(at, i).entries()) {
        const sum = sums[kind]?.[i]
        if (sum !== undefined) code.set(sum, f32x4.add(sum, number))
      }
    }
  })
  const at = code.let(i32.add(to, i32.add(strip.before, strip.before)))
  for (const [kind, list] of sums.entries()) {
    for (const [i, sum] of list.entries()) {
      for (const [half, wide] of [f64x2.fromLow, f64x2.fromHigh].entries()) {
        const offset = 8 * pitch * kind + 32 * i + 16 * half
        code.store(at, offset, f64x2.add(v128.load(at, offset), wide(sum)))
      }
    }
  }
}

/** Zeros in both kinds of sums. */
function clearDoubles(code: Code, sums: Local<"i32">, { channels, pitch }: Planes): void {
  const at = code.let(sums)
  code.repeat(Math.ceil(channels / 4), () => {
    for (const offset of [0, 16, 8 * pitch, 8 * pitch + 16]) code.store(at, offset, v128.zero)
    code.advance(at, 32)
  })
}

/** Function (sums): adds to the first of `terms` stretches of numbers, which lie `apart` floats from one to the next, the others in order. */
export function addedUp(
  module: ModuleBuilder,
  { vectors, apart, terms }: { readonly vectors: number; readonly apart: number; readonly terms: number },
): Callable {
  return module.define(`addedUp_${vectors}_${apart}_${terms}`, ["i32"], (code, at) => {
    const sum = code.local("v128")
    code.repeat(vectors, () => {
      code.set(sum, v128.load(at))
      for (let term = 1; term < terms; term++) code.set(sum, f32x4.add(sum, v128.load(at, 4 * apart * term)))
      code.store(at, 0, sum)
      code.advance(at, 16)
    })
  })
}

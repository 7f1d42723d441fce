// The way back of a copy that read some numbers several times: what comes from them is summed, in float64.

import { type Copy, type CopyLoop, mergedLoops, nest } from "../copy.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32, f32x4, f64, f64x2, type Local, v128 } from "../wasm/values.ts"

/** Function (from, to): to += from, where several `from` may meet one `to`: loops whose step in `to` is 0. */
export function accumulated(module: ModuleBuilder, copy: Copy): Callable {
  const loops = mergedLoops(copy.loops)
  const key = loops.map(({ count, from, to }) => `${count}.${from}.${to}`).join("_")
  return module.define(`accumulate_${copy.from}_${copy.to}_${key}`, ["i32", "i32"], (code, from, to) => {
    const [start, end] = [code.let(beyond(from, 4 * copy.from)), code.let(beyond(to, 4 * copy.to))]
    const summed = loops.filter((loop) => loop.to === 0)
    const places = loops.filter((loop) => loop.to !== 0)
    const along = places.find((loop) => loop.from === 1 && loop.to === 1)
    const others = places.filter((loop) => loop !== along)
    nest(code, others, start, end, (a, b) => {
      if (along === undefined) single(code, summed, a, b)
      else side(code, along.count, summed, a, b)
    })
  })
}

/** Numbers side by side, four at a time. */
function side(code: Code, count: number, summed: readonly CopyLoop[], a: Local<"i32">, b: Local<"i32">): void {
  if (count >= 4) {
    code.repeat(Math.floor(count / 4), () => {
      if (summed.length === 0) code.store(b, 0, f32x4.add(v128.load(b), v128.load(a)))
      else four(code, summed, a, b)
      code.advance(a, 16)
      code.advance(b, 16)
    })
  }
  if (count % 4 === 0) return
  code.repeat(count % 4, () => {
    single(code, summed, a, b)
    code.advance(a, 4)
    code.advance(b, 4)
  })
}

function four(code: Code, summed: readonly CopyLoop[], a: Local<"i32">, b: Local<"i32">): void {
  const [low, high] = [code.local("v128"), code.local("v128")]
  code.set(low, f64x2.fromLow(v128.load(b)))
  code.set(high, f64x2.fromHigh(v128.load(b)))
  nest(code, summed, a, b, (at) => {
    code.set(low, f64x2.add(low, f64x2.fromLow(v128.load(at))))
    code.set(high, f64x2.add(high, f64x2.fromHigh(v128.load(at))))
  })
  for (const [i, pair] of [low, high].entries()) {
    for (const lane of [0, 1] as const) code.store(b, 8 * i + 4 * lane, f32.fromF64(f64x2.lane(pair, lane)))
  }
}

function single(code: Code, summed: readonly CopyLoop[], a: Local<"i32">, b: Local<"i32">): void {
  const sum = code.let(f64.fromF32(f32.load(b)))
  nest(code, summed, a, b, (at) => code.set(sum, f64.add(sum, f64.fromF32(f32.load(at)))))
  code.store(b, 0, f32.fromF64(sum))
}

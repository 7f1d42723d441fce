// The frozen generator (sfc32, as tensor/random.ts has it) as a kernel: the same numbers, drawn where they are wanted.

import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f64, i32, type Local, type Value } from "../wasm/values.ts"

/** A float32 of 1. */
const ONE = 0x3f800000

/** What a mask is drawn of. */
interface MaskCode {
  readonly count: number
  /** Probability of a 0. */
  readonly p: number
  /** Numbers of the stream that are left out before. */
  readonly unused: number
}

/** Function (words, mask): from the words a, b, c of a stream so many float32, each 0 where its uniform number is below p, else 1. */
export function drawnMask(module: ModuleBuilder, { count, p, unused }: MaskCode): Callable {
  return module.define(`drawnMask_${count}_${p}_${unused}`, ["i32", "i32"], (code, words, mask) => {
    const [a, b, c] = [0, 1, 2].map((i) => code.let(i32.load(words, 4 * i)))
    if (a === undefined || b === undefined || c === undefined) return
    const stream: Stream = { a, b, c, counter: code.let(i32.constant(1)) }
    const [high, low, to] = [code.local("i32"), code.local("i32"), code.let(mask)]
    if (unused > 0) code.repeat(unused, () => next(code, stream, high))
    // u = (h·2²⁶ + l)/2⁵³ of 27 and 26 bits: u ≥ p where the whole number is at least p·2⁵³.
    const bound = f64.constant(p * 2 ** 53)
    code.repeat(count, () => {
      next(code, stream, high)
      next(code, stream, low)
      const upper = f64.mul(f64.fromU32(i32.shiftRight(high, i32.constant(5))), f64.constant(2 ** 26))
      const whole = f64.add(upper, f64.fromU32(i32.shiftRight(low, i32.constant(6))))
      code.store(to, 0, i32.mul(f64.atLeast(whole, bound), i32.constant(ONE)))
      code.advance(to, 4)
    })
  })
}

interface Stream {
  readonly a: Local<"i32">
  readonly b: Local<"i32">
  readonly c: Local<"i32">
  readonly counter: Local<"i32">
}

/** t = a + b + n; a = b ⊕ (b ≫ 9); b = c + (c ≪ 3); c = rotated(c, 21) + t. */
function next(code: Code, { a, b, c, counter }: Stream, t: Local<"i32">): void {
  const left = (x: Value<"i32">, bits: number): Value<"i32"> => i32.shiftLeft(x, i32.constant(bits))
  const right = (x: Value<"i32">, bits: number): Value<"i32"> => i32.shiftRight(x, i32.constant(bits))
  code.set(t, i32.add(i32.add(a, b), counter))
  code.advance(counter, 1)
  code.set(a, i32.xor(b, right(b, 9)))
  code.set(b, i32.add(c, left(c, 3)))
  code.set(c, i32.add(i32.or(left(c, 21), right(c, 11)), t))
}

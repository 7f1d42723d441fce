// a^b = 2^(b·log₂|a|) with the sign of C's pow. The logarithm and its product are float64, since the exponential makes an error of
// the exponent one of the answer: |a| = 2ᵉ·m, m from √½ to √2, ln m = 2(s + s³/3 + s⁵/5 + …), s = (m − 1)/(m + 1).
//   power    1.5 ulp

import type { Code } from "../wasm/code.ts"
import { f32x4, f64x2, i32x4, v128 } from "../wasm/values.ts"
import { FIRST_HALVES, polynomial, polynomial64, SIGN, scaled, type Vector } from "./vector.ts"

/** 2·artanh(s)/s in powers of s², relative error 5e-11. */
const ARTANH = [2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3, 2]
/** (2^f − 1)/f near 0, |f| ≤ ½ (Cephes, exp2f). */
const POWER_OF_TWO = [
  1.5353361883195e-4, 1.339887440266574e-3, 9.61843735767464e-3, 5.550332471162809e-2, 2.402264791363012e-1,
  6.931472028550421e-1,
]
const FIRST = 0x3f3504f3
const SMALLEST_NORMAL = 2 ** -126

/** a^b as C has it: 1 for any base to the 0 and for 1 to any power; NaN where a < 0 and b is no whole number. */
export function power(code: Code, a: Vector, b: Vector): Vector {
  const [base, exponent] = [code.let(a), code.let(b)]
  const size = code.let(f32x4.abs(base))
  const magnitude = code.let(powerOfSize(code, size, exponent))
  const whole = f32x4.equal(f32x4.nearest(exponent), exponent)
  const half = code.let(f32x4.mul(exponent, f32x4.constant(0.5)))
  const odd = v128.without(whole, f32x4.equal(f32x4.nearest(half), half))
  const signed = v128.or(magnitude, v128.and(v128.and(base, SIGN), odd))
  // Finite numbers below zero have whole powers only; whatever is at infinity is whole.
  const negative = v128.and(f32x4.less(base, v128.zero), f32x4.unequal(size, f32x4.constant(Number.POSITIVE_INFINITY)))
  const real = v128.select(f32x4.constant(Number.NaN), signed, v128.without(negative, whole))
  const one = f32x4.constant(1)
  const infinite = f32x4.equal(f32x4.abs(exponent), f32x4.constant(Number.POSITIVE_INFINITY))
  const always = v128.or(
    v128.or(f32x4.equal(exponent, v128.zero), f32x4.equal(base, one)),
    v128.and(f32x4.equal(size, one), infinite),
  )
  return v128.select(one, real, always)
}

/** |a|^b; locals. */
function powerOfSize(code: Code, size: Vector, b: Vector): Vector {
  const tiny = code.let(f32x4.less(size, f32x4.constant(SMALLEST_NORMAL)))
  const normal = code.let(v128.select(f32x4.mul(size, f32x4.constant(2 ** 23)), size, tiny))
  const whole = code.let(i32x4.shiftRight(i32x4.sub(normal, i32x4.constant(FIRST)), 23))
  const mantissa = code.let(i32x4.sub(normal, i32x4.shiftLeft(whole, 23)))
  const e = code.let(f32x4.sub(f32x4.fromI32(whole), v128.and(f32x4.constant(23), tiny)))
  const parts = [f64x2.fromLow, f64x2.fromHigh].map((half) => {
    const m = code.let(half(mantissa))
    const one = f64x2.constant(1)
    const s = code.let(f64x2.div(f64x2.sub(m, one), f64x2.add(m, one)))
    const square = code.let(f64x2.mul(s, s))
    const ln = f64x2.mul(s, polynomial64(square, ARTANH))
    const log2 = f64x2.add(f64x2.mul(ln, f64x2.constant(Math.LOG2E)), half(e))
    // Beyond these bounds the answer is 0 or ∞; NaN stays.
    const y = code.let(bounded(f64x2.mul(half(b), log2)))
    const n = code.let(f64x2.nearest(y))
    return { n: i32x4.fromF64(n), f: f32x4.fromF64(f64x2.sub(y, n)) }
  })
  const [low, high] = parts as [{ n: Vector; f: Vector }, { n: Vector; f: Vector }]
  const f = code.let(v128.lanes(low.f, high.f, FIRST_HALVES))
  const p = f32x4.add(f32x4.constant(1), f32x4.mul(f, polynomial(f, POWER_OF_TWO)))
  const finite = scaled(code, p, v128.lanes(low.n, high.n, FIRST_HALVES))
  return ofEnds(code, size, b, finite)
}

function bounded(y: Vector): Vector {
  return f64x2.max(f64x2.min(y, f64x2.constant(200)), f64x2.constant(-200))
}

/** 0 and ∞ to a power, which have no logarithm: as log|a|·b goes to ±∞. NaN of either stays. */
function ofEnds(code: Code, size: Vector, b: Vector, finite: Vector): Vector {
  const infinity = f32x4.constant(Number.POSITIVE_INFINITY)
  const zero = code.let(f32x4.equal(size, v128.zero))
  const end = v128.or(zero, f32x4.equal(size, infinity))
  const grows = v128.xor(f32x4.greater(b, v128.zero), zero)
  const limit = v128.select(v128.and(infinity, grows), b, f32x4.equal(b, b))
  const known = v128.select(limit, finite, end)
  return v128.select(size, known, f32x4.unequal(size, size))
}

// ln x: x = 2ᵉ·(1 + f) with 1 + f from √½ to √2, ln x = e·ln 2 + f − f²/2 + f³·P(f), with the coefficients of Cephes (S. L.
// Moshier, logf); ln 2 is taken in two pieces.
//   log    1.0 ulp        softplus    1.7 ulp

import type { Code } from "../wasm/code.ts"
import { f32x4, i32x4, v128 } from "../wasm/values.ts"
import { exp } from "./exponential.ts"
import { polynomial, type Vector } from "./vector.ts"

const [LN2_HIGH, LN2_LOW] = [0.693359375, -2.1219444005469057e-4]
const TAIL = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]
/** The bits of √½, where mantissas begin. */
const FIRST = 0x3f3504f3
const SMALLEST_NORMAL = 2 ** -126

/** ln(1 + f) + e·ln 2, for f from √½ − 1 to √2 − 1; both are locals. */
function nearOne(f: Vector, e: Vector): Vector {
  const square = f32x4.mul(f, f)
  const tail = f32x4.mul(f32x4.mul(f, square), polynomial(f, TAIL))
  const low = f32x4.add(tail, f32x4.mul(e, f32x4.constant(LN2_LOW)))
  const sum = f32x4.add(f, f32x4.sub(low, f32x4.mul(square, f32x4.constant(0.5))))
  return f32x4.add(sum, f32x4.mul(e, f32x4.constant(LN2_HIGH)))
}

/** ln x; −∞ at 0, NaN below. */
export function log(code: Code, x: Vector): Vector {
  const at = code.let(x)
  const tiny = code.let(f32x4.less(at, f32x4.constant(SMALLEST_NORMAL)))
  const normal = code.let(v128.select(f32x4.mul(at, f32x4.constant(2 ** 23)), at, tiny))
  const exponent = code.let(i32x4.shiftRight(i32x4.sub(normal, i32x4.constant(FIRST)), 23))
  const e = code.let(f32x4.sub(f32x4.fromI32(exponent), v128.and(f32x4.constant(23), tiny)))
  const f = code.let(f32x4.sub(i32x4.sub(normal, i32x4.shiftLeft(exponent, 23)), f32x4.constant(1)))
  const infinity = f32x4.constant(Number.POSITIVE_INFINITY)
  // ∞ and NaN are their own logarithms.
  const finite = v128.select(nearOne(f, e), at, f32x4.less(at, infinity))
  const outside = v128.select(
    f32x4.constant(Number.NEGATIVE_INFINITY),
    f32x4.constant(Number.NaN),
    f32x4.equal(at, v128.zero),
  )
  return v128.select(finite, outside, f32x4.greater(at, v128.zero))
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + s), s = e^(−|x|) in [0, 1]; above √2 − 1 by ln 2 + ln(1 + (s − 1)/2). */
export function softplus(code: Code, x: Vector): Vector {
  const at = code.let(x)
  const s = code.let(exp(code, f32x4.negate(f32x4.abs(at))))
  const large = code.let(f32x4.greater(s, f32x4.constant(Math.SQRT2 - 1)))
  const half = f32x4.mul(f32x4.sub(s, f32x4.constant(1)), f32x4.constant(0.5))
  const f = code.let(v128.select(half, s, large))
  const e = code.let(v128.and(f32x4.constant(1), large))
  return f32x4.add(f32x4.pseudoMax(at, v128.zero), nearOne(f, e))
}

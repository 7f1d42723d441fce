// e^x and what is made of it. x = n·ln 2 + r with |r| ≤ ½ ln 2, e^x = 2ⁿ·e^r; ln 2 is taken in two pieces, of which n times the
// first is exact (Cody and Waite). e^r = 1 + r + r²·P(r), with the coefficients of Cephes (S. L. Moshier, expf).
//   exp    1.0 ulp        expm1    1.6 ulp up to 88        sigmoid    2.1 ulp        tanh    2.2 ulp

import type { Code } from "../wasm/code.ts"
import { f32x4, i32x4, v128 } from "../wasm/values.ts"
import { polynomial, scaled, twoTo, type Vector, withSign } from "./vector.ts"

const [LN2_HIGH, LN2_LOW] = [0.693359375, -2.1219444005469057e-4]
const TAIL = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1]

/** Beyond these e^x is 0 and ∞. */
const [LEAST, MOST] = [-104, 89]

/** n as float32, and r. `x` is a local and between the bounds. */
function reduced(code: Code, x: Vector): { readonly n: Vector; readonly r: Vector } {
  const n = code.let(f32x4.nearest(f32x4.mul(x, f32x4.constant(Math.LOG2E))))
  const r = f32x4.sub(x, f32x4.mul(n, f32x4.constant(LN2_HIGH)))
  return { n, r: f32x4.sub(r, f32x4.mul(n, f32x4.constant(LN2_LOW))) }
}

/** e^r − 1 near 0; `r` is a local. */
function nearZero(r: Vector): Vector {
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), polynomial(r, TAIL)))
}

/** e^(x + low); `low` is what x has lost to rounding, at most 0.1. */
export function exp(code: Code, x: Vector, low: Vector | null = null): Vector {
  const bounded = code.let(f32x4.pseudoMin(f32x4.pseudoMax(x, f32x4.constant(LEAST)), f32x4.constant(MOST)))
  const { n, r } = reduced(code, bounded)
  const rest = code.let(low === null ? r : f32x4.add(r, low))
  const p = f32x4.add(f32x4.constant(1), nearZero(rest))
  // What is 0 is not rounded to it: machines take their time over numbers that underflow.
  const kept = v128.without(p, f32x4.equal(bounded, f32x4.constant(LEAST)))
  return scaled(code, kept, i32x4.fromF32(n))
}

/** e^x − 1 without cancellation: 2ⁿ·(e^r − 1) + (2ⁿ − 1), n at most 127; ∞ above 88. */
export function expm1(code: Code, x: Vector): Vector {
  const at = code.let(x)
  const most = f32x4.constant(88)
  const bounded = code.let(f32x4.pseudoMin(f32x4.pseudoMax(at, f32x4.constant(-40)), most))
  const { n, r } = reduced(code, bounded)
  const rest = code.let(r)
  const scale = code.let(twoTo(i32x4.fromF32(n)))
  const sum = f32x4.add(f32x4.mul(scale, nearZero(rest)), f32x4.sub(scale, f32x4.constant(1)))
  const over = v128.and(f32x4.constant(Number.POSITIVE_INFINITY), f32x4.greater(at, most))
  // −0 stays −0.
  return withSign(f32x4.add(sum, over), at)
}

/** 1/(1 + e^(−x)); with e^(−|x|), which never overflows, so that small answers are kept. */
export function sigmoid(code: Code, x: Vector): Vector {
  const at = code.let(x)
  const e = code.let(exp(code, f32x4.negate(f32x4.abs(at))))
  const one = f32x4.constant(1)
  return f32x4.div(v128.select(e, one, f32x4.less(at, v128.zero)), f32x4.add(one, e))
}

/** tanh |x| = t/(t + 2), t = e^(2|x|) − 1, and the sign of x. From 10 on it is 1. */
export function tanh(code: Code, x: Vector): Vector {
  const at = code.let(x)
  const size = code.let(f32x4.abs(at))
  const doubled = f32x4.pseudoMin(f32x4.add(size, size), f32x4.constant(20))
  const t = code.let(expm1(code, doubled))
  return withSign(f32x4.div(t, f32x4.add(t, f32x4.constant(2))), at)
}

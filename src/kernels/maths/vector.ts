// Elementary functions of four float32 at once, from additions, multiplications and divisions alone: the same bits on every
// machine, which `Math.exp` does not promise. Each file says its formula and the largest error that tests measured, in ulps (units
// in the last place of the float32 nearest to the true value). NaN stays NaN, infinities have their limits, denormals are kept.
// This folder knows vectors, no op and no layout.

import type { Code } from "../wasm/code.ts"
import { f32x4, f64x2, i32x4, type Value, v128 } from "../wasm/values.ts"

/** Four float32, or two float64. */
export type Vector = Value<"v128">

/** Horner's scheme, the highest power first; `x` should be a local. */
export function polynomial(x: Vector, coefficients: readonly number[]): Vector {
  const [first = 0, ...others] = coefficients
  return others.reduce((sum, c) => f32x4.add(f32x4.mul(sum, x), f32x4.constant(c)), f32x4.constant(first))
}

/** The same of two float64. */
export function polynomial64(x: Vector, coefficients: readonly number[]): Vector {
  const [first = 0, ...others] = coefficients
  return others.reduce((sum, c) => f64x2.add(f64x2.mul(sum, x), f64x2.constant(c)), f64x2.constant(first))
}

/** 2ⁿ of whole numbers from −126 to 127, as int32. */
export function twoTo(n: Vector): Vector {
  return i32x4.shiftLeft(i32x4.add(n, i32x4.constant(127)), 23)
}

/** p·2ⁿ, |n| ≤ 252, by two halves, so that what is too small for a normal number becomes a denormal, rounded once. */
export function scaled(code: Code, p: Vector, n: Vector): Vector {
  const whole = code.let(n)
  const half = code.let(i32x4.shiftRight(whole, 1))
  return f32x4.mul(f32x4.mul(p, twoTo(half)), twoTo(i32x4.sub(whole, half)))
}

/** All bits but the sign, where `x` has them, and the sign of `of`. */
export function withSign(x: Vector, of: Vector): Vector {
  return v128.or(x, v128.and(of, SIGN))
}

/** The bit of the sign. */
export const SIGN = i32x4.constant(-0x8000_0000)

/** Lanes of two vectors of which each has two numbers of 32 bits. */
export const FIRST_HALVES = [0, 1, 4, 5] as const

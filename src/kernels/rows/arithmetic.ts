// Arithmetic that several kernels of rows share.

import { f32x4, f64x2, v128 } from "../wasm/values.ts"
import type { Vector } from "./cell.ts"

/** A number as it is. */
export const same = (x: Vector): Vector => x

/** x², in float64. */
export const square = (x: Vector): Vector => f64x2.mul(x, x)

/** ±1 with the sign of x, 0 for 0, NaN for NaN; `x` is a local. */
export function sign(x: Vector): Vector {
  const one = v128.or(v128.and(x, f32x4.constant(-0)), f32x4.constant(1))
  return v128.select(one, x, v128.and(f32x4.equal(x, x), f32x4.unequal(x, v128.zero)))
}

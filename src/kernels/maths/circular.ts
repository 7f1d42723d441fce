// sin and cos: x = n·π/2 + r with |r| ≤ π/4, then r − r³/6 + … or 1 − r²/2 + …, as n mod 4 says (Cephes, sinf and cosf). n and r
// are worked out in float64, with π/2 in three pieces of which n times the first two are exact up to |x| = 2·10⁸.
//   sin, cos    2.0 ulp up to 2·10⁸; above the error grows as x·10⁻¹⁶, and from 3·10⁹ on the answer is only some number
//   from −1 to 1.

import type { Code } from "../wasm/code.ts"
import { f32x4, f64x2, i32x4, v128 } from "../wasm/values.ts"
import { FIRST_HALVES, polynomial, type Vector } from "./vector.ts"

/** π/2 in pieces of 26 bits, and the rest. */
const PIECES = [1.5707963109016418, 1.5893254712295857e-8, 6.123233995736766e-17]
const SINE = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]
const COSINE = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]
/** Quadrants are whole numbers of 32 bits; beyond, r is anything. */
const BOUND = 0.8

/** n mod 2³² and r. */
function reduced(code: Code, x: Vector): { readonly quadrant: Vector; readonly r: Vector } {
  const at = code.let(x)
  const halves = [f64x2.fromLow(at), f64x2.fromHigh(at)].map((half) => {
    const wide = code.let(half)
    const n = code.let(f64x2.nearest(f64x2.mul(wide, f64x2.constant(2 / Math.PI))))
    const rest = PIECES.reduce((sum: Vector, piece) => f64x2.sub(sum, f64x2.mul(n, f64x2.constant(piece))), wide)
    return { n: i32x4.fromF64(n), rest: f32x4.fromF64(rest) }
  })
  const [low, high] = halves as [{ n: Vector; rest: Vector }, { n: Vector; rest: Vector }]
  const r = v128.lanes(low.rest, high.rest, FIRST_HALVES)
  const bounded = f32x4.pseudoMax(f32x4.pseudoMin(r, f32x4.constant(BOUND)), f32x4.constant(-BOUND))
  return { quadrant: code.let(v128.lanes(low.n, high.n, FIRST_HALVES)), r: code.let(bounded) }
}

function ofQuadrant(code: Code, quadrant: Vector, r: Vector): Vector {
  const square = code.let(f32x4.mul(r, r))
  const sine = f32x4.add(f32x4.mul(f32x4.mul(polynomial(square, SINE), square), r), r)
  const tail = f32x4.mul(f32x4.mul(polynomial(square, COSINE), square), square)
  const cosine = f32x4.add(f32x4.sub(tail, f32x4.mul(square, f32x4.constant(0.5))), f32x4.constant(1))
  // An odd quadrant has the other function, the second two the other sign.
  const odd = i32x4.shiftRight(i32x4.shiftLeft(quadrant, 31), 31)
  const sign = i32x4.shiftLeft(v128.and(quadrant, i32x4.constant(2)), 30)
  return v128.xor(v128.select(cosine, sine, odd), sign)
}

/** sin x; NaN at ±∞. */
export function sin(code: Code, x: Vector): Vector {
  const { quadrant, r } = reduced(code, x)
  return ofQuadrant(code, quadrant, r)
}

/** cos x = sin(x + π/2); NaN at ±∞. */
export function cos(code: Code, x: Vector): Vector {
  const { quadrant, r } = reduced(code, x)
  return ofQuadrant(code, code.let(i32x4.add(quadrant, i32x4.constant(1))), r)
}

// The error function and the normal distribution. Near 0 erf x = x·P(x²), |x| < 1 (Cephes, erff); above, erfc x = e^(−x²)·t·Q(q)
// with t = 1/(x + 2) and q = 1 − 4t in [−1, 1), Q fitted to erfc(x)·e^(x²)·(x + 2) with relative error 4.4e-8. The exponent is
// squared in two pieces, as its rounding would be blown up.
//   erf    2.5 ulp        bell    1.2 ulp        cdf    6 ulp

import type { Code } from "../wasm/code.ts"
import { f32x4, i32x4, v128 } from "../wasm/values.ts"
import { exp } from "./exponential.ts"
import { polynomial, type Vector, withSign } from "./vector.ts"

const NEAR = [
  7.853861353153693e-5, -8.010193625184903e-4, 5.188327685732524e-3, -2.685381193529856e-2, 1.128358514861418e-1,
  -3.7612625824233e-1, 1.12837916672671,
]
const FAR = [
  -0.000463956678, -0.000759025432, 0.00297882961, 0.00644000813, -0.0214828376, -0.0364356497, 0.279469509,
  -0.687160955, 1.02158275,
]
/** Beyond it e^(−x²/2) is 0. */
const FARTHEST = 20
/** Numbers whose square is a float32: the last twelve bits are 0. */
const SHORT = i32x4.constant(-0x1000)

/** e^(−share·x²), share 1 or ½; with head² exact, x² = head² + (x − head)(x + head). */
function gaussian(code: Code, x: Vector, share: number): Vector {
  const size = code.let(f32x4.pseudoMin(f32x4.abs(x), f32x4.constant(FARTHEST)))
  const head = code.let(v128.and(size, SHORT))
  const times = f32x4.constant(-share)
  const low = f32x4.mul(times, f32x4.mul(f32x4.sub(size, head), f32x4.add(size, head)))
  return exp(code, f32x4.mul(times, f32x4.mul(head, head)), low)
}

/** erfc(x)·e^(x²) for x from 0 to 20. */
function scaledComplement(code: Code, x: Vector): Vector {
  const t = code.let(f32x4.div(f32x4.constant(1), f32x4.add(x, f32x4.constant(2))))
  const q = code.let(f32x4.sub(f32x4.constant(1), f32x4.mul(t, f32x4.constant(4))))
  return f32x4.mul(t, polynomial(q, FAR))
}

/** 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(code: Code, x: Vector): Vector {
  const at = code.let(x)
  const size = code.let(f32x4.pseudoMin(f32x4.abs(at), f32x4.constant(FARTHEST)))
  const square = code.let(f32x4.mul(size, size))
  const near = f32x4.mul(size, polynomial(square, NEAR))
  const complement = f32x4.mul(gaussian(code, size, 1), scaledComplement(code, size))
  const far = code.let(f32x4.sub(f32x4.constant(1), complement))
  return withSign(v128.select(near, far, f32x4.less(size, f32x4.constant(1))), at)
}

/** e^(−x²/2): √(2π) times the density of N(0, 1). */
export function bell(code: Code, x: Vector): Vector {
  return gaussian(code, x, 0.5)
}

/** The distribution function of N(0, 1), ½ erfc(−x/√2); `bellAt` is e^(−x²/2). */
export function cdf(code: Code, x: Vector, bellAt: Vector): Vector {
  const at = code.let(x)
  const size = f32x4.pseudoMin(f32x4.abs(at), f32x4.constant(FARTHEST))
  const argument = code.let(f32x4.mul(size, f32x4.constant(Math.SQRT1_2)))
  const tail = f32x4.mul(bellAt, scaledComplement(code, argument))
  const half = code.let(f32x4.mul(f32x4.constant(0.5), tail))
  return v128.select(f32x4.sub(f32x4.constant(1), half), half, f32x4.greater(at, v128.zero))
}

// Special functions of one number, accurate to a few units in the last place of float64.

// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969), 631–637, with the
// coefficients of his SPECFUN routine CALERF. Highest powers stand last but the first to be used, as he lists them.
const SMALL_A = [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.377589138469, 0.18577770618460315]
const SMALL_B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171]
const MIDDLE_C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769, 1712.0476126340707,
  2051.0783778260716, 1230.339354797997, 2.1531153547440383e-8,
]
const MIDDLE_D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597, 4362.619090143247,
  3439.3676741437216, 1230.3393548037493,
]
const LARGE_P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.01608378514874228, 0.0006587491615298378,
  0.016315387137302097,
]
const LARGE_Q = [2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918]
const ONE_OVER_SQRT_PI = 0.5641895835477563
/** Below it Cody approximates erf itself, above it erfc. */
const SMALL = 0.46875

/** The error function, 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(x: number): number {
  const y = Math.abs(x)
  if (y <= SMALL) return erfSmall(x)
  return Math.sign(x) * (1 - erfcPositive(y))
}

/** 1 − erf(x), without cancellation for large x. */
export function erfc(x: number): number {
  if (Math.abs(x) <= SMALL) return 1 - erfSmall(x)
  return x < 0 ? 2 - erfcPositive(-x) : erfcPositive(x)
}

/** Distribution function of N(0, 1). */
export function normalCdf(x: number): number {
  return erfc(-x * Math.SQRT1_2) / 2
}

/** Density of N(0, 1). */
export function normalPdf(x: number): number {
  return Math.exp(-0.5 * x * x) * 0.3989422804014327
}

/** The logistic function 1/(1 + e^(−x)); e^(−x) = ∞ gives the right 0. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}

/** log(1 + e^x), without overflow: max(x, 0) + log(1 + e^(−|x|)). */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

function erfSmall(x: number): number {
  return x * ratio(x * x, SMALL_A, SMALL_B)
}

function erfcPositive(y: number): number {
  if (Number.isNaN(y)) return y
  // e^(−y²) is below the smallest number.
  if (y > 27.3) return 0
  if (y <= 4) return gaussian(y) * ratio(y, MIDDLE_C, MIDDLE_D)
  const z = 1 / (y * y)
  return (gaussian(y) * (ONE_OVER_SQRT_PI - z * ratio(z, LARGE_P, LARGE_Q))) / y
}

/** e^(−y²), with y² split at sixteenths so that its rounding is not blown up by the exponential (Cody). */
function gaussian(y: number): number {
  const head = Math.trunc(y * 16) / 16
  return Math.exp(-head * head) * Math.exp(-(y - head) * (y + head))
}

/** Horner's scheme for top and bottom; the last coefficient of `top` is that of its highest power, `bottom` is monic. */
function ratio(z: number, top: readonly number[], bottom: readonly number[]): number {
  const last = bottom.length - 1
  let above = top[last + 1]! * z
  let below = z
  for (let i = 0; i < last; i++) {
    above = (above + top[i]!) * z
    below = (below + bottom[i]!) * z
  }
  return (above + top[last]!) / (below + bottom[last]!)
}

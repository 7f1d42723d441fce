// The slope of a function at one number, by central differences in float64.
//
//   dL/dx ≈ (L(x + h) − L(x − h)) / 2h,  h = 1e-5 · max(1, |x|): truncation ~h², rounding ~1e-16·|L|/h.
//
// At a kink (ReLU at 0, a tie of two maxima) there is no derivative to compare with. A kink shows itself: the slopes to
// the left and to the right differ by as much at h/2 as at h, or the central difference moves between the two steps.

const STEP = 1e-5

/** A slope by central differences. */
export interface Slope {
  readonly central: number
  /** There is no derivative here, or not within the step: the number is not to be compared. */
  readonly kink: boolean
}

/** Takes the differences of a loss around `x`; calls it five times. */
export function slopeAt(x: number, lossAt: (value: number) => number): Slope {
  const h = STEP * Math.max(1, Math.abs(x))
  const here = lossAt(x)
  const [left, right] = [lossAt(x - h), lossAt(x + h)]
  const [halfLeft, halfRight] = [lossAt(x - h / 2), lossAt(x + h / 2)]
  const central = (right - left) / (2 * h)
  const half = (halfRight - halfLeft) / h
  const gap = Math.abs(right - 2 * here + left) / h
  const halfGap = (2 * Math.abs(halfRight - 2 * here + halfLeft)) / h
  // Below `noise` the differences are rounding of the loss; above, a smooth curve halves its gap with the step.
  const noise = 1e-4 * Math.max(Math.abs(central), Math.abs(half)) + (1e-13 * Math.abs(here)) / h + 1e-9
  const kink = Math.abs(central - half) > noise || (gap > noise && halfGap > 0.75 * gap)
  return { central, kink }
}

// Two features of many samples, as a cloud of points: where its middle is, how wide it is each way, and its ellipse.

import type { Tensor } from "../tensor.ts"

interface PairMoments {
  readonly count: number
  readonly mean: readonly [number, number]
  /** With correction 0, as batch norm uses it. */
  readonly variance: readonly [number, number]
  /** Σ(x − x̄)(y − ȳ)/n. */
  readonly covariance: number
  /** covariance / √(variance₀ · variance₁); NaN if a feature is constant. */
  readonly correlation: number
}

/** Of the rows of an [N, 2] tensor whose two numbers are finite. Throws for any other shape (a bug: it is asked before). */
export function pairMoments(tensor: Tensor): PairMoments {
  if (!isPairs(tensor)) throw new Error(`pairs are [N, 2], got [${tensor.shape.join(", ")}]`)
  const sums = [0, 0] as [number, number]
  const count = eachPair(tensor, (x, y) => {
    sums[0] += x
    sums[1] += y
  })
  const mean = [sums[0] / count, sums[1] / count] as const
  const squares = [0, 0] as [number, number]
  let products = 0
  eachPair(tensor, (x, y) => {
    squares[0] += (x - mean[0]) ** 2
    squares[1] += (y - mean[1]) ** 2
    products += (x - mean[0]) * (y - mean[1])
  })
  const variance = [squares[0] / count, squares[1] / count] as const
  const covariance = products / count
  return { count, mean, variance, covariance, correlation: covariance / Math.sqrt(variance[0] * variance[1]) }
}

/** The half axes of the 1-σ ellipse and the angle of the longer one, in radians: eigenvalues of the covariance matrix. */
export function ellipseOf({ variance: [a, b], covariance: c }: PairMoments): {
  readonly long: number
  readonly short: number
  readonly angle: number
} {
  const middle = (a + b) / 2
  const spread = Math.hypot((a - b) / 2, c)
  return {
    long: Math.sqrt(middle + spread),
    // Rounding may leave a flat ellipse a hair below 0.
    short: Math.sqrt(Math.max(0, middle - spread)),
    angle: Math.atan2(2 * c, a - b) / 2,
  }
}

/** True for n × 2: points of the plane. */
export function isPairs({ shape }: Pick<Tensor, "shape">): boolean {
  return shape.length === 2 && shape[1] === 2
}

/** Calls `visit` with each finite pair; answers how many there were. */
export function eachPair({ data }: Tensor, visit: (x: number, y: number) => void): number {
  let count = 0
  for (let i = 0; i + 1 < data.length; i += 2) {
    const [x, y] = [data[i]!, data[i + 1]!]
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    visit(x, y)
    count++
  }
  return count
}

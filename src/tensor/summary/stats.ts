// Summary numbers of one tensor. This folder says in few numbers what a tensor is like, and changes none of them.

import { knownTotals, precisionOf } from "../lazy.ts"
import { type Dtype, sizeOf, type Tensor } from "../tensor.ts"

/** What a tensor is like, at a glance. */
export interface Stats {
  readonly count: number
  /** The number itself where there is only one; else null. */
  readonly only: number | null
  /** What the numbers are kept in. */
  readonly precision: Dtype
  /** Over the finite elements; NaN if there are none. */
  readonly min: number
  readonly max: number
  readonly mean: number
  /** √(Σx²/n), over the finite elements. */
  readonly rms: number
  readonly largest: number
  readonly nans: number
  readonly infinities: number
  /** Every element is exactly zero. */
  readonly zero: boolean
}

/** One pass; sums in float64. */
export function statsOf(tensor: Tensor): Stats {
  return knownStats(tensor) ?? countedStats(tensor)
}

/** Of a tensor whose totals are known. */
function knownStats(tensor: Tensor): Stats | null {
  const count = sizeOf(tensor.shape)
  const totals = count > 1 ? knownTotals(tensor) : null
  if (totals === null) return null
  const { min, max, sum, squares } = totals
  const largest = Math.max(Math.abs(min), Math.abs(max))
  const about = { count, only: null, precision: precisionOf(tensor), nans: 0, infinities: 0 }
  return { ...about, min, max, mean: sum / count, rms: Math.sqrt(squares / count), largest, zero: largest === 0 }
}

function countedStats(tensor: Tensor): Stats {
  const { data } = tensor
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  let sum = 0
  let squares = 0
  let nans = 0
  let infinities = 0
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!
    if (Number.isFinite(x)) {
      if (x < min) min = x
      if (x > max) max = x
      sum += x
      squares += x * x
    } else if (Number.isNaN(x)) nans++
    else infinities++
  }
  const count = data.length
  const one = { count, only: count === 1 ? (data[0] ?? null) : null, precision: precisionOf(tensor) }
  const finite = count - nans - infinities
  if (finite === 0)
    return {
      ...one,
      min: Number.NaN,
      max: Number.NaN,
      mean: Number.NaN,
      rms: Number.NaN,
      largest: Number.NaN,
      nans,
      infinities,
      zero: false,
    }
  const zero = finite === count && min === 0 && max === 0
  const largest = Math.max(Math.abs(min), Math.abs(max))
  return { ...one, min, max, mean: sum / finite, rms: Math.sqrt(squares / finite), largest, nans, infinities, zero }
}

/** Sixteen units of roundoff: 2⁻²⁴ is float32's, 2⁻⁵³ float64's. */
const ROUNDING: Readonly<Record<Dtype, number>> = { float32: 2 ** -20, float64: 2 ** -49 }

/**
 * True where a mean or a sum is nothing but rounding beside the size of what went into it (`scale`: their root mean square,
 * or the largest of them). Numbers that cancel leave about one unit of roundoff each, and their mean no more, however many.
 */
export function isRounding(x: number, scale: number, precision: Dtype): boolean {
  return x !== 0 && Math.abs(x) < ROUNDING[precision] * Math.abs(scale)
}

/** √(Σ(x − mean)²/n) over the finite elements: by a second pass, since Σx² − n·mean² cancels where the mean is large. */
export function deviationOf(tensor: Tensor, mean: number): number {
  let squares = 0
  let finite = 0
  for (const x of tensor.data) {
    if (!Number.isFinite(x)) continue
    squares += (x - mean) ** 2
    finite++
  }
  return Math.sqrt(squares / finite)
}

/** `1 NaN, 2 infinite`; empty where every number is finite. */
export function brokenWords({ nans, infinities }: Stats): string {
  return [...(nans > 0 ? [`${nans} NaN`] : []), ...(infinities > 0 ? [`${infinities} infinite`] : [])].join(", ")
}

/** Counts of the finite elements in `bins` equal steps from min to max (a single value: one full bin). */
export function histogram(
  tensor: Tensor,
  bins: number,
): { readonly counts: readonly number[]; readonly from: number; readonly to: number } {
  const { min, max } = statsOf(tensor)
  const counts = new Array<number>(bins).fill(0)
  const width = max - min
  for (const x of tensor.data) {
    if (!Number.isFinite(x)) continue
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor(((x - min) / width) * bins))
    counts[bin] = counts[bin]! + 1
  }
  return { counts, from: min, to: max }
}

// How far a number may be from the sum that explains it by rounding alone.

import type { Dtype } from "../../../tensor/tensor.ts"
import { type Explanation, LOCAL_DERIVATIVE, type Term } from "./explanation.ts"

/** Half the distance from 1 to the next number: what one operation may be off, as a share. Sums of float64 are rounded twice: in the run, and here. */
const UNIT = { float32: 2 ** -24, float64: 2 ** -52 } as const

/** Roundings of a term beside those of the sum: its factors, their products, and numbers that a rule works out on the way. */
const OF_A_TERM = 8

/**
 * The bound, in the unit of the number: γ_m · Σ|terms| with γ_m = m·u / (1 − m·u), for a sum of n products in any order
 * m = n + 8 roundings of a share u each (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1), and the
 * number's own rounding. Where factors are means of products over more cells than there are terms, n counts two roundings for
 * each of those. 0 where terms are no sum.
 */
export function roundingOf({ terms, more, lit, number, total }: Explanation, dtype: Dtype): number {
  if (total === null) return 0
  const unit = UNIT[dtype]
  const cells = lit.reduce((count, one) => count + one.cells.size, 0)
  const roundings = Math.max(terms.length + (more?.count ?? 0), 2 * cells) + OF_A_TERM
  const size = terms.reduce((sum, term) => sum + sizeOf(term), more?.size ?? 0)
  return ((roundings * unit) / (1 - roundings * unit)) * size + unit * Math.abs(number)
}

/**
 * What a term's roundings are a share of. A derivative that was found by trying may be what is left of far larger numbers that
 * cancel inside the rule (a bias of the keys of an attention moves nothing): it counts as 1 at least.
 */
function sizeOf({ factors, product }: Term): number {
  const derivative = factors.find(({ words, cell }) => cell === null && words === LOCAL_DERIVATIVE)
  const size = Math.abs(product)
  if (derivative === undefined || Math.abs(derivative.number) >= 1) return size
  return factors.reduce((all, one) => (one === derivative ? all : all * Math.abs(one.number)), 1)
}

/** Whether a number is not the sum of its terms, by more than rounding. */
export function differs(explanation: Explanation, dtype: Dtype): boolean {
  const { difference, number, total } = explanation
  if (difference === null || Object.is(number, total)) return false
  return !(Math.abs(difference) <= roundingOf(explanation, dtype))
}

// A tensor summed up by one number, and means and sums, as they are written everywhere: chips, tips, tables, pictures, the
// command line.

import { writeFull, writeNumber } from "../../../formula/number.ts"
import { isRounding, type Stats } from "../../../tensor/summary/stats.ts"
import type { Dtype } from "../../../tensor/tensor.ts"

/** The mark of a root mean square, before its number. */
export const RMS_MARK = "RMS"

/**
 * A tensor in one number: `−3` where it holds only that, `RMS 0.84` where it holds more; `0` where all are exactly zero, `NaN`
 * and `∞` where one of many is. `digits` counts significant ones.
 */
export function writeTensor(stats: Stats, digits = 3): string {
  const { only, nans, infinities, zero, rms, count } = stats
  if (count === 0) return "empty"
  if (only !== null) return writeNumber(only, digits)
  if (nans > 0) return "NaN"
  if (infinities > 0) return "∞"
  return zero ? "0" : `${RMS_MARK} ${writeNumber(rms, digits)}`
}

/** The same as words: `exactly zero`, `−3`, `root mean square 0.84`, `2 of 12 numbers are NaN`. */
export function tensorWords(stats: Stats, digits = 3): string {
  const { only, nans, infinities, zero, rms, count } = stats
  if (zero) return "exactly zero"
  if (count === 0 || only !== null) return writeTensor(stats, digits)
  if (nans > 0) return `${nans} of ${count} numbers ${nans === 1 ? "is" : "are"} NaN`
  if (infinities > 0) return `${infinities} of ${count} numbers ${infinities === 1 ? "is" : "are"} infinite`
  return `root mean square ${writeNumber(rms, digits)}`
}

/** A mean or a sum as it is written, and in full where what is written leaves rounding out. */
export interface Figure {
  readonly text: string
  /** Every digit of a number that is written as 0; else null. */
  readonly exact: string | null
}

/** A mean or a sum beside the size of what went into it: rounding is written as 0. */
export function writeBeside(x: number, scale: number, precision: Dtype, digits = 3): Figure {
  return isRounding(x, scale, precision)
    ? { text: "0", exact: writeFull(x, "float64") }
    : { text: writeNumber(x, digits), exact: null }
}

/** The mean of a tensor. */
export function writeMean({ mean, rms, precision }: Stats, digits = 3): Figure {
  return writeBeside(mean, rms, precision, digits)
}

/** Why a figure reads 0. */
export function exactWords(exact: string): string {
  return `Exactly ${exact}: rounding beside the numbers that went into it`
}

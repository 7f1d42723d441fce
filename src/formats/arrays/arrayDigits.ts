// How exactly numbers were written: half a unit of the last digit of each. Digits are taken as typed; where a program strips
// the zeros at the end of its numbers, what is shorter than the others had zeros there.

import { numberOf } from "./arrayLines.ts"

/** Takes a piece of text; its place among the numbers that were taken, or null if it is no number. */
export type Take = (piece: string) => number | null

/** Numbers as they were written, in the order in which they were taken. */
export interface Written {
  readonly take: Take
  readonly values: readonly number[]
  /** How far each may be from the number that was meant; 0: not at all. `machine`: see `isPrint`. */
  halves(machine: boolean): readonly number[]
}

/** Digits of a number in the panels, and of what a person rounds to where all that is left are whole numbers. */
const SHORT = 3
/** Nobody types so many digits: the number was printed whole, and what is shorter ends in zeros. */
const WHOLE_PRINT = 7
const PARTS = /^[-+]?(\d*)(\.\d*)?(?:[eE]([-+]?\d+))?$/

/** Starts empty. `grouped`: commas part thousands, as in the panels, where zeros before the point may stand for any digit. */
export function writtenNumbers(grouped: boolean): Written {
  const values: number[] = []
  // Of each number: the exponent of its last digit as typed (NaN: exact), and whether it is a whole number without one.
  const last: number[] = []
  const whole: boolean[] = []
  let [keepsZeros, isBare] = [false, true]
  const take: Take = (piece) => {
    const value = numberOf(piece)
    if (value === null) return null
    const [matched, , fraction, exponent = "0"] = PARTS.exec(piece) ?? []
    whole.push(fraction === undefined && exponent === "0")
    last.push(matched === undefined ? Number.NaN : Number(exponent) - Math.max(0, (fraction?.length ?? 0) - 1))
    keepsZeros ||= fraction !== undefined && fraction.length > 2 && fraction.endsWith("0")
    isBare &&= fraction === undefined || fraction.length < 2
    return values.push(value) - 1
  }
  return { take, values, halves: (machine) => halvesOf({ values, last, whole, grouped, keepsZeros, isBare }, machine) }
}

interface Taken {
  readonly values: readonly number[]
  readonly last: readonly number[]
  readonly whole: readonly boolean[]
  readonly grouped: boolean
  /** Some number ends in zeros, so that none was stripped: `0.50`, but not the `1.0` of a program. */
  readonly keepsZeros: boolean
  /** No number has a digit behind a point. */
  readonly isBare: boolean
}

function halvesOf({ values, last, whole, grouped, keepsZeros, isBare }: Taken, print: boolean): readonly number[] {
  const top = values.map((x) => (x === 0 ? 0 : Math.floor(Math.log10(Math.abs(x)))))
  // Whole numbers count as far as their digits go, without zeros that may only hold the place.
  const digitsOf = (i: number): number => (top[i] ?? 0) + 1 - (whole[i] ? zerosAtEnd(values[i] ?? 0) : (last[i] ?? 0))
  let [digits, decimals] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0 || Number.isNaN(last[i])) continue
    digits = Math.max(digits, digitsOf(i))
    decimals = Math.max(decimals, -(last[i] ?? 0))
  }
  // `1.` in a print, and nothing but `1` by hand, are no numbers of one digit: what was stripped are zeros.
  if (print || whole.every(Boolean)) digits = Math.max(digits, SHORT)
  if (print && isBare) decimals = Math.max(decimals, SHORT - 1)
  const isShorter = (i: number): boolean => -(last[i] ?? 0) < decimals && (values[i] === 0 || digitsOf(i) < digits)
  const stripped = !keepsZeros && (print || digits >= WHOLE_PRINT)
  return values.map((x, i) => {
    const typed = last[i] ?? Number.NaN
    if (Number.isNaN(typed)) return 0
    if (x === 0 && whole[i]) return decimals === 0 ? 0 : half(-decimals)
    if (x === 0) return half(stripped ? Math.min(typed, -decimals) : typed)
    const significant = (top[i] ?? 0) + 1 - digits
    const asOthers = decimals === 0 ? significant : Math.max(-decimals, significant)
    if (whole[i]) return half(grouped ? Math.min(asOthers, zerosAtEnd(x)) : Math.min(asOthers, 0))
    return half(stripped && isShorter(i) ? Math.min(typed, asOthers) : typed)
  })
}

function half(exponent: number): number {
  return 0.5 * 10 ** exponent
}

function zerosAtEnd(x: number): number {
  let [rest, zeros] = [Math.abs(x), 0]
  while (rest >= 10 && rest % 10 === 0) {
    rest /= 10
    zeros++
  }
  return zeros
}

/** Whether a text is the print of a program, which writes all numbers alike: `1.`, or columns filled up with spaces. */
export function isPrint(text: string): boolean {
  return /\d\.(?![\d])/.test(text) || /\d\.\d+ +[,\]]/.test(text) || /\d\.\d* {2,}/.test(text)
}

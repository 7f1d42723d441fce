// What a seed may be, wherever one is written: in a document, behind --seed, as a value of a sweep, in the page's field.

import { count } from "../problem.ts"

/** What a seed is, in words that follow "expected". */
export const SEED_RULE = `a whole number from −${count(Number.MAX_SAFE_INTEGER)} to ${count(Number.MAX_SAFE_INTEGER)}`

/** True for a whole number that floating point keeps exactly. */
export function isSeed(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

const NUMBER = /^[-−+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i

/** A seed as it is typed: any way of writing a number that JSON has (1e3 is 1000); null if that is no seed. */
export function readSeed(text: string): number | null {
  const word = text.trim()
  const value = NUMBER.test(word) ? Number(word.replace("−", "-")) : Number.NaN
  // −0 is 0: both are one seed.
  return isSeed(value) ? value + 0 : null
}

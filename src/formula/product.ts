// A product as it is written: with so many digits that whoever multiplies what is written gets what is written.

import { writeNumber } from "./number.ts"

/** Factors and product as text. */
export interface WrittenProduct {
  readonly factors: readonly string[]
  readonly product: string
  /** False where no number of digits helps: the product is not that of the factors, or one of them is no number. */
  readonly exact: boolean
}

/** Digits that factors get beside those of the product at most. */
const MORE = 3

/**
 * `6.296 × 1.039 = 6.54` rather than `6.3 × 1.04 = 6.54`: factors get the fewest digits, from `digits` on, with which their
 * written numbers make the written product within 1 in its last of `digits` digits. `digits` counts significant ones.
 */
export function writeProduct(factors: readonly number[], product: number, digits = 3): WrittenProduct {
  const text = writeNumber(product, digits)
  const write = (more: number): readonly string[] => factors.map((x) => writeNumber(x, digits + more))
  for (let more = 0; more <= MORE; more++) {
    const written = write(more)
    if (makes(written, text, digits)) return { factors: written, product: text, exact: true }
  }
  return { factors: write(0), product: text, exact: false }
}

/** Whether these numbers, multiplied, are that one within 1 in its last of so many digits. */
function makes(factors: readonly string[], product: string, digits: number): boolean {
  const [got, said] = [factors.reduce((all, text) => all * readNumber(text), 1), readNumber(product)]
  if (said === 0) return got === 0
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(said))) - digits + 1)
  // What is compared are decimal numbers held in binary.
  return Math.abs(got - said) <= unit * (1 + 1e-9)
}

/** The number that `writeNumber` wrote. */
function readNumber(text: string): number {
  if (text.includes("∞")) return text.startsWith("−") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return Number(text.replaceAll("−", "-").replaceAll(",", ""))
}

// How many digits an array was written with, in words.

import type { Tensor } from "../../tensor/tensor.ts"
import { type Tolerance, tells } from "./rerun/subject.ts"

/** `3 digits`, `1 to 3 digits`, `4 decimals` where those are what all numbers share; null where all are exact. */
export function digitsGiven(theirs: Tensor, { halves }: Pick<Tolerance, "halves">): string | null {
  if (halves === null) return null
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  const units = new Set<number>()
  let fine = false
  for (const [i, x] of theirs.data.entries()) {
    const half = halves[i] ?? 0
    if (half === 0 || x === 0 || !Number.isFinite(x)) continue
    const unit = Math.round(Math.log10(2 * half))
    const digits = Math.max(1, Math.floor(Math.log10(Math.abs(x))) + 1 - unit)
    least = Math.min(least, digits)
    most = Math.max(most, digits)
    units.add(unit)
    fine ||= !tells(half, Math.abs(x))
  }
  if (most === 0) return null
  const [unit = 0] = units
  const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`
  const same = least !== most && units.size === 1 && unit < 0
  const words = same
    ? plural(-unit, "decimal")
    : least === most
      ? plural(most, "digit")
      : `${least} to ${plural(most, "digit")}`
  return `${words} given${fine ? ", as far as float32 can tell" : ""}`
}

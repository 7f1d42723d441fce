// Where an axis is marked, and what is written there.

import { writeNumber } from "../../formula/number.ts"
import { linearTicks, type Tick, writePowerOfTen } from "../drawer/charts/axes.ts"

/** About `count` marks from `from` to `to`. A logarithmic axis is marked at powers of ten, or at 1, 2, 5 where it is short. */
export function axisTicks(from: number, to: number, log: boolean, count: number): readonly Tick[] {
  if (!log) return linearTicks(from, to, count)
  const powers = Array.from(
    { length: Math.max(0, Math.floor(to) - Math.ceil(from) + 1) },
    (_, i) => Math.ceil(from) + i,
  )
  if (powers.length >= 3) {
    const every = Math.ceil(powers.length / Math.max(1, count))
    return powers.filter((power) => power % every === 0).map((power) => ({ at: power, text: writePowerOfTen(power) }))
  }
  const choices = [[1, 2, 5], [1, 3], [1]].map((digits) => digitsOf(from, to, digits))
  const marks = choices.find((one) => one.length > 1 && one.length <= Math.max(2, count)) ?? choices[0] ?? []
  // Within less than a digit's step the numbers lie nearly evenly.
  return marks.length > 1 ? marks : evenTicks(from, to, count)
}

function digitsOf(from: number, to: number, digits: readonly number[]): readonly Tick[] {
  const marks: Tick[] = []
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    for (const digit of digits) {
      const at = power + Math.log10(digit)
      if (at >= from - 1e-9 && at <= to + 1e-9)
        marks.push({ at, text: writeNumber(Number((digit * 10 ** power).toPrecision(3))) })
    }
  }
  return marks
}

function evenTicks(from: number, to: number, count: number): readonly Tick[] {
  return linearTicks(10 ** from, 10 ** to, count).map(({ at, text }) => ({ at: Math.log10(at), text }))
}

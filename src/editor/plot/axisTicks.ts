// Where an axis is marked, and what is written there.

import { writeNumber } from "../../formula/number.ts"
import { ticks, writePowerOfTen } from "../drawer/charts/axes.ts"

export interface Tick {
  /** In the axis's own measure: log₁₀ where it is logarithmic. */
  readonly at: number
  readonly text: string
}

/** About `count` marks from `from` to `to`. A logarithmic axis is marked at powers of ten, or at 1, 2, 5 where it is short. */
export function axisTicks(from: number, to: number, log: boolean, count: number): readonly Tick[] {
  if (!log) return ticks(from, to, count).map((at) => ({ at, text: writeNumber(at) }))
  const powers = Array.from(
    { length: Math.max(0, Math.floor(to) - Math.ceil(from) + 1) },
    (_, i) => Math.ceil(from) + i,
  )
  if (powers.length >= 3) {
    const every = Math.ceil(powers.length / Math.max(1, count))
    return powers.filter((power) => power % every === 0).map((power) => ({ at: power, text: writePowerOfTen(power) }))
  }
  const marks: Tick[] = []
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    for (const digit of [1, 2, 5]) {
      const at = power + Math.log10(digit)
      if (at >= from - 1e-9 && at <= to + 1e-9)
        marks.push({ at, text: writeNumber(Number((digit * 10 ** power).toPrecision(3))) })
    }
  }
  return marks.length > 0
    ? marks
    : [from, to].map((at) => ({ at, text: writeNumber(Number((10 ** at).toPrecision(3))) }))
}

// Where the examples of a field lie: what a picture of them must show.

import type { DataSet } from "./data.ts"

/** Share of the range that is left free at either end. */
const AIR = 0.08

/** Of each of the first two numbers of an example the least and the most, with some air; of no examples, from −3 to 3. */
export function planeRange(data: DataSet | null, field: string): { readonly x: Range; readonly y: Range } {
  const tensor = data?.fields.get(field)?.tensor
  return { x: rangeOf(tensor?.data ?? [], 0), y: rangeOf(tensor?.data ?? [], 1) }
}

type Range = readonly [from: number, to: number]

function rangeOf(numbers: ArrayLike<number>, first: number): Range {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = first; i < numbers.length; i += 2) {
    from = Math.min(from, numbers[i] ?? from)
    to = Math.max(to, numbers[i] ?? to)
  }
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [-3, 3]
  if (from === to) return [from - 1, to + 1]
  const air = AIR * (to - from)
  return [from - air, to + air]
}

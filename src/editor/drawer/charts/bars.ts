// The bars of a histogram: how many, and where each stands.

import type { Scale } from "./axes.ts"

interface Bar {
  readonly x: number
  readonly width: number
  readonly height: number
}

/** About the root of the count, as many as can be told apart. */
export function binsFor(count: number): number {
  return Math.max(8, Math.min(40, Math.round(Math.sqrt(count))))
}

/** In pixels: the bins from `min` to `max` side by side, the fullest `most` high. All numbers alike make one bar. */
export function barsOf(
  counts: ArrayLike<number>,
  min: number,
  max: number,
  { at }: Pick<Scale, "at">,
  most: number,
): readonly Bar[] {
  if (!Number.isFinite(min)) return []
  const all = Array.from(counts)
  const fullest = Math.max(1, ...all)
  const bin = (at(max) - at(min)) / all.length
  // A gap between bars, where there is room for one.
  const width = max === min ? 6 : bin < 4 ? bin : bin - 1
  return all.map((n, i) => ({
    x: max === min ? at(min) - 3 : at(min) + i * bin,
    width,
    height: (n / fullest) * most,
  }))
}

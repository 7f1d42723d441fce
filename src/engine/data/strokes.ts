// Edges as a hand draws them: a stroke from end to end that need not reach the rim, leans and wavers, with a soft rim.

import type { Random } from "../../tensor/random.ts"
import { inkAlong, type Spot } from "./ink.ts"

/** How the strokes of a picture of `size` × `size` pixels are drawn. */
export interface StrokeRules {
  readonly size: number
  /** Least length, as a share of the picture. */
  readonly min_length: number
  /** Most degrees away from upright or level. */
  readonly max_tilt: number
  /** Standard deviation of the wavering, in pixels. */
  readonly jitter: number
}

/** Places along a stroke where it may go aside. */
const BENDS = 5
/** Share of the pictures without an edge that show a pen which was only put down. */
const DOTS = 0.8

/**
 * How much of each pixel a stroke covers, 0 to 1, row by row. `axis` 0: upright, its middle at `across` of the picture's
 * columns; 1: level; null: none, of which most are a dot. `width` in pixels.
 */
export function strokeInk(
  axis: 0 | 1 | null,
  across: number,
  width: number,
  rules: StrokeRules,
  random: Random,
): Float64Array {
  const { size, min_length, max_tilt, jitter } = rules
  const drawn = size * (min_length + (1 - min_length) * random.uniform())
  const length = axis === null ? 0 : drawn
  const along = length / 2 + (size - length) * random.uniform()
  const tilt = (max_tilt * Math.PI * (2 * random.uniform() - 1)) / 180
  const isDot = random.uniform() < DOTS
  const path = Array.from({ length: BENDS }, (_, i): Spot => {
    const at = length * (i / (BENDS - 1) - 0.5)
    const aside = axis === null ? 0 : jitter * random.normal() + Math.tan(tilt) * at
    return axis === 1 ? [along + at, across + aside] : [across + aside, along + at]
  })
  const ink = new Float64Array(size * size)
  if (axis !== null || isDot) inkAlong(ink, size, path, width)
  return ink
}

// Where numbers lie between the least and the largest of them. What spans decades is told apart by its logarithm.

import { type HeatName, JOINING } from "./parts.ts"

/** The numbers above 0 that a scale goes over. */
export interface Scale {
  readonly least: number
  readonly most: number
  /** Equal steps are equal factors. */
  readonly log: boolean
}

/** From this factor between least and largest on, even steps would leave most of the graph in one hue. */
const DECADES = 100
/** Where the least number above 0 lies on a scale of factors: it is told from 0, which lies at 0. */
export const FLOOR = 0.15

/** Null where no number is above 0. */
export function scaleOf(name: HeatName, numbers: readonly number[]): Scale | null {
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (const x of numbers) {
    if (!(x > 0) || x === Number.POSITIVE_INFINITY) continue
    if (x < least) least = x
    if (x > most) most = x
  }
  return most === 0 ? null : { least, most, log: JOINING[name] !== "share" && most / least >= DECADES }
}

/** From 0 (for 0) to 1 (for the largest). */
export function placeOn({ least, most, log }: Scale, x: number): number {
  if (!(x > 0)) return 0
  const share = log ? Math.log(x / least) / Math.log(most / least) : x / most
  return Math.min(1, Math.max(FLOOR, FLOOR + (1 - FLOOR) * share))
}

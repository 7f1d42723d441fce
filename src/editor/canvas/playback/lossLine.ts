// The losses of a training as a line that is as wide as its timeline and as high as a bar.

import type { StepPoint } from "../../../engine/train/report.ts"
import { type PlotPoint, thinned } from "../../plot/series.ts"

/** Steps that the timeline is long at first; it doubles as the training goes on, up to all that are planned. */
const FIRST_STEPS = 50
/** A line of more is as fine as the screen. */
const MOST_POINTS = 600
/** From so many times the least on, losses are drawn on a log scale. */
const WIDE = 20

/** The last step on the timeline of a training that has done so many of `planned`. */
export function endOfTimeline(done: number, planned: number): number {
  let end = FIRST_STEPS
  while (end < done) end *= 2
  return Math.max(2, Math.min(end, Math.max(planned, done)))
}

/** The line in parts of width (from the first step to `end`) and of height (from the top), each from 0 to 1. */
export function lossLine(steps: readonly StepPoint[], end: number): readonly PlotPoint[] {
  const points = steps.flatMap(({ step, loss }) => (Number.isFinite(loss) ? [{ x: step, y: loss }] : []))
  const [least, most] = rangeOf(points)
  const isLog = least > 0 && most > WIDE * least
  const scaled = (y: number): number => (isLog ? Math.log(y) : y)
  const [low, high] = [scaled(least), scaled(most)]
  return thinned(points, MOST_POINTS).map(({ x, y }) => ({
    x: partOf(x, end),
    y: high > low ? 1 - (scaled(y) - low) / (high - low) : 0.5,
  }))
}

/** Where a step lies on the timeline, from 0 to 1. */
export function partOf(step: number, end: number): number {
  return end <= 1 ? 0 : (step - 1) / (end - 1)
}

function rangeOf(points: readonly PlotPoint[]): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { y } of points) {
    least = Math.min(least, y)
    most = Math.max(most, y)
  }
  return [least, most]
}

/** The loss of a step; of the nearest before it where long curves were thinned. Null before the first. */
export function lossAt(steps: readonly StepPoint[], step: number): number | null {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.step ?? 0) <= step) low = middle + 1
    else high = middle
  }
  return steps[low - 1]?.loss ?? null
}

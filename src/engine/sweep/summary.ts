// From points to curves: each readout at each value over its seeds, and the line through the means. Pure, so that a page
// can ask it of the points that have come so far.

import type { SweepReadout } from "../../graph/document.ts"
import type { Objective } from "../pass/upstream.ts"
import type { SweepCurve, SweepFit, SweepPlan, SweepPoint, SweepReport, SweepSummary } from "./report.ts"

/** The report of the points there are. `complete`: there is one for every value and seed of the plan. */
export function reportOf(plan: SweepPlan, points: readonly SweepPoint[]): SweepReport {
  const curves = plan.readouts.map((readout, index) => curveOf(plan, points, readout, index))
  return { plan, points, curves, complete: points.length >= pointsOf(plan), problems: [] }
}

/** How many runs a plan asks for. */
export function pointsOf(plan: SweepPlan): number {
  return plan.values.length * seedsPerValue(plan)
}

/** Where the seed itself is swept, each value is its own and only seed. */
function seedsPerValue(plan: SweepPlan): number {
  return plan.set.includes("seed") ? 1 : plan.seeds.length
}

/** `loss`, `accuracy (validation)`, `spectral of gradient conv1.weight`, `cell [0, 1] of value W:value`. */
function readoutWords({ take, of, index, validation }: SweepReadout, objective: Objective): string {
  const cell = index === undefined ? "" : ` [${index.join(", ")}]`
  return `${take === "loss" ? objective : take}${cell}${of === undefined ? "" : ` of ${of}`}${validation === true ? " (validation)" : ""}`
}

function curveOf(plan: SweepPlan, points: readonly SweepPoint[], readout: SweepReadout, index: number): SweepCurve {
  const byValue = new Map<number, number[]>()
  for (const point of points) {
    const numbers = byValue.get(point.value) ?? []
    const x = point.readouts[index]
    if (x !== null && x !== undefined && Number.isFinite(x)) numbers.push(x)
    byValue.set(point.value, numbers)
  }
  const summaries = plan.values.flatMap((value) => {
    const numbers = byValue.get(value)
    return numbers === undefined ? [] : [summaryOf(value, numbers)]
  })
  return {
    readout,
    words: readoutWords(readout, plan.objective),
    summaries,
    fit: fitOf(summaries),
    linear: fitOf(summaries, "linear"),
  }
}

/** Mean, spread and ends of some finite numbers. */
export function summaryOf(value: number, numbers: readonly number[]): SweepSummary {
  const n = numbers.length
  if (n === 0) return { value, n, mean: Number.NaN, std: Number.NaN, min: Number.NaN, max: Number.NaN }
  const mean = numbers.reduce((sum, x) => sum + x / n, 0)
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  const std = n === 1 ? 0 : Math.sqrt(squares / (n - 1))
  return { value, n, mean, std, min: Math.min(...numbers), max: Math.max(...numbers) }
}

/** The least-squares line through the means, each value counting once, on log axes if asked for and possible. Null below two different values. */
export function fitOf(summaries: readonly SweepSummary[], axes: "log" | "linear" = "log"): SweepFit | null {
  const known = summaries.filter(({ n }) => n > 0)
  const positive = axes === "log" && known.every(({ value, mean }) => value > 0 && mean > 0)
  const scale = positive ? Math.log10 : (x: number) => x
  const xs = known.map(({ value }) => scale(value))
  const ys = known.map(({ mean }) => scale(mean))
  const count = known.length
  const [x0, y0] = [average(xs), average(ys)]
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [(xs[i] ?? 0) - x0, (ys[i] ?? 0) - y0]
    xx += dx * dx
    xy += dx * dy
    yy += dy * dy
  }
  if (!(xx > 0)) return null
  const slope = xy / xx
  // A constant is explained by any level line; rounding must not make its share 0/0.
  const r2 = yy <= Number.EPSILON ** 2 * count * y0 * y0 ? 1 : Math.min(1, (xy * xy) / (xx * yy))
  return { axes: positive ? "log" : "linear", slope, intercept: y0 - slope * x0, r2 }
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length
}

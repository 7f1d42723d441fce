// A plain run by the planned engine and by the eager one: how far all their tensors are apart.

import { KINDS, type Kind, tensorsOf } from "../../../src/engine/numbers/report.ts"
import type { RunOptions, RunResult } from "../../../src/engine/pass/result.ts"
import { run } from "../../../src/engine/pass/run.ts"
import { plannedSteps } from "../../../src/engine/planned/plain.ts"
import type { Analysis } from "../../../src/graph/analysis/analysis.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"

export interface WholeTwins {
  /** Of all tensors, by kind, in order. */
  readonly names: { readonly eager: readonly string[]; readonly planned: readonly string[] }
  /** The largest difference as a share of the tensor's largest number; of one that is all but nothing, of all of its kind. */
  readonly apart: ReadonlyMap<string, number>
  readonly engine: string
  readonly planned: RunResult
  readonly eager: RunResult
}

/** What both engines answer. */
export function wholeTwins(analysis: Analysis, more: Partial<RunOptions> = {}): WholeTwins {
  const options: RunOptions = { mode: analysis.mode, dtype: "float32", ...more }
  const eager = run(analysis, options)
  const planned = plannedRun(analysis, options)
  const apart = new Map<string, number>()
  // Some tensors are nothing but rounding: the mean of what a batch norm answers, a sum of ones through it.
  const largestIn = (...kinds: readonly Kind[]): number =>
    Math.max(0, ...kinds.flatMap((kind) => [...tensorsOf(eager, kind).values()].map(largestOf)))
  const [value, gradient] = [largestIn("value"), largestIn("gradient", "wire")]
  for (const kind of KINDS) {
    const largest = kind === "wire" || kind === "gradient" ? gradient : kind === "value" ? value : 0
    for (const [name, tensor] of tensorsOf(eager, kind)) {
      const found = tensorsOf(planned, kind).get(name)
      // What is a millionth of the others is what rounding leaves of terms that cancel.
      const own = largestOf(tensor)
      const measure = own < 1e-6 * largest ? largest : Math.max(own, 1e-3 * largest, 1e-30)
      apart.set(`${kind} ${name}`, distance(found, tensor, measure))
    }
  }
  const names = { eager: namesOf(eager), planned: namesOf(planned) }
  return { names, apart, engine: planned.engine, planned, eager }
}

/** A run by kernels, at once. */
function plannedRun(analysis: Analysis, options: RunOptions): RunResult {
  const steps = plannedSteps(analysis, options)
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
  }
}

function namesOf(result: RunResult): readonly string[] {
  return KINDS.flatMap((kind) => [...tensorsOf(result, kind).keys()].map((name) => `${kind} ${name}`))
}

function largestOf({ data }: Tensor): number {
  let largest = 0
  for (const x of data) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  return largest
}

/** Infinite where a shape, NaN or an infinity is not the same. */
function distance(found: Tensor | undefined, wanted: Tensor, scale: number): number {
  if (found === undefined || String(found.shape) !== String(wanted.shape)) return Number.POSITIVE_INFINITY
  const numbers = found.data
  let worst = numbers.length === wanted.data.length ? 0 : Number.POSITIVE_INFINITY
  for (const [i, x] of wanted.data.entries()) {
    const y = numbers[i] ?? Number.NaN
    if (Object.is(x, y)) continue
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Number.POSITIVE_INFINITY
    worst = Math.max(worst, Math.abs(x - y))
  }
  return worst / scale
}

// What the plan says of a run: who computed, why, and what can be done about it.

import { sumWords } from "../../../engine/pass/toldPlan.ts"
import { PLANNED_MACS } from "../../../engine/planned/choosing.ts"
import { writeCount } from "../../../formula/number.ts"
import { ENGINE_WORDS } from "../../../state/library/engine.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { type PlanRow, sumOf } from "./rows.ts"

/** What a run is, for these sentences. */
type Run = Pick<ShownRun, "engine" | "dtype" | "problems">

interface Circumstances {
  /** Multiply-adds of a forward pass of the graph. */
  readonly macs: number
  /** Whether this browser runs kernels at all. */
  readonly able: boolean
  /** Whether the layers' own rules are what is chosen in Checks. */
  readonly chosen: boolean
}

/** Who computed; by the layers' own rules: why it was they. */
export function whoWords({ engine, dtype, problems }: Run, { macs, able, chosen }: Circumstances): string {
  if (engine !== "eager") return `Computed by ${ENGINE_WORDS[engine]}.`
  const by = `Computed by ${ENGINE_WORDS.eager}`
  const failed = problems.find(({ code }) => code === "GW-E210" || code === "GW-E211" || code === "GW-E212")
  if (failed !== undefined) return failed.sentence
  if (dtype === "float64") return `${by}: kernels compute in float32, and this run is float64.`
  if (!able) return `${by}: this browser has no vectors of WebAssembly, or a policy forbids to compile.`
  if (chosen) return `${by}, as chosen in Checks.`
  if (macs < PLANNED_MACS) {
    return `${by}: below ${writeCount(PLANNED_MACS)} multiply-adds a run is done before kernels are written.`
  }
  return `${by}: a node refused its numbers, and Problems says which.`
}

/** What else a run by the layers' own rules could be; null where nothing would help. */
export function offerWords({ engine, dtype, problems }: Run, { able }: Circumstances): string | null {
  const failed = problems.some(({ code }) => code.startsWith("GW-E21"))
  if (engine !== "eager" || !able || failed) return null
  return `Measure runs it by kernels once${dtype === "float64" ? ", in float32" : ""}.`
}

/** `303 steps, 4,200,000 multiply-adds in 1.2 ms: 6.8 GFLOP/s.` */
export function totalWords(rows: readonly PlanRow[]): string {
  const { macs, time, counted } = sumOf(rows)
  return sumWords({ steps: rows.length, macs: macs ?? 0, time, counted: counted.macs })
}

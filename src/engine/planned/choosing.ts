// Who computes: what is asked for, as far as this machine and the graph allow it.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { forwardMacs } from "../../graph/measure/costs.ts"
import { hasMultiplyAdd, hasVectors } from "../../kernels/wasm/instance.ts"
import type { Engine, RunOptions } from "../pass/result.ts"
import type { Wanted } from "./drafting.ts"
import { threadsFor } from "./threads/sharing.ts"

/** Kernels are float32 and need vectors; the fastest need a machine that multiplies and adds at once. */
export function engineOf({ engine = "eager", dtype }: Pick<RunOptions, "engine" | "dtype">): Engine {
  if (engine === "eager" || dtype !== "float32" || !hasVectors()) return "eager"
  return engine === "fastest" && hasMultiplyAdd() ? "fastest" : "planned"
}

/** Threads that share a plan: one where little is to be done, or memory cannot be shared. */
export function threadsOf({ analysis }: Pick<Wanted, "analysis">): number {
  return threadsFor(forwardMacs(analysis))
}

/** Below so many multiply-adds a run by the ops' own rules takes some milliseconds, and to write kernels takes longer. */
export const PLANNED_MACS = 2e6

/** Of a plain run: kernels are not written for a graph that would be done before, unless somebody insists. */
export function plainEngine(analysis: Analysis, options: Pick<RunOptions, "engine" | "dtype" | "anySize">): Engine {
  const engine = engineOf(options)
  if (engine === "eager" || options.anySize === true) return engine
  return forwardMacs(analysis) >= PLANNED_MACS ? engine : "eager"
}

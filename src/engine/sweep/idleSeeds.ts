// Whether a sweep that asks for several seeds would get the same numbers from each.

import { analyze } from "../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { ops } from "../../ops/registry.ts"
import { seedUse, someNames } from "../seedUse.ts"
import { planSweep, pointDocument } from "./plan.ts"
import type { SweepOptions, SweepPlan } from "./report.ts"

/** What is to be said where nothing is drawn from the seed at the ends of the sweep, or null. */
export function idleSeeds(document: GradwireDocument, options: SweepOptions): string | null {
  const planned = planSweep(document, options)
  if ("problems" in planned) return null
  const { plan } = planned
  const swept = plan.set.every((place) => place === "seed") && plan.values.length > 1
  if (!swept && plan.seeds.length < 2) return null
  const { data, training } = document
  // Batches are drawn in another order.
  if (plan.run === "train" && data !== undefined && training?.shuffle !== false) return null
  const ends = [plan.values[0], plan.values.at(-1)].map((value) => writtenAt(document, plan, value ?? 0))
  const [written] = ends
  if (written == null || ends.includes(null)) return null
  const why = written.length === 0 ? "" : `; the numbers of ${someNames(written)} are written in the document`
  const which = swept ? "every seed gives" : "all seeds of one value give"
  return `Nothing here is drawn from the seed: ${which} the same numbers${why}.`
}

/** What is written where nothing is drawn; null where something is, or the point cannot be run. */
function writtenAt(document: GradwireDocument, plan: SweepPlan, value: number): readonly string[] | null {
  const point = pointDocument(document, plan, value, plan.seeds[0] ?? 0)
  if ("code" in point) return null
  const { drawn, written } = seedUse(analyze(point, ops, plan.mode))
  return drawn.length > 0 ? null : written
}

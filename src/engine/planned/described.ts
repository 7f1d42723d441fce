// Tells a plan in words and numbers, and how long its steps take.

import { ended } from "../../tensor/work.ts"
import type { ToldPlan, ToldStep, WithoutKernel } from "../pass/toldPlan.ts"
import type { PlannedGraph } from "./compiled.ts"
import type { DraftStep } from "./draft/draft.ts"
import type { GraphPlan } from "./drafting.ts"

/** Tells a plan. `times`: milliseconds by step, where they are known. */
export function toldPlan(plan: GraphPlan, times?: ArrayLike<number>): ToldPlan {
  const steps = toldSteps(plan.steps, times)
  const eager = plan.eager.map((id) => withoutKernel(plan, id))
  const { bytes: arena, unshared, threads } = plan
  return { arena, unshared, code: plan.module.bytes(1).length, threads, steps, eager }
}

/** Tells steps. `times`: milliseconds of each, where they are known. */
export function toldSteps(steps: readonly DraftStep[], times?: ArrayLike<number>): readonly ToldStep[] {
  return steps.flatMap(({ phase, node, what, macs, bytes, kernel, ifShared }, index) => {
    if (what === "source" || (ifShared !== null && !ifShared.shared)) return []
    const about = { phase, node, step: what, macs, bytes, kernel: kernel !== null }
    return [{ ...about, ...(times === undefined ? {} : speedOf(about, times[index] ?? 0)) }]
  })
}

/** A setting without which a kernel would be there is what stands in its way. */
function withoutKernel({ analysis }: GraphPlan, id: string): WithoutKernel {
  const node = analysis.nodes.get(id)
  const op = node?.op ?? null
  if (node === undefined || op === null || node.context === null || node.outputs === null) return { node: id, what: "" }
  const { context, outputs } = node
  const set = Object.entries(node.node.attrs ?? {})
  const found = set.find(([name]) => {
    const spec = op.attrs[name]
    const usual = spec?.fallback === undefined ? null : spec.read(spec.fallback)
    if (usual === null || "problem" in usual) return false
    return op.fast?.({ ...context, attrs: { ...context.attrs, [name]: usual.value }, outputs }) != null
  })
  const why = found === undefined ? "of these shapes" : `with ${found[0]} ${JSON.stringify(found[1])}`
  return { node: id, what: `${op.kind} ${why}` }
}

function speedOf(
  { macs, bytes }: Pick<ToldStep, "macs" | "bytes">,
  milliseconds: number,
): Pick<ToldStep, "milliseconds" | "gflops" | "gbps"> {
  if (milliseconds === 0) return { milliseconds }
  const each = (count: number): number => count / (1e6 * milliseconds)
  return {
    milliseconds,
    ...(macs === 0 ? {} : { gflops: each(2 * macs) }),
    ...(bytes === 0 ? {} : { gbps: each(bytes) }),
  }
}

/** Milliseconds of each step of a plan that has run `rounds` times, forward and backward: the least of each. */
export function timePlan(graph: PlannedGraph, rounds: number, clock: () => number): Float64Array {
  const least = new Float64Array(graph.times.length).fill(Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    ended(graph.forward(new Map(), 0, { clock }))
    ended(graph.backward())
    for (const [step, time] of graph.times.entries()) least[step] = Math.min(least[step] ?? time, time)
  }
  return least
}

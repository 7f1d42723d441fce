// What nodes start a pass with: their params and running statistics from step to step, and the batch.

import { sameShape, type Tensor } from "../../tensor/tensor.ts"
import { classesFed } from "../classes.ts"
import { isSource, type RunnableNode } from "../pass/forward.ts"
import type { Kept, Pass } from "../pass/pass.ts"
import { keptTensors } from "../pass/tensors.ts"
import { batchOf } from "./batches.ts"
import type { Prepared } from "./prepared.ts"
import type { TrainPlan } from "./report.ts"
import type { Held } from "./updates.ts"

/** What every node of the graph starts with. Fed Inputs are left out: each step brings theirs. */
export function startOf(plan: TrainPlan, prepared: Prepared): ReadonlyMap<string, Kept> {
  const fed = new Set(plan.feeds.map(({ input }) => input))
  const kept = new Map<string, Kept>()
  for (const node of prepared.nodes) {
    if (fed.has(node.id)) continue
    kept.set(node.id, keptTensors(node, classesFed(prepared.analysis, node.id), plan.seed, plan.dtype))
  }
  return kept
}

/** What the nodes start with, the batch and whatever is drawn anew included. */
export function startOfStep(
  plan: TrainPlan,
  prepared: Prepared,
  kept: ReadonlyMap<string, Kept>,
  rows: Int32Array | null,
  seed: number,
): ReadonlyMap<string, Kept> {
  const start = new Map(kept)
  if (plan.data !== null && rows !== null) {
    for (const [input, tensor] of batchOf(plan.data.training, plan.feeds, rows)) {
      start.set(input, { params: NONE, buffers: new Map([["value", tensor]]) })
    }
  }
  if (!plan.redraw) return sized(plan, prepared, start)
  for (const node of prepared.nodes) {
    if (node.op.kind !== "Input" || node.node.values?.value !== undefined || !kept.has(node.id)) continue
    start.set(node.id, keptTensors(node, classesFed(prepared.analysis, node.id), seed, plan.dtype))
  }
  return sized(plan, prepared, start)
}

/**
 * What nodes start with where a batch has another size than the full ones: sources that follow it draw so many from their own
 * stream. Fewer examples are the first ones of more.
 */
export function sized(plan: TrainPlan, prepared: Prepared, kept: ReadonlyMap<string, Kept>): ReadonlyMap<string, Kept> {
  const start = new Map(kept)
  for (const node of prepared.nodes) {
    const [wanted] = node.buffers
    const held = kept.get(node.id)?.buffers.get("value")
    if (!isSource(node.op) || wanted === undefined || held === undefined || sameShape(held.shape, wanted.shape))
      continue
    start.set(node.id, keptTensors(node, classesFed(prepared.analysis, node.id), plan.seed, plan.dtype))
  }
  return start
}

const NONE: ReadonlyMap<string, Tensor> = new Map()

/** Params and running statistics as the step leaves them. */
export function keptAfter(
  kept: ReadonlyMap<string, Kept>,
  held: readonly Held[],
  prepared: Prepared,
  pass: Pass,
): ReadonlyMap<string, Kept> {
  const after = new Map(kept)
  for (const { param, tensor } of held) {
    const before = after.get(param.node)
    if (before === undefined) continue
    const name = param.name.slice(param.node.length + 1)
    after.set(param.node, { params: new Map([...before.params, [name, tensor]]), buffers: before.buffers })
  }
  for (const node of prepared.nodes) {
    const updated = updatedBuffers(node, pass)
    const before = after.get(node.id)
    if (updated === null || before === undefined) continue
    after.set(node.id, { params: before.params, buffers: new Map([...before.buffers, ...Object.entries(updated)]) })
  }
  return after
}

function updatedBuffers(node: RunnableNode, pass: Pass): { readonly [name: string]: Tensor } | null {
  const context = pass.contexts.get(node.id)
  const outputs = pass.outputs.get(node.id)
  if (isSource(node.op) || node.op.updates === undefined || !context || !outputs) return null
  return node.op.updates({ ...context, outputs })
}

// How much memory a run will hold, known from shapes alone before anything is allocated: every value, every gradient.

import { writeBytes } from "../../formula/number.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import { shapeAt, shapesAt } from "../../graph/analysis/shapes.ts"
import { RUN_BYTES } from "../../graph/limits.ts"
import type { Problem } from "../../graph/problem.ts"
import { type Dtype, sizeOf } from "../../tensor/tensor.ts"
import { rootsOf } from "./upstream.ts"

interface MemoryPlan {
  /** All that the run holds at its end, in bytes. */
  readonly bytes: number
  /** Bytes of each node that can run: its outputs, params and buffers, and if backward reaches it their gradients. */
  readonly nodes: ReadonlyMap<string, number>
}

/** Counts the bytes of a run. Nothing is freed while a run goes on, so the plan is also the peak of what is kept. */
export function memoryPlan(analysis: Analysis, dtype: Dtype, backward: boolean): MemoryPlan {
  const width = dtype === "float64" ? 8 : 4
  const roots = backward ? rootsOf(analysis).map((root) => root.source.node) : []
  const reached = leadsTo(analysis, roots)
  const nodes = new Map<string, number>()
  let bytes = 0
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    if (node === undefined || node.state !== "ok") continue
    const own = width * (elementsOf(node) + (reached.has(id) ? gradientElementsOf(analysis, node) : 0))
    nodes.set(id, own)
    bytes += own
  }
  return { bytes, nodes }
}

/** Values, params and buffers of one node. */
function elementsOf(node: NodeAnalysis): number {
  let total = 0
  for (const held of Object.values(node.outputs ?? {})) for (const shape of shapesAt(held)) total += sizeOf(shape)
  for (const param of node.params) if (param.wired === null) total += sizeOf(param.shape)
  for (const buffer of node.buffers) total += sizeOf(buffer.shape)
  return total
}

/** A sum at each drawn output, a piece for each wire that enters, one for each own param. */
function gradientElementsOf(analysis: Analysis, node: NodeAnalysis): number {
  let total = 0
  for (const [port, held] of Object.entries(node.outputs ?? {})) {
    const rule = node.op?.outputs[port]
    if (rule?.hidden || rule?.constant) continue
    for (const shape of shapesAt(held)) total += sizeOf(shape)
  }
  for (const wire of analysis.entering.get(node.id) ?? []) {
    total += sizeOf(shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from) ?? [0])
  }
  for (const param of node.params) if (param.wired === null) total += sizeOf(param.shape)
  return total
}

/** Refuses a run that would hold more than the limit, naming the first node, in order, that goes over it. */
export function planProblem(
  analysis: Analysis,
  dtype: Dtype,
  backward: boolean,
  limit: number = RUN_BYTES,
): Problem | null {
  const plan = memoryPlan(analysis, dtype, backward)
  if (plan.bytes <= limit) return null
  let sum = 0
  for (const [node, bytes] of plan.nodes) {
    sum += bytes
    if (sum <= limit) continue
    const sentence = `The run would need ${writeBytes(plan.bytes)}; the limit is ${writeBytes(limit)}, and this node, with ${writeBytes(bytes)}, is the first to go over it. Make its shapes or the batch smaller.`
    return {
      code: "GW-E210",
      severity: "error",
      node,
      sentence,
      found: writeBytes(plan.bytes),
      expected: writeBytes(limit),
    }
  }
  return null
}

// What a pass answers when it is over: its tensors by name, in the order of the document.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { faultOf } from "../faults.ts"
import type { Flow } from "./backward.ts"
import { isSource, type RunnableNode } from "./forward.ts"
import { eachOutput, type Pass, tensorAt } from "./pass.ts"
import type { RunResult, RunStep } from "./result.ts"
import { objectiveOf, type Root } from "./upstream.ts"

/** The target's value if it is a scalar, else Σ upstream · output; null where no gradient enters anywhere. */
function lossOf(pass: Pass, flow: Flow, roots: readonly Root[]): number | null {
  const { target } = pass.analysis
  const tensor = target === null ? undefined : tensorAt(pass, target)
  if (tensor === undefined) return null
  if (tensor.shape.length === 0) return tensor.data[0] ?? null
  return flow.upstream.size === 0 ? null : objectiveOf(pass, flow.upstream, roots)
}

/** All that is shown of a pass, by name. */
function tensorsOf(
  pass: Pass,
  flow: Flow,
  nodes: readonly RunnableNode[],
): Pick<RunResult, "values" | "params" | "buffers" | "onCards" | "gradients"> {
  const onCards = new Map<string, Tensor>()
  const values = new Map<string, Tensor>()
  const params = new Map<string, Tensor>()
  const buffers = new Map<string, Tensor>()
  const gradients = new Map<string, Tensor>()
  for (const node of nodes) {
    const outputs = pass.outputs.get(node.id) ?? {}
    for (const { source, held } of eachOutput(node, outputs)) {
      const { hidden, onCard } = node.op.outputs[source.port] ?? {}
      const place = placeName(source)
      if (onCard) onCards.set(place, held)
      if (hidden) continue
      values.set(place, held)
      const gradient = flow.gradients.get(place)
      if (gradient !== undefined) gradients.set(place, gradient)
    }
    for (const [name, tensor] of pass.kept.get(node.id)?.params ?? []) {
      const key = `${node.id}.${name}`
      params.set(key, tensor)
      const gradient = flow.gradients.get(key)
      if (gradient !== undefined) gradients.set(key, gradient)
    }
    for (const [name, tensor] of buffersAfter(pass, node)) buffers.set(`${node.id}.${name}`, tensor)
  }
  return { values, params, buffers, onCards, gradients }
}

/** All that a pass answers but what it was fed and who computed it. `flow`: what backward found. */
export function resultOf(
  pass: Pass,
  flow: Flow,
  roots: readonly Root[],
  steps: readonly RunStep[],
  nodes: readonly RunnableNode[],
): Omit<RunResult, "fed" | "engine"> {
  const { target } = pass.analysis
  const reached = target !== null && tensorAt(pass, target) !== undefined
  return {
    mode: pass.mode,
    dtype: pass.dtype,
    seed: pass.seed,
    target: reached ? placeName(target) : null,
    loss: lossOf(pass, flow, roots),
    ...tensorsOf(pass, flow, nodes),
    wires: inDocumentOrder(pass.analysis, flow),
    steps,
    problems: [...pass.analysis.problems, ...pass.problems],
  }
}

/** Backward found them last to first. */
function inDocumentOrder(analysis: Analysis, flow: Flow): ReadonlyMap<string, Tensor> {
  const wires = new Map<string, Tensor>()
  for (const { id } of analysis.wires) {
    const tensor = flow.wires.get(id)
    if (tensor !== undefined) wires.set(id, tensor)
  }
  return wires
}

/** Buffers as the pass leaves them: in training mode the op may say new ones. */
function buffersAfter(pass: Pass, node: RunnableNode): ReadonlyMap<string, Tensor> {
  const context = pass.contexts.get(node.id)
  const outputs = pass.outputs.get(node.id)
  // What a source keeps is its value, which stands among the values.
  const buffers = isSource(node.op) ? new Map() : (pass.kept.get(node.id)?.buffers ?? new Map())
  if (pass.mode !== "train" || node.op.updates === undefined || !context || !outputs) return buffers
  try {
    return new Map([...buffers, ...Object.entries(node.op.updates({ ...context, outputs }))])
  } catch (error) {
    pass.problems.push(faultOf(error, node.id, "forward"))
    return buffers
  }
}

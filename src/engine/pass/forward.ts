// The forward half of a pass: one node at a time, in topological order. A node whose inputs are not all there waits;
// one whose rule refuses its numbers gets a problem, and only what hangs on it waits with it.

import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { isList } from "../../graph/analysis/shapes.ts"
import type { Source } from "../../graph/wire.ts"
import type { AnyForwardContext, AnyOp } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import { randomStream } from "../../tensor/random.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { isGenerator } from "../../tensor/work.ts"
import { faultOf } from "../faults.ts"
import { type Kept, type Pass, tensorAt } from "./pass.ts"
import { keptAt } from "./tensors.ts"

/** A node that can run: its shapes are known. */
export interface RunnableNode extends NodeAnalysis {
  readonly op: AnyOp
  readonly context: NonNullable<NodeAnalysis["context"]>
}

/** The nodes that a forward pass can try, in its order. */
export function runnableNodes(pass: Pass): readonly RunnableNode[] {
  return pass.analysis.order.flatMap((id) => {
    const node = pass.analysis.nodes.get(id)
    return node !== undefined && isRunnable(node) ? [node] : []
  })
}

/** True for a node whose rules can be called: nothing is wrong with it or before it. */
export function isRunnable(node: NodeAnalysis): node is RunnableNode {
  return node.state === "ok" && node.op !== null && node.context !== null
}

/** A node without inputs: its numbers are its own. */
export function isSource(op: AnyOp): boolean {
  return Object.keys(op.inputs).length === 0
}

/** Runs one node if its inputs are there. Adds to `pass`: its outputs and context, or a problem. */
export function* forwardNode(pass: Pass, node: RunnableNode): Generator<void, void, void> {
  try {
    const context = contextOf(pass, node, keptAt(pass, node))
    if (context === null) return
    const work = node.op.forward(context)
    const outputs = isGenerator(work) ? yield* work : work
    pass.contexts.set(node.id, context)
    pass.outputs.set(node.id, outputs)
  } catch (error) {
    pass.problems.push(faultOf(error, node.id, "forward"))
  }
}

/** What the node's rules are given, or null while something is missing. */
export function contextOf(pass: Pass, node: RunnableNode, kept: Kept): AnyForwardContext | null {
  const inputs: Record<string, Held<Tensor>> = Object.create(null)
  for (const port of Object.keys(node.op.inputs)) {
    const sources = node.sources.get(port)
    if (sources === undefined) continue
    const held = isList(sources) ? allTensors(pass, sources) : tensorAt(pass, sources)
    if (held === undefined) return null
    inputs[port] = held
  }
  const params = paramsOf(pass, node, kept)
  if (params === null) return null
  const buffers: Record<string, Tensor | null> = Object.create(null)
  for (const name of Object.keys(node.op.buffers)) buffers[name] = kept.buffers.get(name) ?? null
  const random = (name: string) => randomStream(pass.seed, node.id, name)
  return { ...node.context, mode: pass.mode, inputs, params, buffers, random, dtype: pass.dtype }
}

function paramsOf(pass: Pass, node: RunnableNode, kept: Kept): ByName<Tensor | null> | null {
  const params: Record<string, Tensor | null> = Object.create(null)
  for (const name of Object.keys(node.op.params)) params[name] = kept.params.get(name) ?? null
  for (const { name, wired } of node.params) {
    if (wired === null) continue
    const tensor = tensorAt(pass, wired)
    if (tensor === undefined) return null
    params[name] = tensor
  }
  return params
}

function allTensors(pass: Pass, sources: readonly (Source | null)[]): readonly Tensor[] | undefined {
  const tensors: Tensor[] = []
  for (const source of sources) {
    const tensor = source === null ? undefined : tensorAt(pass, source)
    if (tensor === undefined) return undefined
    tensors.push(tensor)
  }
  return tensors
}

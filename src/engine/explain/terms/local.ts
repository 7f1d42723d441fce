// One node by itself, in float64: its rules can be asked again with other numbers in place of one tensor. A run keeps only
// visible outputs; hidden ones (the winners of a pooling, a mask) come out the same again, since streams belong to nodes.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { isList } from "../../../graph/analysis/shapes.ts"
import { placeName } from "../../../graph/wire.ts"
import { OpFailure } from "../../../ops/families/failure.ts"
import { rmsEpsilon } from "../../../ops/families/normalized.ts"
import type { AnyBackwardContext, AnyForwardContext } from "../../../ops/op.ts"
import type { ByName, Held } from "../../../ops/port.ts"
import { castTo, type Tensor, zerosLike } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import { holdsClasses, sharedOf } from "../../pass/backward.ts"
import { forwardNode, isRunnable, type RunnableNode } from "../../pass/forward.ts"
import { type Pass, startPass } from "../../pass/pass.ts"
import type { RunResult } from "../../pass/result.ts"

/** An arrow into a node: an input port (with its place in a list) or a param. */
export interface Arrow {
  readonly name: string
  readonly index?: number
}

/** A node alone, as it ran, with its numbers in float64 whatever the run's precision was. */
export interface LocalNode {
  readonly node: RunnableNode
  /** What its rules are given, in float64. */
  readonly context: AnyForwardContext
  readonly outputs: ByName<Held<Tensor>>
}

/** The node as it ran, or null where it did not run. */
export function localNode(analysis: Analysis, result: RunResult, id: string): LocalNode | null {
  const node = analysis.nodes.get(id)
  if (node === undefined || !isRunnable(node)) return null
  const pass = startPass(analysis, result.dtype, result.seed)
  for (const wire of analysis.entering.get(id) ?? []) putValue(pass, analysis, result, wire.from.node)
  finish(forwardNode(pass, node))
  const context = pass.contexts.get(id)
  if (context === undefined) return null
  const exact = { ...inFloat64(context), attrs: attrsOf(node, context) }
  return { node, context: exact, outputs: finish(node.op.forward(exact)) }
}

/** The outputs of a node that feeds this one, from the result. */
function putValue(pass: Pass, analysis: Analysis, result: RunResult, id: string): void {
  const op = analysis.nodes.get(id)?.op
  if (op === null || op === undefined || pass.outputs.has(id)) return
  const outputs: Record<string, Held<Tensor>> = Object.create(null)
  for (const [port, { list }] of Object.entries(op.outputs)) {
    if (list) outputs[port] = elements(result, id, port)
    else outputs[port] = result.values.get(placeName({ node: id, port }))
  }
  pass.outputs.set(id, outputs)
}

function elements(result: RunResult, node: string, port: string): readonly Tensor[] {
  const list: Tensor[] = []
  for (let index = 0; ; index++) {
    const tensor = result.values.get(placeName({ node, port, index }))
    if (tensor === undefined) return list
    list.push(tensor)
  }
}

/** An ε that follows the precision of the run stays what it was in that run. */
function attrsOf(node: RunnableNode, { attrs, dtype }: AnyForwardContext): AnyForwardContext["attrs"] {
  return node.op.kind === "RMSNorm" && attrs.eps === null ? { ...attrs, eps: rmsEpsilon(null, dtype) } : attrs
}

function inFloat64(context: AnyForwardContext): AnyForwardContext {
  const cast = (held: Held<Tensor>): Held<Tensor> =>
    isList(held) ? held.map((item) => castTo(item, "float64")) : held && castTo(held, "float64")
  const one = (tensor: Tensor | null): Tensor | null => tensor && castTo(tensor, "float64")
  return {
    ...context,
    dtype: "float64",
    inputs: mapped(context.inputs, cast),
    params: mapped(context.params, one),
    buffers: mapped(context.buffers, one),
  }
}

function mapped<T, U>(held: ByName<T>, f: (item: T) => U): ByName<U> {
  const out: Record<string, U> = Object.create(null)
  for (const [name, item] of Object.entries(held)) out[name] = f(item)
  return out
}

/** Every arrow of a node that carries a floating tensor. */
export function arrowsOf({ node, context }: LocalNode): readonly Arrow[] {
  const ports = Object.keys(node.op.inputs).flatMap((name): readonly Arrow[] => {
    const held = context.inputs[name]
    if (held === undefined || node.op.backward[name] === null || holdsClasses(node, name)) return []
    return isList(held) ? held.map((_, index) => ({ name, index })) : [{ name }]
  })
  const params = Object.keys(node.op.params).filter((name) => context.params[name] != null)
  return [...ports, ...params.map((name) => ({ name }))]
}

/** The tensor on an arrow. Throws if there is none (a bug: arrows come from `arrowsOf`). */
export function tensorOn({ node, context }: LocalNode, arrow: Arrow): Tensor {
  const held = Object.hasOwn(node.op.params, arrow.name) ? context.params[arrow.name] : context.inputs[arrow.name]
  const tensor = isList(held ?? undefined) ? (held as readonly Tensor[])[arrow.index ?? 0] : (held as Tensor | null)
  if (tensor == null) throw new Error(`${node.id} has nothing on its arrow ${arrow.name}`)
  return tensor
}

/** The same node with another tensor on one arrow; null where its rule refuses those numbers (a probability above 1). */
export function withTensor(local: LocalNode, arrow: Arrow, tensor: Tensor): LocalNode | null {
  const { node, context } = local
  const isParam = Object.hasOwn(node.op.params, arrow.name)
  const held = context.inputs[arrow.name]
  const put = isList(held) ? held.map((item, index) => (index === arrow.index ? tensor : item)) : tensor
  const changed: AnyForwardContext = isParam
    ? { ...context, params: { ...context.params, [arrow.name]: tensor } }
    : { ...context, inputs: { ...context.inputs, [arrow.name]: put } }
  try {
    return { node, context: changed, outputs: finish(node.op.forward(changed)) }
  } catch (error) {
    if (error instanceof OpFailure) return null
    throw error
  }
}

/** A tensor with another number at one cell. */
export function replaced(tensor: Tensor, index: number, x: number): Tensor {
  const data = tensor.data.slice()
  data[index] = x
  return { shape: tensor.shape, data }
}

/** One output of a node: a port, with its place in a list. */
export function outputOf({ outputs }: LocalNode, port: string, index?: number): Tensor | null {
  const held = outputs[port]
  return (isList(held) ? held[index ?? 0] : held) ?? null
}

/** ∂(output cell)/∂(every cell of one arrow), by the arrow's own rule on an upstream gradient that is 1 (or `g`) at that cell. */
export function derivativeRow(
  local: LocalNode,
  port: string,
  cell: number,
  index?: number,
  g = 1,
): (arrow: Arrow) => Tensor | null {
  const grad = mapped(
    local.outputs,
    (held): Held<Tensor> => (isList(held) ? held.map((t) => zerosLike(t)) : held && zerosLike(held)),
  )
  const held = grad[port]
  const at = isList(held) ? held[index ?? 0] : held
  if (at !== undefined) at.data[cell] = g
  return sentBack(local, grad)
}

/** What the rule of each arrow sends back from upstream gradients. */
export function sentBack(
  { node, context, outputs }: LocalNode,
  grad: ByName<Held<Tensor>>,
): (arrow: Arrow) => Tensor | null {
  const before: AnyBackwardContext = { ...context, outputs, grad, shared: undefined }
  const shared = sharedOf(node.op, before)
  return (arrow) => {
    const rule = node.op.backward[arrow.name]
    if (!rule) return null
    const answer = finish(rule({ ...before, shared }))
    return (isList(answer) ? answer[arrow.index ?? 0] : answer) ?? null
  }
}

/** An odd start (exact in binary), so that a plain 1 or ¼ is not taken for the number of a cell. */
const FIRST = 1.37109375

/** Numbers that tell cells apart when they come out of a product: one more for each cell. */
export function counting(tensor: Tensor): Tensor {
  return { shape: tensor.shape, data: Float64Array.from(tensor.data, (_, i) => i + FIRST) }
}

/** The cell whose number came out, or −1 if it is none's; `within` is the error of what came out. */
export function counted(number: number, within = 0): number {
  const cell = Math.round(number - FIRST)
  return Math.abs(number - FIRST - cell) <= within ? cell : -1
}

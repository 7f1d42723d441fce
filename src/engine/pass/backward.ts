// The backward half of a pass: from the places where the upstream gradient enters, against the wires. What each consumer
// sends back is kept under the wire's own name; the sum is formed at the source, in document order of its wires.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { isList } from "../../graph/analysis/shapes.ts"
import { placeName, type Source, type Wire, wireName } from "../../graph/wire.ts"
import type { AnyBackwardContext, AnyForwardContext, AnyOp } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import { type Tensor, zerosLike } from "../../tensor/tensor.ts"
import { finish, isGenerator, type Work } from "../../tensor/work.ts"
import type { RunnableNode } from "./forward.ts"
import { eachOutput, type Pass } from "./pass.ts"
import { addAll } from "./tensors.ts"

/** What backward has found so far. */
export interface Flow {
  /** Where gradient enters from outside: dL/d(output) by `node:port`. */
  readonly upstream: ReadonlyMap<string, Tensor>
  /** What came back along each wire, by the wire's name. */
  readonly wires: Map<string, Tensor>
  /** Sums, by `node:port` of every output and `node.param` of every param. */
  readonly gradients: Map<string, Tensor>
  /** Nodes whose rules failed, and all behind them: a sum without their pieces would be wrong, so none is formed. */
  readonly broken: Set<string>
  /** What is wanted, where that is not everything. */
  readonly needs?: Needs
}

/** A training asks only for the gradients of what it learns, and of what lies between that and the target. */
export interface Needs {
  /** Nodes that something learned is in or before. */
  readonly nodes: ReadonlySet<string>
  /** Params, by `node.param`, that stay as they are. */
  readonly frozen: ReadonlySet<string>
}

/** Nodes of a pass, in order, that a param which is not frozen is in or before. */
export function needing(
  analysis: Analysis,
  nodes: readonly RunnableNode[],
  frozen: ReadonlySet<string>,
): ReadonlySet<string> {
  const needs = new Set<string>()
  for (const node of nodes) {
    const own = node.params.some(({ name, wired }) => wired === null && !frozen.has(`${node.id}.${name}`))
    const before = (analysis.entering.get(node.id) ?? []).some(({ from }) => needs.has(from.node))
    if (own || before) needs.add(node.id)
  }
  return needs
}

/** What the rules of an op share, worked out at once; undefined where they share nothing. */
export function sharedOf(op: AnyOp, at: AnyBackwardContext): unknown {
  return op.shared === undefined ? undefined : finish<unknown>(op.shared(at))
}

/**
 * Takes the gradient through one node, all of whose consumers are done: sums what reached its outputs, then asks one rule
 * for each arrow into it. A node that no gradient reached is passed over.
 */
export function* backwardNode(pass: Pass, node: RunnableNode, flow: Flow): Generator<void, void, void> {
  const context = pass.contexts.get(node.id)
  const outputs = pass.outputs.get(node.id)
  const leaving = pass.analysis.leaving.get(node.id) ?? []
  if (leaving.some((wire) => flow.broken.has(wire.to.node))) flow.broken.add(node.id)
  if (context === undefined || outputs === undefined || flow.broken.has(node.id)) return
  if (!gatherSums(node, outputs, leaving, flow)) return
  const before: AnyBackwardContext = { ...context, outputs, grad: upstreamOf(node, outputs, flow), shared: undefined }
  const at = node.op.shared === undefined ? before : { ...before, shared: yield* perform(node.op.shared(before)) }
  for (const [port, sources] of node.sources) {
    const rule = node.op.backward[port]
    if (!rule || holdsClasses(node, port)) continue
    const ends = isList(sources) ? sources : [sources]
    if (flow.needs && !ends.some((source) => source !== null && flow.needs?.nodes.has(source.node))) continue
    const answer = yield* perform(rule(at))
    const pieces = isList(answer) ? answer : [answer]
    for (const [index, source] of ends.entries()) {
      const piece = pieces[index]
      if (source === null || piece === undefined || !takesGradient(pass.analysis, source)) continue
      const to = isList(sources) ? { node: node.id, port, index } : { node: node.id, port }
      flow.wires.set(wireName(source, to), piece)
    }
  }
  yield* backwardParams(node, context, at, flow)
}

function* backwardParams(
  node: RunnableNode,
  context: AnyForwardContext,
  at: AnyBackwardContext,
  flow: Flow,
): Generator<void, void, void> {
  for (const { name, wired } of node.params) {
    const rule = node.op.backward[name]
    if (!rule || wired !== null || context.params[name] == null) continue
    if (flow.needs?.frozen.has(`${node.id}.${name}`)) continue
    const answer = yield* perform(rule(at))
    if (!isList(answer)) flow.gradients.set(`${node.id}.${name}`, answer)
  }
}

/** Whether class indices arrive at a port, which take no gradient. */
export function holdsClasses(node: RunnableNode, port: string): boolean {
  return (node.op.inputs[port]?.classes?.(node.context.shapes, node.context.attrs) ?? null) !== null
}

/** Sums at each output what its wires brought back and what enters there. False where nothing did. */
function gatherSums(node: RunnableNode, outputs: ByName<Held<Tensor>>, leaving: readonly Wire[], flow: Flow): boolean {
  let any = false
  for (const { source } of eachOutput(node, outputs)) {
    if (node.op.outputs[source.port]?.constant) continue
    const place = placeName(source)
    const pieces = piecesAt(place, leaving, flow)
    const [first, ...others] = pieces
    if (first === undefined) continue
    flow.gradients.set(place, addAll(first, others))
    any = true
  }
  return any
}

function piecesAt(place: string, leaving: readonly Wire[], flow: Flow): readonly Tensor[] {
  const entering = flow.upstream.get(place)
  const pieces = entering === undefined ? [] : [entering]
  for (const wire of leaving) {
    const piece = placeName(wire.from) === place ? flow.wires.get(wire.id) : undefined
    if (piece !== undefined) pieces.push(piece)
  }
  return pieces
}

/** The sums by port, with zeros where none arrived. Those are made only if a rule looks: hidden outputs can be large. */
function upstreamOf(node: RunnableNode, outputs: ByName<Held<Tensor>>, flow: Flow): ByName<Held<Tensor>> {
  const grad: Record<string, Held<Tensor>> = Object.create(null)
  const at = (tensor: Tensor, port: string, index?: number): Tensor =>
    flow.gradients.get(placeName({ node: node.id, port, ...(index === undefined ? {} : { index }) })) ??
    zerosLike(tensor)
  for (const [port, held] of Object.entries(outputs)) {
    let kept: Held<Tensor>
    Object.defineProperty(grad, port, {
      enumerable: true,
      get: () => {
        kept ??= isList(held) ? held.map((item, index) => at(item, port, index)) : held && at(held, port)
        return kept
      },
    })
  }
  return grad
}

function takesGradient(analysis: Analysis, source: Source): boolean {
  return analysis.nodes.get(source.node)?.op?.outputs[source.port]?.constant !== true
}

function* perform<T>(work: Work<T>): Generator<void, T, void> {
  return isGenerator(work) ? yield* work : work
}

// The graph asked again with one node as somebody may have had it: what would then stand at the place that is compared?
// Only the nodes that the mistake reaches run again; the others keep what they answered. This folder asks other nodes than
// the document has, and changes no document.

import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { leadsTo, ledToFrom } from "../../../graph/analysis/reach.ts"
import { costs } from "../../../graph/measure/costs.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { map } from "../../../tensor/elementwise.ts"
import { sameShape, type Tensor } from "../../../tensor/tensor.ts"
import { backwardNode, type Flow } from "../../pass/backward.ts"
import { forwardNode, isRunnable, type RunnableNode } from "../../pass/forward.ts"
import { type Pass, startPass, tensorAt } from "../../pass/pass.ts"
import { rootsOf, upstreamAt } from "../../pass/upstream.ts"
import { nodeAt, outputAt } from "./place.ts"
import type { Place } from "./subject.ts"

/**
 * What of a node is mistaken: its value and with it the way back, the way back alone, or a value of which nobody knows what
 * would be sent back.
 */
export type WhatIfPhase = "forward" | "backward" | "value"

/** A run that can be asked again: what would stand at its place if other ops stood at some nodes. */
export interface WhatIf {
  /** The run as it is, in float64. */
  readonly pass: Pass
  /** Nodes that may be mistaken, nearest to the place first. */
  readonly nodes: readonly RunnableNode[]
  /** Whether a mistake on the way back through this node can reach the place. */
  readonly isBackward: (id: string) => boolean
  /** Multiply-adds and numbers of one answer. */
  readonly cost: (ids: Iterable<string>, phase: WhatIfPhase) => number
  /** What would stand at the place with other ops at some nodes; null if it would have no number or another shape. */
  readonly answer: (mistaken: ReadonlyMap<string, AnyOp>, phase: WhatIfPhase) => Generator<void, Tensor | null, void>
  /** The same with ones where the document gives an upstream gradient; null for a value. */
  readonly withOnes: () => Generator<void, Tensor | null, void>
}

/** One run above this is not asked again. */
const MOST_COST = 40_000_000

/** Null where the place hangs on no node, or the graph is too large to be asked again and again. */
export function* whatIf(place: Place): Generator<void, WhatIf | null, void> {
  const { analysis, result, side } = place
  const own = nodeAt(analysis, place.name)
  if (!analysis.nodes.has(own)) return null
  const roots = side === "gradient" ? rootsOf(analysis) : []
  const wanted = leadsTo(analysis, side === "gradient" ? roots.map(({ source }) => source.node) : [own])
  const each = costs(analysis)
  const costOf = (ids: Iterable<string>): number => {
    let sum = 0
    for (const id of ids) sum += (each.get(id)?.macs ?? 0) + (each.get(id)?.activations ?? 0)
    return sum
  }
  if (costOf(wanted) > MOST_COST) return null
  const pass = startPass(analysis, "float64", result.seed)
  const order = analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    return wanted.has(id) && node !== undefined && isRunnable(node) ? [node] : []
  })
  for (const node of order) yield* forwardNode(pass, node)
  const between = ledToFrom(analysis, [own])
  const asked: Asked = { place, pass, order, between, upstream: upstreamAt(pass, roots) }
  return {
    pass,
    nodes: nearest(analysis, own, order),
    isBackward: (id) => side === "gradient" && between.has(id),
    cost: (ids, phase) => {
      const after = phase !== "backward" ? costOf(ledToFrom(analysis, [...ids])) : 0
      return after + (side === "gradient" ? 2 * costOf(between) : 0)
    },
    answer: (mistaken, phase) => answered(asked, mistaken, phase),
    withOnes: () => onesAnswered(asked),
  }
}

interface Asked {
  readonly place: Place
  readonly pass: Pass
  readonly order: readonly RunnableNode[]
  /** The place's node and all that hang on it: the gradient comes through these. */
  readonly between: ReadonlySet<string>
  readonly upstream: ReadonlyMap<string, Tensor>
}

function* answered(
  asked: Asked,
  ops: ReadonlyMap<string, AnyOp>,
  phase: WhatIfPhase,
): Generator<void, Tensor | null, void> {
  const { place, pass, order } = asked
  const nodes = new Map<string, NodeAnalysis>(pass.analysis.nodes)
  const mistaken = (node: RunnableNode): RunnableNode => ({ ...node, op: ops.get(node.id) ?? node.op })
  for (const node of order) if (ops.has(node.id)) nodes.set(node.id, mistaken(node))
  const other: Pass = {
    ...pass,
    analysis: { ...pass.analysis, nodes },
    contexts: new Map(pass.contexts),
    outputs: new Map(pass.outputs),
    problems: [],
  }
  if (phase !== "backward") {
    const after = ledToFrom(pass.analysis, [...ops.keys()])
    for (const one of order) {
      if (!after.has(one.id)) continue
      yield* forwardNode(other, mistaken(one))
      if (other.problems.length > 0 || !keepsShapes(pass, other, one.id)) return null
    }
  }
  if (place.side === "value") {
    const source = outputAt(pass.analysis, place.name)
    return (source && tensorAt(other, source)) ?? null
  }
  return yield* backAt(asked, other, mistaken, asked.upstream)
}

function* onesAnswered(asked: Asked): Generator<void, Tensor | null, void> {
  if (asked.place.side !== "gradient") return null
  const ones = new Map([...asked.upstream].map(([name, tensor]) => [name, map(tensor, () => 1)] as const))
  return yield* backAt(asked, asked.pass, (node) => node, ones)
}

/** The gradient at the place, asked of the nodes between it and the roots alone. */
function* backAt(
  { place, order, between }: Asked,
  pass: Pass,
  mistaken: (node: RunnableNode) => RunnableNode,
  upstream: ReadonlyMap<string, Tensor>,
): Generator<void, Tensor | null, void> {
  const frozen = new Set(order.flatMap(({ id, params }) => params.map(({ name }) => `${id}.${name}`)))
  frozen.delete(place.name)
  const flow: Flow = {
    upstream,
    wires: new Map(),
    gradients: new Map(),
    broken: new Set(),
    needs: { nodes: between, frozen },
  }
  for (const node of [...order].reverse()) {
    if (between.has(node.id)) yield* backwardNode(pass, mistaken(node), flow)
  }
  if (pass.problems.length > 0) return null
  return flow.gradients.get(place.name) ?? flow.wires.get(place.name) ?? null
}

function keepsShapes(before: Pass, after: Pass, id: string): boolean {
  const [a, b] = [before.outputs.get(id)?.output, after.outputs.get(id)?.output]
  if (a === undefined || !("shape" in a)) return true
  return b !== undefined && "shape" in b && sameShape(a.shape, b.shape)
}

/** By the number of wires from the place, whichever way they run. */
function nearest(analysis: Analysis, own: string, nodes: readonly RunnableNode[]): readonly RunnableNode[] {
  const far = new Map([[own, 0]])
  const open = [own]
  for (const id of open) {
    const beside = [
      ...(analysis.entering.get(id) ?? []).map((wire) => wire.from.node),
      ...(analysis.leaving.get(id) ?? []).map((wire) => wire.to.node),
    ]
    for (const other of beside) {
      if (far.has(other)) continue
      far.set(other, (far.get(id) ?? 0) + 1)
      open.push(other)
    }
  }
  return [...nodes].sort((a, b) => (far.get(a.id) ?? 0) - (far.get(b.id) ?? 0))
}

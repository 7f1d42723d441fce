// A graph made ready for many passes at one batch size: analysed once, with the nodes that count in the order they run.

import type { Analysis } from "../../graph/analysis.ts"
import { analyze } from "../../graph/analyze.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { leadsTo } from "../../graph/reach.ts"
import type { Source } from "../../graph/wire.ts"
import type { Mode } from "../../ops/op.ts"
import { ops } from "../../ops/registry.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import { backwardNode, type Flow, type Needs } from "../backward.ts"
import { forwardNode, isRunnable, type RunnableNode } from "../forward.ts"
import { type Kept, type Pass, startPass } from "../pass.ts"
import { upstreamAt } from "../upstream.ts"

/** A graph at one size of batch, ready to be run. */
export interface Prepared {
  readonly analysis: Analysis
  /** The target, or another output that is asked for. */
  readonly end: Source
  /** All that `end` depends on, in order. */
  readonly nodes: readonly RunnableNode[]
  /** Those of them that something learned is before or in, last first. */
  readonly backwards: readonly RunnableNode[]
  readonly needs: Needs
}

/** Analyses a fed document. `frozen`: params by `node.param` that take no gradient. */
export function prepare(document: GradwireDocument, mode: Mode, frozen: ReadonlySet<string>): Prepared | Analysis {
  // What the document hands in elsewhere is for looking; training goes down the target alone.
  const { upstream: _, ...bare } = document
  const analysis = analyze(bare, ops, mode)
  return analysis.target === null ? analysis : preparedTo(analysis, analysis.target, frozen)
}

/** The part of an analysis that leads to one output. */
export function preparedTo(analysis: Analysis, end: Source, frozen: ReadonlySet<string>): Prepared {
  const reached = leadsTo(analysis, [end.node])
  const nodes = analysis.order.flatMap((id) => {
    const node = reached.has(id) ? analysis.nodes.get(id) : undefined
    return node !== undefined && isRunnable(node) ? [node] : []
  })
  const needs: Needs = { nodes: needing(analysis, nodes, frozen), frozen }
  const backwards = nodes.filter(({ id }) => needs.nodes.has(id)).reverse()
  return { analysis, end, nodes, backwards, needs }
}

/** False for a graph without a target: then it is the bare analysis. */
export function isPrepared(answer: Prepared | Analysis): answer is Prepared {
  return "end" in answer
}

function needing(analysis: Analysis, nodes: readonly RunnableNode[], frozen: ReadonlySet<string>): ReadonlySet<string> {
  const needs = new Set<string>()
  for (const node of nodes) {
    const own = node.params.some(({ name, wired }) => wired === null && !frozen.has(`${node.id}.${name}`))
    const before = (analysis.entering.get(node.id) ?? []).some(({ from }) => needs.has(from.node))
    if (own || before) needs.add(node.id)
  }
  return needs
}

/** Runs forward to the end. What a node starts with is `kept`; nodes without an entry draw theirs from the seed. */
export function* forwardPass(
  prepared: Prepared,
  kept: ReadonlyMap<string, Kept>,
  dtype: Dtype,
  seed: number,
): Generator<string, Pass, void> {
  const pass = startPass(prepared.analysis, dtype, seed)
  for (const [id, held] of kept) pass.kept.set(id, held)
  for (const node of prepared.nodes) {
    const work = forwardNode(pass, node)
    while (!work.next().done) yield node.id
  }
  return pass
}

/** Runs backward from the target. Answers the gradients by `node.param` (and those of outputs on the way). */
export function* backwardPass(prepared: Prepared, pass: Pass): Generator<string, ReadonlyMap<string, Tensor>, void> {
  const roots = [{ source: prepared.end, written: [] }]
  const upstream = upstreamAt(pass, roots)
  const flow: Flow = { upstream, wires: new Map(), gradients: new Map(), broken: new Set(), needs: prepared.needs }
  for (const node of prepared.backwards) {
    const work = backwardNode(pass, node, flow)
    while (!work.next().done) yield node.id
  }
  return flow.gradients
}

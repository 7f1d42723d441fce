// A graph made ready for many passes at one batch size: analysed once, with the nodes that count in the order they run.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { isRule } from "../../graph/values/upstreamRule.ts"
import type { Source } from "../../graph/wire.ts"
import type { Mode } from "../../ops/op.ts"
import { ops } from "../../ops/registry.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"
import { backwardNode, type Flow, type Needs, needing } from "../pass/backward.ts"
import { forwardNode, isRunnable, type RunnableNode } from "../pass/forward.ts"
import { type Kept, type Pass, startPass, tensorAt } from "../pass/pass.ts"
import { objectiveOf, type Root, rootsOf, upstreamAt } from "../pass/upstream.ts"

/** A graph at one size of batch, ready to be run. */
export interface Prepared {
  readonly analysis: Analysis
  /** The target, or another output that is asked for. */
  readonly end: Source
  /** Where gradient enters: the target, with what the document gives it. */
  readonly roots: readonly Root[]
  /** All that `end` depends on, in order. */
  readonly nodes: readonly RunnableNode[]
  /** Those of them that something learned is before or in, last first. */
  readonly backwards: readonly RunnableNode[]
  readonly needs: Needs
}

/**
 * Analyses a fed document. `frozen`: params by `node.param` that take no gradient. `seed`: what an upstream gradient by rule
 * is drawn from, so that it is the same in every step; null draws it anew in each.
 */
export function prepare(
  document: GradwireDocument,
  mode: Mode,
  frozen: ReadonlySet<string>,
  seed: number | null,
): Prepared | Analysis {
  // What the document hands in elsewhere is for looking; training goes down the target alone.
  const { upstream: _, ...bare } = document
  const analysis = analyze(bare, ops, mode)
  if (analysis.target === null) return analysis
  const upstream = upstreamOfTarget(analysis, document.upstream ?? {}, seed)
  const given = Object.keys(upstream).length === 0 ? analysis : analyze({ ...bare, upstream }, ops, mode)
  return preparedTo(given, analysis.target, frozen)
}

/** What is given to the target. A rule without a seed of its own keeps to this one. */
function upstreamOfTarget(analysis: Analysis, upstream: Upstreams, seed: number | null): Upstreams {
  const [root] = rootsOf({ ...analysis, document: { ...analysis.document, upstream } })
  const entries = (root?.written ?? []).flatMap((name) => {
    const given = upstream[name]
    if (given === undefined) return []
    return [[name, isRule(given) && seed !== null ? { ...given, seed: given.seed ?? seed } : given] as const]
  })
  return Object.fromEntries(entries)
}

type Upstreams = NonNullable<GradwireDocument["upstream"]>

/** The part of an analysis that leads to one output, and to others that are read as well. */
export function preparedTo(
  analysis: Analysis,
  end: Source,
  frozen: ReadonlySet<string>,
  others: readonly Source[] = [],
): Prepared {
  const reached = leadsTo(
    analysis,
    [end, ...others].map(({ node }) => node),
  )
  const nodes = analysis.order.flatMap((id) => {
    const node = reached.has(id) ? analysis.nodes.get(id) : undefined
    return node !== undefined && isRunnable(node) ? [node] : []
  })
  const needs: Needs = { nodes: needing(analysis, nodes, frozen), frozen }
  const backwards = nodes.filter(({ id }) => needs.nodes.has(id)).reverse()
  return { analysis, end, roots: rootsOf(analysis), nodes, backwards, needs }
}

/** False for a graph without a target: then it is the bare analysis. */
export function isPrepared(answer: Prepared | Analysis): answer is Prepared {
  return "end" in answer
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

/** What training makes smaller: the target's one number, or Σ dY·Y with what the document gives it as dY. NaN without either. */
export function lossOf(prepared: Prepared, pass: Pass): number {
  if (!isGiven(prepared)) return tensorAt(pass, prepared.end)?.data[0] ?? Number.NaN
  const upstream = upstreamAt(pass, prepared.roots)
  return upstream.size === 0 ? Number.NaN : objectiveOf(pass, upstream, prepared.roots)
}

/** Whether the document gives the target an upstream gradient. */
export function isGiven({ roots }: Prepared): boolean {
  return roots.some(({ written }) => written.length > 0)
}

/** Runs backward from the target. Answers the gradients by `node.param` (and those of outputs on the way). */
export function* backwardPass(prepared: Prepared, pass: Pass): Generator<string, ReadonlyMap<string, Tensor>, void> {
  const upstream = upstreamAt(pass, prepared.roots)
  const flow: Flow = { upstream, wires: new Map(), gradients: new Map(), broken: new Set(), needs: prepared.needs }
  for (const node of prepared.backwards) {
    const work = backwardNode(pass, node, flow)
    while (!work.next().done) yield node.id
  }
  return flow.gradients
}

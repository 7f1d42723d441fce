// Works out what a document means (analysis.ts says what that is). Three steps: read the wires; put the nodes in order and
// find circles; ask each op in that order for shapes and params. Every step is linear in nodes and wires.

import type { AnyOp, Mode } from "../../ops/op.ts"
import { type GradwireDocument, isQuarantined } from "../document.ts"
import { arrows, groupProblems } from "../groups.ts"
import type { Problem } from "../problem.ts"
import type { Wire } from "../wire.ts"
import type { Analysis, NodeAnalysis } from "./analysis.ts"
import { upstreamProblems } from "./givenTensors.ts"
import { hints } from "./hints.ts"
import { recall, remember, rememberedJoin } from "./memo.ts"
import { analyseNode } from "./nodeAnalysis.ts"
import { circles, type Successors, shortestCircle, topologicalOrder } from "./order.ts"
import type { Joined, KnownNode } from "./ports.ts"
import { findTarget } from "./target.ts"

/** Analyses a document with the ops of a registry. Pure and total: any document that was read gets an answer. */
export function analyze(document: GradwireDocument, ops: ReadonlyMap<string, AnyOp>, mode: Mode = "train"): Analysis {
  const known = knownNodes(document, ops)
  const ids = [...known.keys()]
  const joined: Joined[] = []
  const entering = new Map<string, readonly Wire[]>()
  const wires: Wire[] = []
  // Where every wire points down the page, the order of the document is the answer.
  let downward = true
  for (const [id, node] of known) {
    const join = rememberedJoin(node, known)
    joined.push(join)
    entering.set(id, join.wires)
    for (const wire of join.wires) {
      wires.push(wire)
      if ((known.get(wire.from.node)?.index ?? 0) >= node.index) downward = false
    }
  }
  const { order, circular } = downward ? { order: ids, circular: NO_CIRCLES } : ordered(ids, wires, known)
  const nodes = hinted(document, analyseAll(order, { known, joined, mode, ops, circular }))
  const leaving = wiresBySource(wires)
  const { target, problems } = findTarget(document, known, nodes, leaving)
  const ofDocument = [...groupProblems(document), ...problems, ...upstreamProblems(document, known, nodes)]
  return {
    document,
    mode,
    nodes,
    order,
    wires,
    leaving,
    entering,
    target,
    problems: allProblems(nodes, ofDocument),
  }
}

/** The nodes that a hint speaks of, with the hint; all others are the same objects as before. */
function hinted(
  document: GradwireDocument,
  nodes: ReadonlyMap<string, NodeAnalysis>,
): ReadonlyMap<string, NodeAnalysis> {
  const all = hints(document, nodes)
  if (all.size === 0) return nodes
  return new Map([...nodes].map(([id, node]) => [id, withHints(node, all.get(id))]))
}

function withHints(node: NodeAnalysis, own: readonly Problem[] | undefined): NodeAnalysis {
  return own === undefined ? node : { ...node, problems: [...node.problems, ...own] }
}

const NO_CIRCLES: ReadonlyMap<string, Problem> = new Map()

function ordered(
  ids: readonly string[],
  wires: readonly Wire[],
  known: ReadonlyMap<string, KnownNode>,
): { readonly order: readonly string[]; readonly circular: ReadonlyMap<string, Problem> } {
  const successors = successorsOf(ids.length, wires, known)
  const order = topologicalOrder(successors).map((index) => ids[index] ?? "")
  return { order, circular: order.length === ids.length ? NO_CIRCLES : circleProblems(ids, successors) }
}

interface Step {
  readonly known: ReadonlyMap<string, KnownNode>
  /** By the node's place in the document. */
  readonly joined: readonly Joined[]
  readonly mode: Mode
  readonly ops: ReadonlyMap<string, AnyOp>
  readonly circular: ReadonlyMap<string, Problem>
}

/** Analyses all nodes, sources first, and answers them in document order. */
function analyseAll(order: readonly string[], step: Step): ReadonlyMap<string, NodeAnalysis> {
  const { known } = step
  const found = new Map<string, NodeAnalysis>()
  let inDocumentOrder = order.length === known.size
  let next = 0
  for (const id of order) {
    const node = known.get(id)
    if (node === undefined) continue
    if (node.index !== next++) inDocumentOrder = false
    found.set(id, analyseOne(node, found, step))
  }
  if (inDocumentOrder) return found
  for (const [id, node] of known) if (!found.has(id)) found.set(id, analyseOne(node, found, step))
  const nodes = new Map<string, NodeAnalysis>()
  for (const id of known.keys()) {
    const answer = found.get(id)
    if (answer !== undefined) nodes.set(id, answer)
  }
  return nodes
}

function analyseOne(node: KnownNode, found: ReadonlyMap<string, NodeAnalysis>, step: Step): NodeAnalysis {
  const { joined, mode, ops, circular } = step
  const join = joined[node.index]
  if (join === undefined) throw new Error(`node ${node.index} of ${joined.length} has no wires read`)
  const circle = circular.get(node.node.id)
  const before = circle === undefined ? recall(node, join, mode, found) : null
  if (before !== null) return before
  const answer = analyseNode(node, join, { found, mode, ops, circle })
  // Words of a problem may speak of other nodes, so only what is sound is kept.
  if (answer.problems.length === 0) remember(answer, join, mode, found)
  return answer
}

/** Nodes by id. The reader has set the second of two with one id aside; if one is left, the first counts. */
function knownNodes(document: GradwireDocument, ops: ReadonlyMap<string, AnyOp>): ReadonlyMap<string, KnownNode> {
  const known = new Map<string, KnownNode>()
  for (const node of document.nodes) {
    if (isQuarantined(node) || known.has(node.id)) continue
    known.set(node.id, { node, op: ops.get(node.op) ?? null, index: known.size })
  }
  return known
}

function successorsOf(count: number, wires: readonly Wire[], known: ReadonlyMap<string, KnownNode>): Successors {
  const successors: number[][] = Array.from({ length: count }, () => [])
  for (const { from, to } of wires) {
    const end = known.get(to.node)?.index
    if (end !== undefined) successors[known.get(from.node)?.index ?? -1]?.push(end)
  }
  return successors
}

/** One problem for each circle, under every node that is part of it. */
function circleProblems(ids: readonly string[], successors: Successors): ReadonlyMap<string, Problem> {
  const problems = new Map<string, Problem>()
  for (const component of circles(successors)) {
    const way = arrows(shortestCircle(successors, component).map((index) => ids[index] ?? ""))
    const sentence = `Wires go round in a circle: ${way}. Remove one of these wires.`
    const node = ids[component[0] ?? 0] ?? ""
    const problem: Problem = { code: "GW-G120", severity: "error", sentence, node, found: way }
    for (const index of component) problems.set(ids[index] ?? "", problem)
  }
  return problems
}

function wiresBySource(wires: readonly Wire[]): ReadonlyMap<string, readonly Wire[]> {
  const by = new Map<string, Wire[]>()
  for (const wire of wires) {
    const list = by.get(wire.from.node)
    if (list === undefined) by.set(wire.from.node, [wire])
    else list.push(wire)
  }
  return by
}

/** A circle's problem stands under each of its nodes but is one problem. */
function allProblems(nodes: ReadonlyMap<string, NodeAnalysis>, ofDocument: readonly Problem[]): readonly Problem[] {
  const all = new Set<Problem>()
  for (const { problems } of nodes.values()) {
    if (problems.length > 0) for (const problem of problems) all.add(problem)
  }
  for (const problem of ofDocument) all.add(problem)
  return [...all]
}

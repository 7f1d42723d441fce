// Works out what a document means (analysis.ts says what that is). Three steps: read the wires; put the nodes in order and
// find circles; ask each op in that order for shapes and params. Every step is linear in nodes and wires.

import type { AnyOp, Mode } from "../ops/op.ts"
import type { Analysis, NodeAnalysis } from "./analysis.ts"
import { type GradwireDocument, readNodes } from "./document.ts"
import { upstreamProblems } from "./given.ts"
import { arrows, groupProblems } from "./groups.ts"
import { analyseNode } from "./nodeAnalysis.ts"
import { circles, type Successors, shortestCircle, topologicalOrder } from "./order.ts"
import { type Joined, joinInputs, type Known } from "./ports.ts"
import type { Problem } from "./problem.ts"
import { findTarget } from "./target.ts"
import type { Wire } from "./wire.ts"

/** Analyses a document with the ops of a registry. Pure and total: any document that was read gets an answer. */
export function analyze(document: GradwireDocument, ops: ReadonlyMap<string, AnyOp>, mode: Mode = "train"): Analysis {
  const known = knownNodes(document, ops)
  const joined: Joined[] = []
  for (const node of known.values()) joined.push(joinInputs(node, known))
  const wires = joined.flatMap((join) => join.wires)
  const ids = [...known.keys()]
  const successors = successorsOf(ids.length, wires, known)
  const order = topologicalOrder(successors)
  const circular = order.length === ids.length ? new Map<string, Problem>() : circleProblems(ids, successors)

  const found = new Map<string, NodeAnalysis>()
  const visit = (index: number): void => {
    const node = known.get(ids[index] ?? "")
    const join = joined[index]
    if (node === undefined || join === undefined) return
    found.set(node.node.id, analyseNode(node, join, { found, mode, ops, circle: circular.get(node.node.id) }))
  }
  for (const index of order) visit(index)
  for (const node of known.values()) if (!found.has(node.node.id)) visit(node.index)

  const nodes = new Map(ids.map((id) => [id, found.get(id)] as const).filter(isFound))
  const leaving = wiresBy(wires, (wire) => wire.from.node)
  const { target, problems } = findTarget(document, known, nodes, leaving)
  return {
    document,
    mode,
    nodes,
    order: order.map((index) => ids[index] ?? ""),
    wires,
    leaving,
    entering: new Map(ids.map((id, index) => [id, joined[index]?.wires ?? []])),
    target,
    problems: allProblems(nodes, [
      ...groupProblems(document),
      ...problems,
      ...upstreamProblems(document, known, nodes),
    ]),
  }
}

function isFound(entry: readonly [string, NodeAnalysis | undefined]): entry is readonly [string, NodeAnalysis] {
  return entry[1] !== undefined
}

/** Nodes by id. The reader has set the second of two with one id aside; if one is left, the first counts. */
function knownNodes(document: GradwireDocument, ops: ReadonlyMap<string, AnyOp>): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>()
  for (const node of readNodes(document)) {
    if (!known.has(node.id)) known.set(node.id, { node, op: ops.get(node.op) ?? null, index: known.size })
  }
  return known
}

function successorsOf(count: number, wires: readonly Wire[], known: ReadonlyMap<string, Known>): Successors {
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

function wiresBy(wires: readonly Wire[], key: (wire: Wire) => string): ReadonlyMap<string, readonly Wire[]> {
  const by = new Map<string, Wire[]>()
  for (const wire of wires) {
    const list = by.get(key(wire))
    if (list === undefined) by.set(key(wire), [wire])
    else list.push(wire)
  }
  return by
}

/** A circle's problem stands under each of its nodes but is one problem. */
function allProblems(nodes: ReadonlyMap<string, NodeAnalysis>, ofDocument: readonly Problem[]): readonly Problem[] {
  const all = new Set<Problem>()
  for (const node of nodes.values()) for (const problem of node.problems) all.add(problem)
  for (const problem of ofDocument) all.add(problem)
  return [...all]
}

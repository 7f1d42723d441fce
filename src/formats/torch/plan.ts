// What a model answers: where the network ends, what is its loss, and which Inputs each of them is given.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { leadsTo } from "../../graph/analysis/reach.ts"
import { isList, shapeAt, shapesAt } from "../../graph/analysis/shapes.ts"
import { findUpstream } from "../../graph/analysis/target.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { isArgument } from "./blocks.ts"
import type { KnownNode } from "./statements.ts"

/** The nodes of `forward` and those of `loss`, if the target is one behind it. */
export interface Plan {
  readonly nodes: readonly KnownNode[]
  readonly inputs: readonly KnownNode[]
  readonly answers: readonly Source[]
  readonly loss: {
    readonly nodes: readonly KnownNode[]
    /** Those that only the loss is given. */
    readonly inputs: readonly KnownNode[]
    readonly answer: Source
  } | null
}

export function planOf(analysis: Analysis, nodes: readonly KnownNode[]): Plan {
  return lossPlan(analysis, nodes) ?? wholePlan(analysis, nodes)
}

function wholePlan(analysis: Analysis, nodes: readonly KnownNode[]): Plan {
  return { nodes, inputs: nodes.filter(isArgument), answers: answersOf(analysis, nodes), loss: null }
}

/** Where gradient enters, the target first, and what else nobody reads. */
function answersOf(analysis: Analysis, nodes: readonly KnownNode[]): readonly Source[] {
  const known = new Map([...analysis.nodes].map(([id, { node, op }], index) => [id, { node, op, index }] as const))
  const { target, document } = analysis
  const roots = target === null ? [] : [target, ...findUpstream(document, known).upstream.map(({ source }) => source)]
  const written = new Set(nodes.map(({ id }) => id))
  const isEnd = ({ id }: KnownNode) => !(analysis.leaving.get(id) ?? []).some(({ to }) => written.has(to.node))
  const ends = nodes.filter((node) => !isArgument(node) && isEnd(node)).flatMap(primaryOutputs)
  const answers = new Map([...roots, ...ends].map((source) => [placeName(source), source]))
  return [...answers.values()].filter(({ node }) => written.has(node))
}

function primaryOutputs({ id, op, outputs }: KnownNode): readonly Source[] {
  const [port = ""] = Object.keys(op.outputs)
  if (op.outputs[port]?.list !== true) return [{ node: id, port }]
  return shapesAt(outputs[port]).map((_, index) => ({ node: id, port, index }))
}

/** Where the target is a loss of what the rest of the network answers, and nothing else ends elsewhere. */
function lossPlan(analysis: Analysis, nodes: readonly KnownNode[]): Plan | null {
  const { target } = analysis
  const end = nodes.find(({ id }) => id === target?.node)
  const scores = end?.sources.get("input")
  if (target === null || end === undefined || end.op.shelf !== "loss" || scores === undefined || isList(scores))
    return null
  if (answersOf(analysis, nodes).length !== 1 || shapeAt(end.outputs, target) === null) return null
  const before = leadsTo(analysis, [scores.node])
  const network = nodes.filter(({ id }) => before.has(id))
  const behind = nodes.filter(({ id }) => !before.has(id))
  const own = behind.filter((node) => !isArgument(node))
  // What the loss reads of the network besides the scores, and what it learns itself, would be a second way out.
  const reads = own.flatMap(({ id }) => (analysis.entering.get(id) ?? []).map(({ from }) => from))
  const second = reads.some(
    (from) => before.has(from.node) && placeName(from) !== placeName(scores) && !isInput(analysis, from),
  )
  const learns = own.some(({ params, buffers }) => params.some(({ wired }) => wired === null) || buffers.length > 0)
  if (second || learns || network.every(isArgument)) return null
  return {
    nodes: network,
    inputs: network.filter(isArgument),
    answers: [scores],
    loss: { nodes: own, inputs: behind.filter(isArgument), answer: target },
  }
}

function isInput(analysis: Analysis, { node }: Source): boolean {
  return analysis.nodes.get(node)?.op?.kind === "Input"
}

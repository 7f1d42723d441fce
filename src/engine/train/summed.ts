// Whether a target grows with its batch: a loss with reduction "sum", or a Sum over the examples. Then the loss of twelve
// examples held back is not to be laid beside that of a batch of fifty as it is.

import { graphAxes } from "../../graph/measure/axes/axes.ts"
import { axesOfNode } from "../../graph/measure/axes/follow.ts"
import type { Wire } from "../../graph/wire.ts"
import type { Feed } from "../data/feeds.ts"
import type { RunnableNode } from "../pass/forward.ts"
import { readsOf } from "../pass/reads.ts"
import { isGiven, type Prepared } from "./prepared.ts"

/**
 * True where the target is a sum over the examples, perhaps times something that does not depend on them (½ of a Sum), or a
 * sum or difference of such sums. A weight penalty beside it makes it neither sum nor mean: false.
 */
export function sumsExamples(prepared: Prepared, feeds: readonly Feed[]): boolean {
  const { analysis, end } = prepared
  const nodes = new Map(prepared.nodes.map((node) => [node.id, node]))
  const moved = movedBy(prepared, feeds)
  const grows = (id: string): boolean => {
    const node = nodes.get(id)
    if (node === undefined || !moved.has(id)) return false
    const entering = (analysis.entering.get(id) ?? []).filter(({ to }) => Object.hasOwn(node.op.inputs, to.port))
    if (addsExamples(node, entering, prepared)) return true
    const arriving = entering.filter(({ from }) => moved.has(from.node))
    return isLinear(node, entering, arriving) && arriving.every(({ from }) => grows(from.node))
  }
  // Σ dY·y adds up over the examples of y.
  return grows(end.node) || (isGiven(prepared) && moved.has(end.node) && graphAxes(analysis).examples(end) !== null)
}

/** The fed Inputs and all that depends on them. */
function movedBy({ analysis, nodes }: Prepared, feeds: readonly Feed[]): ReadonlySet<string> {
  const moved = new Set(feeds.map(({ input }) => input))
  for (const { id } of nodes) {
    if ((analysis.entering.get(id) ?? []).some(({ from }) => moved.has(from.node))) moved.add(id)
  }
  return moved
}

/** Examples arrive, none are left, and on the way numbers were added up. */
function addsExamples(node: RunnableNode, entering: readonly Wire[], { analysis }: Prepared): boolean {
  const axes = graphAxes(analysis)
  if (axesOfNode(node)?.sums !== true) return false
  const [output = ""] = Object.keys(node.op.outputs)
  return (
    axes.examples({ node: node.id, port: output }) === null && entering.some(({ from }) => axes.examples(from) !== null)
  )
}

/**
 * Whether the output is so many times as large if all that arrives from the data is: what comes back does not depend on it,
 * and it is multiplied by whatever else is wired, since what is only added is not read on the way back.
 */
function isLinear({ op, params }: RunnableNode, entering: readonly Wire[], arriving: readonly Wire[]): boolean {
  const moved = new Set(arriving.map(({ to }) => to.port))
  const { arrows, shared } = readsOf(op.kind)
  if (params.length > 0 || moved.size === 0) return false
  return [...moved].every((port) => {
    const own = arrows.get(port)
    if (own === undefined || own.outputs.size + shared.outputs.size > 0) return false
    const read = new Set([...own.inputs, ...shared.inputs])
    return entering.every(({ to }) => moved.has(to.port) !== read.has(to.port))
  })
}

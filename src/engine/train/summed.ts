// Whether a target grows with its batch: a loss with reduction "sum", or a Sum over the examples. Then the loss of twelve
// examples held back is not to be laid beside that of a batch of fifty as it is.

import type { Analysis } from "../../graph/analysis.ts"
import { shapeAt } from "../../graph/shapes.ts"
import type { RunnableNode } from "../forward.ts"
import { single } from "./classified.ts"
import type { Feed } from "./feeds.ts"
import { isGiven, type Prepared } from "./prepared.ts"

/**
 * True where the target is a sum over the examples, perhaps times something that does not depend on them (½ of a Sum), or a
 * sum or difference of such sums. A weight penalty beside it makes it neither sum nor mean: false.
 */
export function sumsExamples(prepared: Prepared, feeds: readonly Feed[]): boolean {
  const nodes = new Map(prepared.nodes.map((node) => [node.id, node]))
  const moved = movedBy(prepared, feeds)
  const grows = (id: string): boolean => {
    const node = nodes.get(id)
    if (node === undefined || !moved.has(id)) return false
    const at = (port: string): string => single(prepared.analysis, id, port)?.node ?? ""
    switch (node.op.kind) {
      case "Sum":
        return sumsFirstAxis(node, prepared, feeds)
      case "Identity":
      case "Neg":
        return grows(at("input"))
      case "Mul":
        return (grows(at("a")) && !moved.has(at("b"))) || (grows(at("b")) && !moved.has(at("a")))
      case "Div":
        return grows(at("a")) && !moved.has(at("b"))
      case "Add":
      case "Sub":
        return grows(at("a")) && grows(at("b"))
      default:
        return node.context.attrs.reduction === "sum"
    }
  }
  return grows(prepared.end.node) || (isGiven(prepared) && rowsOfBatch(prepared, feeds, moved))
}

/** Whether Σ dY·y adds up over rows of y, one an example. */
function rowsOfBatch({ analysis, end }: Prepared, feeds: readonly Feed[], moved: ReadonlySet<string>): boolean {
  const [rows] = shapeAt(analysis.nodes.get(end.node)?.outputs, end) ?? []
  return moved.has(end.node) && rows !== undefined && rows === batchOf(analysis, feeds)
}

/** Examples of the batch. */
function batchOf(analysis: Analysis, [feed]: readonly Feed[]): number | undefined {
  return feed === undefined
    ? undefined
    : shapeAt(analysis.nodes.get(feed.input)?.outputs, { node: feed.input, port: "value" })?.[0]
}

/** The fed Inputs and all that depends on them. */
function movedBy({ analysis, nodes }: Prepared, feeds: readonly Feed[]): ReadonlySet<string> {
  const moved = new Set(feeds.map(({ input }) => input))
  for (const { id } of nodes) {
    if ((analysis.entering.get(id) ?? []).some(({ from }) => moved.has(from.node))) moved.add(id)
  }
  return moved
}

/** A Sum to one number of what has a row for each example of the batch. */
function sumsFirstAxis(sum: RunnableNode, { analysis }: Prepared, feeds: readonly Feed[]): boolean {
  const source = single(analysis, sum.id, "input")
  const before = source === null ? null : shapeAt(analysis.nodes.get(source.node)?.outputs, source)
  return sum.outputs?.output?.length === 0 && before?.[0] !== undefined && before[0] === batchOf(analysis, feeds)
}

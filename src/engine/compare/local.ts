// One node asked again as somebody may have had it: other attributes, other weights, its backward rule on its own gradients.

import type { Analysis } from "../../graph/analysis.ts"
import { costs } from "../../graph/costs.ts"
import { isList } from "../../graph/shapes.ts"
import { placeName } from "../../graph/wire.ts"
import { type AnyBackwardContext, type ByName, type Held, isProblem, OpFailure } from "../../ops/op.ts"
import { castTo, type Tensor, zerosLike } from "../../tensor/tensor.ts"
import { finish } from "../../tensor/work.ts"
import { type Arrow, type LocalNode, localNode } from "../explain/local.ts"
import type { RunResult } from "../result.ts"

/** A node is asked some dozen times within one comparison, in the page. */
const MOST_MACS = 2_000_000
const MOST_ELEMENTS = 200_000

/** The node as it ran, or null where it did not, or where asking again would take too long. */
export function smallNode(analysis: Analysis, result: RunResult, id: string): LocalNode | null {
  const cost = costs(analysis).get(id)
  if (cost !== undefined && (cost.macs > MOST_MACS || cost.activations > MOST_ELEMENTS)) return null
  return localNode(analysis, result, id)
}

/** The same node with other attributes; null where they do not go with its inputs. */
export function withAttrs(local: LocalNode, attrs: ByName<unknown>): LocalNode | null {
  const context = { ...local.context, attrs: { ...local.context.attrs, ...attrs } }
  if (isProblem(local.node.op.shape(context))) return null
  try {
    return { ...local, context, outputs: finish(local.node.op.forward(context)) }
  } catch (error) {
    if (error instanceof OpFailure) return null
    throw error
  }
}

/** What a node sends back along one arrow, on the gradients that reached its outputs in the run. */
export function sentBack(local: LocalNode, arrow: Arrow, result: RunResult): Tensor | null {
  const { node, context, outputs } = local
  const rule = node.op.backward[arrow.name]
  if (!rule) return null
  const grad: Record<string, Held<Tensor>> = Object.create(null)
  for (const [port, held] of Object.entries(outputs)) {
    const at = (tensor: Tensor, index?: number): Tensor => {
      const name = placeName(index === undefined ? { node: node.id, port } : { node: node.id, port, index })
      const found = result.gradients.get(name)
      return found === undefined ? zerosLike(tensor) : castTo(found, "float64")
    }
    grad[port] = isList(held) ? held.map((tensor, index) => at(tensor, index)) : held && at(held)
  }
  const before: AnyBackwardContext = { ...context, outputs, grad, shared: undefined }
  const shared =
    node.op.shared === undefined ? undefined : finish(node.op.shared(before) as Parameters<typeof finish>[0]) // its own type is erased
  const answer = finish(rule({ ...before, shared }))
  return (isList(answer) ? answer[arrow.index ?? 0] : answer) ?? null
}

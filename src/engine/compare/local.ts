// One node asked again as somebody may have had it: with other attributes.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { costs } from "../../graph/measure/costs.ts"
import { OpFailure } from "../../ops/families/failure.ts"
import { isProblem } from "../../ops/op.ts"
import type { ByName } from "../../ops/port.ts"
import { finish } from "../../tensor/work.ts"
import { type LocalNode, localNode } from "../explain/terms/local.ts"
import type { RunResult } from "../pass/result.ts"

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

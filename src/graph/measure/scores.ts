// Which outputs are scores of classes, one number a class: those that a loss compares with a class, and the last layer of a
// network beside whose data it stands.

import type { Shape } from "../../tensor/tensor.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { isClassLoss } from "./readOff.ts"

const MOST_CLASSES = 12

/** How many classes an output of one example scores; null where it is no such thing, or of more classes than can be listed. */
export function scoresIn(analysis: Analysis, { id, op }: NodeAnalysis, port: string, shape: Shape): number | null {
  const classes = shape.at(-1) ?? 0
  if (op === null || classes < 2 || classes > MOST_CLASSES || sizeOf(shape) !== classes) return null
  const wires = (analysis.leaving.get(id) ?? []).filter(({ from }) => from.port === port)
  const isCompared = wires.some(({ to }) => to.port === "input" && isClassLoss(analysis, to.node))
  const isLast = wires.length === 0 && Object.keys(op.params).length > 0 && analysis.document.data !== undefined
  return isCompared || isLast ? classes : null
}

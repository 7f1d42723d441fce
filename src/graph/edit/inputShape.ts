// An Input that nobody has filled or given a shape may as well have another one: what the op behind it takes. A shape that
// somebody has typed is never changed by a wire; what does not fit then is a problem, with repairs.

import type { AnyOp } from "../../ops/op.ts"
import { isProblem } from "../../ops/op.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { attributesOf } from "../analysis/shapes.ts"
import { initialAttrs } from "./initialAttrs.ts"

/** What data look like: a batch of pictures, of signals, of sequences, of rows. The first that an op takes is meant. */
export const USUAL_SHAPES: readonly Shape[] = [
  [4, 1, 28, 28],
  [4, 1, 28],
  [4, 5, 8],
  [4, 3],
]

/** Whether a node is an Input whose numbers are drawn, not written down: its shape may change without loss. */
export function isUnfilled({ op, node }: NodeAnalysis): boolean {
  return op?.kind === "Input" && node.values === undefined
}

/** Whether nobody has set the shape of such an Input yet: it may follow what is wired behind it. */
export function isUntouched(source: NodeAnalysis): boolean {
  return isUnfilled(source) && source.node.defaults?.includes("shape") === true
}

/**
 * The shape that an Input should get so that a fresh node of an op can stand behind it: null if the shape it has will do,
 * if no usual one does, or if the Input is filled or feeds something already.
 */
export function shapeBehind(analysis: Analysis, input: string, op: AnyOp, port: string): Shape | null {
  const source = analysis.nodes.get(input)
  const given = source?.outputs?.value
  if (source === undefined || !isUnfilled(source) || (analysis.leaving.get(input)?.length ?? 0) > 0) return null
  const { values } = attributesOf(op, { id: op.kind, op: op.kind, ...initialAttrs(op) })
  const others = Object.entries(op.inputs).some(([name, { optional }]) => name !== port && !optional)
  if (values === null || others) return null
  const takes = (shape: Shape): boolean => {
    const held = op.inputs[port]?.list === true ? [shape] : shape
    return !isProblem(op.shape({ attrs: values, shapes: { [port]: held }, mode: analysis.mode }))
  }
  // The one shape of an Input is no list of shapes.
  if (given === undefined || takes(given as Shape)) return null
  return USUAL_SHAPES.find(takes) ?? null
}

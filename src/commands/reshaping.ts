// A new Input has some shape; the first op that is put behind it says which one was meant.

import type { GradwireDocument } from "../graph/document.ts"
import { setAttr } from "../graph/edit.ts"
import { shapeBehind } from "../graph/inputShape.ts"
import type { Source } from "../graph/wire.ts"
import type { AnyOp } from "../ops/op.ts"
import { useAnalysis } from "../state/analysis.ts"
import { say } from "../state/messages.ts"
import { formatShape } from "../tensor/tensor.ts"

/** The document with the shape of an empty, unused Input changed to what an op behind it takes; that is said. */
export function reshaped(
  document: GradwireDocument,
  from: Source | null,
  op: AnyOp,
  port: string | null,
): GradwireDocument {
  if (from === null || port === null) return document
  const shape = shapeBehind(useAnalysis.getState().analysis, from.node, op, port)
  if (shape === null) return document
  say(`${from.node} now has the shape ${formatShape(shape)}, which ${op.title} takes.`)
  return setAttr(document, from.node, "shape", shape)
}

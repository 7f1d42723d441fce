// A new Input has some shape; the first op that is put behind it says which one was meant. A shape that was typed stays.

import type { GradwireDocument } from "../../../graph/document.ts"
import { suggestAttr } from "../../../graph/edit/edit.ts"
import { isUntouched, shapeBehind } from "../../../graph/edit/inputShape.ts"
import type { Source } from "../../../graph/wire.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { say } from "../../../state/messages.ts"
import { formatShape } from "../../../tensor/tensor.ts"

/** The document with the shape of an untouched, unused Input changed to what an op behind it takes; that is said. */
export function reshaped(
  document: GradwireDocument,
  from: Source | null,
  op: AnyOp,
  port: string | null,
): GradwireDocument {
  if (from === null || port === null) return document
  const { analysis } = useAnalysis.getState()
  const source = analysis.nodes.get(from.node)
  const shape = source !== undefined && isUntouched(source) ? shapeBehind(analysis, from.node, op, port) : null
  if (shape === null) return document
  say(`${from.node} now has the shape ${formatShape(shape)}, which ${op.title} takes.`)
  return suggestAttr(document, from.node, "shape", shape)
}

import { readNodes } from "../../graph/document.ts"
import { isValueProblem, readValue } from "../../graph/values/values.ts"
import { useDocument } from "../../state/document.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"

/** What the document holds as a node's value now; null if it is drawn from the seed or does not fit. */
export function keptValue(id: string, shape: Shape): Tensor | null {
  const literal = readNodes(useDocument.getState().document).find((node) => node.id === id)?.values?.value
  if (literal === undefined) return null
  const read = readValue(literal, shape, "float64")
  return isValueProblem(read) ? null : read
}

import { type GradwireDocument, isQuarantined, type ValueLiteral } from "../../graph/document.ts"
import { isValueProblem } from "../../graph/values/valueProblem.ts"
import { readValue } from "../../graph/values/values.ts"
import { useDocument } from "../../state/document.ts"
import { type Reading, windowOf } from "../../state/run/numbers.ts"
import { useRun } from "../../state/run/run.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { type Shape, sameShape, type Tensor } from "../../tensor/tensor.ts"

/** What the document holds as a node's value now; null if it is drawn from the seed, comes of the data or does not fit. */
export function keptValue(id: string, shape: Shape): Tensor | null {
  const literal = keptLiteral(useDocument.getState().document, id)
  if (literal === undefined) return null
  const read = readValue(literal, shape, "float64")
  return isValueProblem(read) ? null : read
}

/** The same as it is written; the same object while it is not changed. */
export function keptLiteral(document: GradwireDocument, id: string): ValueLiteral | undefined {
  const entry = document.nodes.find((node) => node.id === id && !isQuarantined(node))
  return entry === undefined || isQuarantined(entry) ? undefined : entry.values?.value
}

/** What the shown run put into an Input from the document's data, of the Input's own shape; undefined where it did not. */
export function fedTensor(id: string, shape: Shape): RunTensor | undefined {
  const { document } = useDocument.getState()
  const { result, status } = useRun.getState()
  if (!Object.hasOwn(document.data?.feeds ?? {}, id)) return undefined
  if (status.kind !== "trained" && result?.fed.has(id) !== true) return undefined
  const tensor = result?.at("value", `${id}:value`)
  return tensor !== undefined && sameShape(tensor.shape, shape) ? tensor : undefined
}

export function readFed(tensor: RunTensor | undefined): Reading<Tensor> | null {
  return tensor === undefined ? null : windowOf(tensor)
}

/** What a picture is put into: the numbers of the document, else those that the data have given and the page has read. */
export function valueNow(id: string, shape: Shape): Tensor | null {
  return keptValue(id, shape) ?? readFed(fedTensor(id, shape))?.now()?.is ?? null
}

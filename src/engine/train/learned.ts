// What was learned, written into the document it was learned from.

import type { GradwireDocument } from "../../graph/document.ts"
import { setValues } from "../../graph/edit.ts"
import { splitName } from "../../graph/planned.ts"
import { takenIds } from "../../graph/update.ts"
import { writeValue } from "../../graph/values.ts"
import type { Tensor } from "../../tensor/tensor.ts"

/**
 * The document with params and buffers as `values`, by `node.name`. Names of nodes that are no longer there are passed over:
 * the graph may have been edited since the training began.
 */
export function withLearned(
  document: GradwireDocument,
  params: ReadonlyMap<string, Tensor>,
  buffers: ReadonlyMap<string, Tensor>,
): GradwireDocument {
  const ids = takenIds(document)
  let next = document
  for (const [name, tensor] of [...params, ...buffers]) {
    const [id, rest] = splitName(name, ids) ?? []
    if (id !== undefined && rest !== undefined && rest !== "")
      next = setValues(next, id, rest.slice(1), writeValue(tensor))
  }
  return next
}

// What the classes of a graph are called: the names that the data of its document give them.

import { isDataProblem, planData } from "../../engine/data/make.ts"
import type { DataDocument } from "../../graph/document.ts"
import { useDocument } from "../document.ts"

// Pasted labels are read through to name their classes, and data are never changed in place.
const known = new WeakMap<DataDocument, readonly string[] | null>()

/** By index; null where the document has no data with classes. */
export function classNames(): readonly string[] | null {
  return namesIn(useDocument.getState().document.data)
}

/** For components; the same list while the data are the same. */
export function useClassNames(): readonly string[] | null {
  return useDocument(({ document }) => namesIn(document.data))
}

function namesIn(data: DataDocument | undefined): readonly string[] | null {
  if (data === undefined) return null
  const found = known.get(data)
  if (found !== undefined) return found
  const planned = planData({ ...data, validation: 0 })
  const fields = isDataProblem(planned) ? [] : Object.values(planned.plan.fields)
  const names = fields.find(({ role }) => role === "class")?.classes ?? null
  known.set(data, names)
  return names
}

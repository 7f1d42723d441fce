import type { DataDocument } from "../../graph/document.ts"
import { isDataProblem, planData } from "./make.ts"

// Pasted labels are read through to name their classes, and data are never changed in place.
const known = new WeakMap<DataDocument, readonly string[] | null>()

/** What the classes of a document's data are called, by index; null where it has no data with classes. */
export function classNamesIn(data: DataDocument | undefined): readonly string[] | null {
  if (data === undefined) return null
  const found = known.get(data)
  if (found !== undefined) return found
  const planned = planData({ ...data, validation: 0 })
  const fields = isDataProblem(planned) ? [] : Object.values(planned.plan.fields)
  const names = fields.find(({ role }) => role === "class")?.classes ?? null
  known.set(data, names)
  return names
}

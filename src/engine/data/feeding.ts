// Which field of the data goes to which Input, where the document has not said it yet.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { DataDocument } from "../../graph/document.ts"
import { sameShape, sizeOf } from "../../tensor/tensor.ts"
import type { DataPlan } from "./data.ts"
import { isDataProblem, planData } from "./make.ts"
import { dataPlaces } from "./places.ts"

/**
 * The data with those feeds whose fields they have; where none is left, each field goes where it fits. `fill`: fields that
 * feed nothing go to Inputs that are fed nothing as well.
 */
export function withFeeds(data: DataDocument, analysis: Analysis, fill = false): DataDocument {
  // What is held back says nothing about the fields, and may not suit the new examples yet.
  const planned = planData({ ...data, validation: 0 })
  if (isDataProblem(planned)) return data
  const { fields } = planned.plan
  const kept = Object.entries(data.feeds).filter(([, field]) => Object.hasOwn(fields, field))
  const feeds = kept.length > 0 && !fill ? Object.fromEntries(kept) : guessedFeeds(fields, analysis, kept)
  return { ...data, feeds }
}

/** Names of fields that are to be foretold. */
const TARGET = /^(?:y|t|targets?|labels?)\d*$/i

/**
 * Each field to the first free Input that takes it: class indices where classes are compared, numbers where an example's
 * shape fits; the Input of its own name first, then targets for what is named as one and other Inputs for the rest.
 */
function guessedFeeds(
  fields: DataPlan["fields"],
  analysis: Analysis,
  kept: readonly (readonly [input: string, field: string])[],
): { readonly [input: string]: string } {
  const feeds = new Map(kept)
  const taken = new Set(kept.map(([, field]) => field))
  const free = dataPlaces(analysis).filter(({ id }) => !feeds.has(id))
  for (const [field, { role, shape }] of Object.entries(fields)) {
    if (taken.has(field)) continue
    const fits = free.filter(({ classes }) => (classes !== null) === (role === "class"))
    const best = (some: typeof free) =>
      some.find(({ id }) => id === field) ?? some.find(({ target }) => target === TARGET.test(field)) ?? some[0]
    const exact = best(fits.filter(({ example }) => sameShape(example, shape)))
    const near = best(fits.filter(({ size }) => size === sizeOf(shape)))
    // Whose classes nothing compares yet.
    const unwired = free.find(({ example }) => sameShape(example, shape))
    const place = exact ?? near ?? (role === "class" ? (fits[0] ?? unwired) : undefined)
    if (place === undefined) continue
    feeds.set(place.id, field)
    free.splice(free.indexOf(place), 1)
  }
  return Object.fromEntries(feeds)
}

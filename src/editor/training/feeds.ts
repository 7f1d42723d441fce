// Which field of the data goes to which Input, where the document has not said it yet.

import { classesFed } from "../../engine/classes.ts"
import type { DataPlan } from "../../engine/data/data.ts"
import { isDataProblem, planData } from "../../engine/data/make.ts"
import type { Analysis } from "../../graph/analysis.ts"
import type { DataDocument } from "../../graph/document.ts"
import { singleShape } from "../../graph/shapes.ts"
import { type Shape, sameShape, sizeOf } from "../../tensor/tensor.ts"

/** Ids of the Inputs in document order. */
export function inputsOf(analysis: Analysis): readonly string[] {
  return [...analysis.nodes.values()].filter(({ node }) => node.op === "Input").map(({ id }) => id)
}

/** The data with those feeds whose fields they have; where none is left, each field goes where it fits. */
export function withFeeds(data: DataDocument, analysis: Analysis): DataDocument {
  // What is held back says nothing about the fields, and may not suit the new examples yet.
  const planned = planData({ ...data, validation: 0 })
  if (isDataProblem(planned)) return data
  const { fields } = planned.plan
  const kept = Object.entries(data.feeds).filter(([, field]) => Object.hasOwn(fields, field))
  return { ...data, feeds: kept.length > 0 ? Object.fromEntries(kept) : guessedFeeds(fields, analysis) }
}

/** Each field to the first free Input that takes it: class indices where classes are compared, numbers where an example's shape fits. */
function guessedFeeds(fields: DataPlan["fields"], analysis: Analysis): { readonly [input: string]: string } {
  const free = new Set(inputsOf(analysis))
  const feeds: Record<string, string> = {}
  for (const [field, { role, shape }] of Object.entries(fields)) {
    const fits = [...free].filter((id) => (classesFed(analysis, id) !== null) === (role === "class"))
    const exact = fits.find((id) => sameShape(exampleShape(analysis, id), shape))
    const near = fits.find((id) => sizeOf(exampleShape(analysis, id)) === sizeOf(shape))
    const input = exact ?? near ?? (role === "class" ? (fits[0] ?? unwired(free, analysis, shape)) : undefined)
    if (input === undefined) continue
    feeds[input] = field
    free.delete(input)
  }
  return feeds
}

/** An Input of this shape whose classes nothing compares yet. */
function unwired(free: ReadonlySet<string>, analysis: Analysis, shape: Shape): string | undefined {
  return [...free].find((id) => sameShape(exampleShape(analysis, id), shape))
}

/** Of one example: without the first axis. */
function exampleShape(analysis: Analysis, id: string): Shape {
  return singleShape(analysis.nodes.get(id)?.outputs?.value)?.slice(1) ?? []
}

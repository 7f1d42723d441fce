// Which field of the data goes to which Input, where the document has not said it yet.

import { classesFed } from "../../engine/classes.ts"
import type { DataPlan } from "../../engine/data/data.ts"
import type { Analysis } from "../../graph/analysis.ts"
import { isList } from "../../graph/shapes.ts"
import { type Shape, sameShape, sizeOf } from "../../tensor/tensor.ts"

/** Ids of the Inputs in document order. */
export function inputsOf(analysis: Analysis): readonly string[] {
  return [...analysis.nodes.values()].filter(({ node }) => node.op === "Input").map(({ id }) => id)
}

/** Each field to the first free Input that takes it: class indices where classes are compared, numbers where an example's shape fits. */
export function guessedFeeds(plan: DataPlan, analysis: Analysis): { readonly [input: string]: string } {
  const free = new Set(inputsOf(analysis))
  const feeds: Record<string, string> = {}
  for (const [field, { role, shape }] of Object.entries(plan.fields)) {
    const fits = [...free].filter((id) => (classesFed(analysis, id) !== null) === (role === "class"))
    const exact = fits.find((id) => sameShape(exampleShape(analysis, id), shape))
    const near = fits.find((id) => sizeOf(exampleShape(analysis, id)) === sizeOf(shape))
    const input = exact ?? near ?? (role === "class" ? fits[0] : undefined)
    if (input === undefined) continue
    feeds[input] = field
    free.delete(input)
  }
  return feeds
}

/** Of one example: without the first axis. */
function exampleShape(analysis: Analysis, id: string): Shape {
  const shape = analysis.nodes.get(id)?.outputs?.value
  return shape === undefined || isList(shape) ? [] : shape.slice(1)
}

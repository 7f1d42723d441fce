import type { ValueLiteral } from "../../../graph/document.ts"
import { MAX_CLASSES } from "../../../graph/limits.ts"
import { quote } from "../../../graph/problem.ts"
import { isValueProblem } from "../../../graph/values/valueProblem.ts"
import { literalShape, readValue } from "../../../graph/values/values.ts"
import { text } from "../../../ops/attributes/attrs.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { type DataFault, defineData, type FieldRule } from "../data.ts"

export const values = defineData({
  kind: "values",
  title: "Numbers of your own",
  summary: "Fields typed, pasted or dropped; the first axis of each counts the examples.",

  attrs: {
    labels: text({
      doc: "The field that holds class indices, if there is one; counted up from 0.",
      fallback: "labels",
    }),
    classes: text({ doc: "Names of the classes with commas between; default: their indices.", fallback: "" }),
  },

  plan: ({ attrs, values: given }) => {
    const names = Object.keys(given)
    if (names.length === 0) return { sentence: "no field has values yet; type, paste or drop some" }
    const fields: { [field: string]: FieldRule } = {}
    let first: { name: string; count: number } | null = null
    for (const name of names) {
      const shape = literalShape(given[name] ?? [])
      if (isValueProblem(shape)) return { field: name, sentence: `the field ${quote(name)} ${shape.sentence}` }
      const [count, ...each] = shape
      if (count === undefined) {
        return { field: name, sentence: `the field ${quote(name)} is a single number; expected a list of examples` }
      }
      first ??= { name, count }
      if (count !== first.count) {
        const sentence = `the field ${quote(name)} has ${count} examples, but ${quote(first.name)} has ${first.count}`
        return { field: name, sentence }
      }
      fields[name] = { doc: "Your own numbers.", shape: each, role: "number" }
    }
    const labels = fields[attrs.labels]
    if (labels !== undefined && labels.shape.length === 0) {
      const classes = classesOf(given[attrs.labels] ?? [], attrs)
      if (classes !== null && "sentence" in classes) return classes
      if (classes !== null) {
        fields[attrs.labels] = { doc: "The class of each example.", shape: [], role: "class", classes: classes.names }
      }
    }
    return { fields, count: first?.count ?? 0 }
  },

  generate: ({ values: given, dtype }) => {
    const made: { [field: string]: Tensor } = {}
    for (const [name, literal] of Object.entries(given)) {
      const shape = literalShape(literal)
      const tensor = isValueProblem(shape) ? shape : readValue(literal, shape, dtype)
      if (isValueProblem(tensor)) return { field: name, sentence: `the field ${quote(name)}: ${tensor.sentence}` }
      made[name] = tensor
    }
    return made
  },
})

/** The names of the classes; null if the numbers are no class indices. */
function classesOf(
  literal: ValueLiteral,
  attrs: { readonly labels: string; readonly classes: string },
): { readonly names: readonly string[] } | DataFault | null {
  const shape = literalShape(literal)
  const tensor = isValueProblem(shape) ? shape : readValue(literal, shape, "float64")
  if (isValueProblem(tensor))
    return { field: attrs.labels, sentence: `the field ${quote(attrs.labels)}: ${tensor.sentence}` }
  const indices = Array.from(tensor.data)
  const names = attrs.classes.split(",").map((name) => name.trim())
  const named = names.some((name) => name !== "")
  const most = named ? names.length : MAX_CLASSES
  const bad = indices.findIndex((index) => !Number.isInteger(index) || index < 0 || index >= most)
  if (bad >= 0 && !named) return null
  if (bad >= 0) {
    const range = `a class index from 0 to ${names.length - 1} (${names.map(quote).join(", ")})`
    return { field: attrs.labels, sentence: `${quote(attrs.labels)}[${bad}] is ${indices[bad]}, expected ${range}` }
  }
  const largest = indices.reduce((most, index) => Math.max(most, index), 0)
  return { names: named ? names : Array.from({ length: largest + 1 }, (_, index) => String(index)) }
}

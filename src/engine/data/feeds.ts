// From data to Inputs: which field feeds which Input, whether it fits, and the document as it is for a batch of so many
// examples.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { followers, withShapes } from "../../graph/measure/atBatch.ts"
import { count, type Problem, quote } from "../../graph/problem.ts"
import { didYouMean } from "../../graph/suggest.ts"
import { formatShape, type Shape, sameShape } from "../../tensor/tensor.ts"
import { classesFed } from "../classes.ts"
import type { DataField, DataSet, MadeData } from "./data.ts"

/** One Input and the field it takes. */
export interface Feed {
  readonly input: string
  readonly field: string
  /** Of one example. */
  readonly shape: Shape
}

/** The document's feeds, as far as they can be used, with a problem for each that cannot. */
export function readFeeds(
  analysis: Analysis,
  data: MadeData,
): { readonly feeds: readonly Feed[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const feeds: Feed[] = []
  const written = Object.entries(analysis.document.data?.feeds ?? {})
  for (const [input, name] of written) {
    const field = data.training.fields.get(name)
    const problem =
      inputProblem(analysis, input) ??
      (field === undefined
        ? fieldProblem(input, name, data.training)
        : (shapeProblem(analysis, input, name, field) ?? classProblem(analysis, input, name, data)))
    if (problem !== null) problems.push(problem)
    else if (field !== undefined) feeds.push({ input, field: name, shape: field.shape })
  }
  if (written.length === 0) problems.push(nothingFed(analysis, data.training))
  return { feeds, problems }
}

/**
 * The document made for a batch of data: the first axis of fed Inputs has its size, and their own values are left out; other
 * sources that follow the batch have as many examples.
 */
export function fedDocument(written: Analysis, feeds: readonly Feed[], size: number): GradwireDocument {
  const shapes = new Map<string, Shape>(feeds.map(({ input, shape }) => [input, [size, ...shape]]))
  for (const [id, shape] of followers(written, new Set(shapes.keys()), size)) shapes.set(id, shape)
  return withShapes(written.document, shapes)
}

function inputProblem(analysis: Analysis, input: string): Problem | null {
  const node = analysis.nodes.get(input)
  const path = `/data/feeds/${input}`
  const inputs = [...analysis.nodes.values()].filter(({ op }) => op?.kind === "Input").map(({ id }) => id)
  const known = inputs.length === 0 ? "the graph has no Input; add one" : `Inputs are ${inputs.join(", ")}`
  if (node === undefined) {
    const sentence = `The data feed ${quote(input)}, but there is no such node; ${known}.${didYouMean(input, inputs)}`
    return { code: "GW-R107", severity: "error", sentence, path }
  }
  if (node.op?.kind === "Input") return null
  const sentence = `The data feed "${input}", which is a ${node.op?.kind ?? node.node.op}; only an Input can be fed, and ${known}.`
  return { code: "GW-R107", severity: "error", sentence, node: input, path }
}

function fieldProblem(input: string, name: string, data: DataSet): Problem {
  const names = [...data.fields.keys()]
  const sentence = `The Input "${input}" is fed ${quote(name)}, but the data have no such field; they have ${names.join(", ")}.${didYouMean(name, names)}`
  return { code: "GW-R107", severity: "error", sentence, node: input, path: `/data/feeds/${input}` }
}

function nothingFed(analysis: Analysis, data: DataSet): Problem {
  const inputs = [...analysis.nodes.values()].filter(({ op }) => op?.kind === "Input").map(({ id }) => id)
  const sentence = `There are data (${[...data.fields.keys()].join(", ")}), but they feed no Input; choose a field for ${inputs.length === 0 ? "an Input, of which the graph has none yet" : inputs.join(" and ")}.`
  return { code: "GW-R107", severity: "error", sentence, path: "/data/feeds" }
}

/** The Input's shape without its first axis is one example's. */
function shapeProblem(analysis: Analysis, input: string, name: string, field: DataField): Problem | null {
  const shape = shapeOfInput(analysis, input)
  if (shape === null) return null
  const [found, wanted] = [formatShape(field.shape), formatShape(shape)]
  const common = { code: "GW-R108", severity: "error", node: input, attr: "shape", found, expected: wanted } as const
  if (shape.length === 0) {
    const sentence = `The Input "${input}" is a scalar and has no axis for a batch; make its shape [1${field.shape.map((n) => `, ${n}`).join("")}] for ${quote(name)}.`
    return { ...common, sentence }
  }
  if (sameShape(shape.slice(1), field.shape)) return null
  const fitting = ["N", ...field.shape].join("×")
  const sentence = `An example of ${quote(name)} is ${found}, but the Input "${input}" is ${wanted}, a batch of ${formatShape(shape.slice(1))}; make it ${fitting}.`
  return { ...common, sentence }
}

function shapeOfInput(analysis: Analysis, input: string): Shape | null {
  const held = analysis.nodes.get(input)?.outputs?.value
  const sizes = held?.filter((n): n is number => typeof n === "number")
  return held !== undefined && sizes !== undefined && sizes.length === held.length ? sizes : null
}

/** Fields that feed class-index ports hold such indices, or the number that the loss leaves out. */
function classProblem(analysis: Analysis, input: string, name: string, data: MadeData): Problem | null {
  const classes = classesFed(analysis, input)
  if (classes === null) return null
  const ignored = (analysis.leaving.get(input) ?? []).map(
    ({ to }) => analysis.nodes.get(to.node)?.context?.attrs.ignore_index,
  )
  for (const [part, set] of [["training", data.training] as const, ["validation", data.validation] as const]) {
    const values = set?.fields.get(name)?.tensor.data
    const wrong = values?.findIndex((c) => !(Number.isInteger(c) && c >= 0 && c < classes) && !ignored.includes(c))
    if (values === undefined || set === null || wrong === undefined || wrong < 0) continue
    const example = Math.floor(wrong / Math.max(1, values.length / set.count))
    const found = String(values[wrong]).replace("-", "−")
    const sentence = `Example ${count(example)} of the ${part} data has the class ${found} in ${quote(name)}, but the graph has ${count(classes)} classes, 0 to ${count(classes - 1)}; give the last layer more outputs or mend the data.`
    return { code: "GW-R109", severity: "error", sentence, node: input, found, expected: `0 to ${classes - 1}` }
  }
  return null
}

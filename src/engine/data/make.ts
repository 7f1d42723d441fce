// From the document's `data` to examples: the source is asked for its plan, the plan is held to the limits, the examples are
// made and split. The same document and seed give the same examples for ever.

import type { Code } from "../../graph/codes.ts"
import type { DataDocument } from "../../graph/document.ts"
import { MAX_DATA_ELEMENTS } from "../../graph/limits.ts"
import { count, type Problem, quote } from "../../graph/problem.ts"
import { didYouMean } from "../../graph/suggest.ts"
import { pointer } from "../../graph/text/report.ts"
import { readAttrs } from "../../ops/attributes/readAttrs.ts"
import { randomStream } from "../../tensor/random.ts"
import { type Dtype, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { firstNonFinite } from "../faults.ts"
import {
  type AnyDataSource,
  type DataFault,
  type DataField,
  type DataPlan,
  type DataSet,
  isDataFault,
  type MadeData,
} from "./data.ts"
import { dataSources } from "./registry.ts"
import { splitData, splitRows, takeExamples } from "./split.ts"

/** A source whose attributes and plan are sound. */
interface PlannedData {
  readonly source: AnyDataSource
  readonly attrs: { readonly [name: string]: unknown }
  readonly plan: DataPlan
}

/** True for what is wrong, where data were asked for. */
export function isDataProblem(answer: object): answer is Problem {
  return "severity" in answer
}

/**
 * What the data will be, without making them: every field's rule and how many examples. The problem, if there is one,
 * points at `source`, an attribute of it, or a field of `values`.
 */
export function planData(data: DataDocument): PlannedData | Problem {
  const { kind, ...raw } = data.source
  const source = dataSources.get(kind)
  if (source === undefined) {
    const kinds = [...dataSources.keys()]
    const sentence = `There are no data of kind ${quote(kind)}; there are ${kinds.join(", ")}.${didYouMean(kind, kinds)}`
    return problem("GW-D101", sentence, "/data/source/kind")
  }
  const { values: attrs, problems } = readAttrs(source.attrs, raw)
  const [first] = problems
  if (attrs === null) {
    const sentence = first?.sentence ?? "an attribute is wrong"
    return problem("GW-D102", `The data "${kind}": ${sentence}.`, `/data/source/${first?.attr ?? ""}`)
  }
  const plan = source.plan({ attrs, values: data.values ?? {} })
  if (isDataFault(plan)) return faultProblem(source, plan)
  return overLimit(plan) ?? splitFault(data, plan) ?? { source, attrs, plan }
}

/** The examples of a document's data, split into those to train on and those held back. Never throws for what a document holds. */
export function makeData(data: DataDocument, seed: number, dtype: Dtype): MadeData | Problem {
  const planned = planData(data)
  if (isDataProblem(planned)) return planned
  const { plan } = planned
  const all = makePart(data, planned, "training", plan.count, seed, dtype)
  if (isDataProblem(all)) return all
  if (plan.validation) {
    const validation = makePart(data, planned, "validation", plan.validation, seed, dtype)
    return isDataProblem(validation) ? validation : { training: all, validation }
  }
  return splitData(all, data.validation ?? 0, seed)
}

/**
 * The first `many` of the examples that are trained on, or all where there are fewer: the numbers that makeData has there,
 * without making the rest.
 */
export function makeFirst(data: DataDocument, seed: number, dtype: Dtype, many: number): DataSet | Problem {
  const planned = planData(data)
  if (isDataProblem(planned)) return planned
  const { plan } = planned
  const split = plan.validation ? null : splitRows(plan.count, data.validation ?? 0, seed)
  const rows = split?.training.slice(0, many) ?? Array.from({ length: Math.min(many, plan.count) }, (_, row) => row)
  // More examples begin with the same ones.
  const made = makePart(data, planned, "training", (rows.at(-1) ?? -1) + 1, seed, dtype)
  return isDataProblem(made) ? made : takeExamples(made, rows)
}

/** The first `many` examples of a part, before any are held back. */
function makePart(
  data: DataDocument,
  { source, attrs, plan }: PlannedData,
  part: "training" | "validation",
  many: number,
  seed: number,
  dtype: Dtype,
): DataSet | Problem {
  const random = (name: string) => randomStream(seed, `data:${source.kind}:${part}`, name)
  const made = source.generate({ attrs, values: data.values ?? {}, count: many, part, random, dtype })
  if (isDataFault(made)) return faultProblem(source, made)
  const fields = new Map<string, DataField>()
  for (const [name, rule] of Object.entries(plan.fields)) {
    const tensor = made[name]
    if (tensor === undefined) throw new Error(`the data "${source.kind}" planned a field "${name}" and made none`)
    const bad = firstNonFinite(tensor)
    if (bad >= 0) return notFinite(source, name, tensor, bad)
    fields.set(name, { ...rule, tensor })
  }
  return { count: many, fields }
}

function overLimit(plan: DataPlan): Problem | null {
  const each = Object.values(plan.fields).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const examples = plan.count + (plan.validation ?? 0)
  if (examples * each <= MAX_DATA_ELEMENTS) return null
  const found = `${count(examples)} examples of ${count(each)} numbers each are ${count(examples * each)}`
  const most = count(Math.floor(MAX_DATA_ELEMENTS / each))
  const advice = `the limit is ${count(MAX_DATA_ELEMENTS)}, so at most ${most} examples`
  return problem("GW-D103", `The data are too large: ${found}; ${advice}.`, "/data/source")
}

function splitFault(data: DataDocument, plan: DataPlan): Problem | null {
  const share = data.validation ?? 0
  if (plan.count === 0) return problem("GW-D105", "The data have no examples; give at least one.", "/data")
  if (share === 0) return null
  if (plan.validation) {
    const both = `${count(plan.validation)} examples for validation, and a share of ${share} is to be kept for it as well`
    return problem("GW-D105", `The data make ${both}; keep one of the two.`, "/data/validation")
  }
  const held = Math.round(plan.count * share)
  if (held > 0 && held < plan.count) return null
  const side = held === 0 ? "none to validate on" : "none to train on"
  const sentence = `Holding back ${share} of ${count(plan.count)} examples leaves ${side}; give more examples or another share.`
  return problem("GW-D105", sentence, "/data/validation")
}

function faultProblem(source: AnyDataSource, { attr, field, sentence }: DataFault): Problem {
  const path =
    attr !== undefined ? `/data/source/${attr}` : field !== undefined ? pointer(["data", "values", field]) : "/data"
  return problem(attr === undefined ? "GW-D104" : "GW-D102", `The data "${source.kind}": ${sentence}.`, path)
}

/** Settings near the largest float can make it: noise of 1e38. */
function notFinite(source: AnyDataSource, field: string, { shape, data }: Tensor, index: number): Problem {
  const example = Math.floor(index / sizeOf(shape.slice(1)))
  const found = Number.isNaN(data[index]) ? "NaN" : "infinite"
  const sentence = `the field ${quote(field)} is ${found} in example ${count(example)}; make the settings smaller`
  return faultProblem(source, { sentence })
}

function problem(code: Code, sentence: string, path: string): Problem {
  return { code, severity: "error", sentence, path }
}

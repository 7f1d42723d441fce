// The document's data as they can be looked at: pictures, points, or rows of numbers.

import type { DataField, DataSet, MadeData } from "../../../../engine/data/data.ts"
import { isDataProblem, makeData, planData } from "../../../../engine/data/make.ts"
import type { DataDocument } from "../../../../graph/document.ts"
import { sizeOf, type Tensor } from "../../../../tensor/tensor.ts"
import type { Dot } from "./Scatter.tsx"

export type Preview =
  | { readonly kind: "problem"; readonly sentence: string }
  | { readonly kind: "large"; readonly elements: number }
  | { readonly kind: "data"; readonly made: MadeData }

/** Numbers that the page makes for a look; more are made only by the training's own worker. */
const MOST_ELEMENTS = 1e6
/** Points that are drawn of each part; of more, some spread evenly over all. */
const MOST_DOTS = 1000

export function previewOf(data: DataDocument, seed: number): Preview {
  const plan = planData(data)
  if (isDataProblem(plan)) return { kind: "problem", sentence: plan.sentence }
  const each = Object.values(plan.plan.fields).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
  const elements = each * (plan.plan.count + (plan.plan.validation ?? 0))
  if (elements > MOST_ELEMENTS) return { kind: "large", elements }
  const made = makeData(data, seed, "float32")
  return isDataProblem(made) ? { kind: "problem", sentence: made.sentence } : { kind: "data", made }
}

/** One example of a field, without the axis that counts them. */
export function exampleOf({ tensor, shape }: DataField, index: number): Tensor {
  const size = sizeOf(shape)
  return { shape, data: tensor.data.subarray(index * size, (index + 1) * size) }
}

/** The field of class indices, if there is one. */
export function classField(set: DataSet): DataField | null {
  return [...set.fields.values()].find(({ role }) => role === "class") ?? null
}

/** The field of pictures, if there is one: rows and columns of more than one. */
export function pictureField(set: DataSet): DataField | null {
  return (
    [...set.fields.values()].find(({ shape }) => shape.length >= 2 && shape.slice(-2).every((size) => size > 1)) ?? null
  )
}

export interface Dots {
  readonly dots: readonly Dot[]
  /** Examples that there are; more than dots where there are very many. */
  readonly of: number
  readonly axes: readonly [string, string]
}

/** Examples of two numbers as points: one field of two, or two fields of one. Null elsewhere. */
export function dotsOf({ training, validation }: MadeData): Dots | null {
  const numbers = [...training.fields].filter(([, { role }]) => role === "number")
  const sizes = numbers.map(([, { shape }]) => sizeOf(shape)).join()
  const [first, second = first] = numbers.map(([name]) => name)
  if (first === undefined || second === undefined || (sizes !== "2" && sizes !== "1,1")) return null
  const together = sizes === "2"
  return {
    dots: [...dotsOfSet(training, [first, second], false), ...dotsOfSet(validation, [first, second], true)],
    of: training.count + (validation?.count ?? 0),
    axes: together ? [`${first}[0]`, `${first}[1]`] : [first, second],
  }
}

function dotsOfSet(set: DataSet | null, [first, second]: readonly [string, string], held: boolean): readonly Dot[] {
  const [a, b] = [set?.fields.get(first)?.tensor.data, set?.fields.get(second)?.tensor.data]
  if (set === null || a === undefined || b === undefined) return []
  const classes = classField(set)?.tensor.data
  const shown = Math.min(MOST_DOTS, set.count)
  return Array.from({ length: shown }, (_, k) => {
    const i = Math.floor((k * set.count) / shown)
    const [x = 0, y = 0] = first === second ? [a[2 * i], a[2 * i + 1]] : [a[i], b[i]]
    return { x, y, group: classes?.[i] ?? null, held }
  })
}

// The document's data as they can be looked at: pictures, points, or rows of numbers.

import type { DataField, DataSet, MadeData } from "../../engine/data/data.ts"
import { isDataProblem, makeData, planData } from "../../engine/data/make.ts"
import type { DataDocument } from "../../graph/document.ts"
import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { Dot } from "./Scatter.tsx"

export type Preview =
  | { readonly kind: "problem"; readonly sentence: string }
  | { readonly kind: "large"; readonly elements: number }
  | { readonly kind: "data"; readonly made: MadeData }

/** Numbers that the page makes for a look; more are made only by the training's own worker. */
const MOST_ELEMENTS = 4e6

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

/** Points of all examples where they have two numbers: one field of two, or two fields of one. Null elsewhere. */
export function dotsOf(
  made: MadeData,
): { readonly dots: readonly Dot[]; readonly axes: readonly [string, string] } | null {
  const numbers = [...made.training.fields].filter(([, { role }]) => role === "number")
  const [first, second] = numbers
  if (first === undefined) return null
  const sizes = numbers.map(([, { shape }]) => sizeOf(shape))
  const together = numbers.length === 1 && sizes[0] === 2
  if (!together && !(numbers.length === 2 && sizes[0] === 1 && sizes[1] === 1)) return null
  const dots = ([made.training, made.validation] as const).flatMap((set, part) => {
    const [a, b] = [set?.fields.get(first[0]), second && set?.fields.get(second[0])]
    const classes = set === null ? null : classField(set)
    return Array.from({ length: set?.count ?? 0 }, (_, i): Dot => {
      const [x, y] = together
        ? [a?.tensor.data[2 * i], a?.tensor.data[2 * i + 1]]
        : [a?.tensor.data[i], b?.tensor.data[i]]
      return { x: x ?? 0, y: y ?? 0, group: classes?.tensor.data[i] ?? null, held: part === 1 }
    })
  })
  return { dots, axes: together ? [`${first[0]}[0]`, `${first[0]}[1]`] : [first[0], second?.[0] ?? ""] }
}

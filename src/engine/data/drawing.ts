// What several sources of data share.

import { int, number } from "../../ops/attributes/attrs.ts"
import type { Random } from "../../tensor/random.ts"
import { type Dtype, type Tensor, zeros } from "../../tensor/tensor.ts"
import type { DataFault, DataPlan } from "./data.ts"

/** The attribute `count`; `doc` says of what. */
export function countAttr(doc: string, fallback = 20) {
  return int({ doc, fallback, min: 1, max: 2 ** 20 })
}

/** The attribute `validation_count`, of pictures. */
export function validationCountAttr() {
  return int({
    doc: "Pictures of each class to validate on, made besides. 0: none; the share held back counts.",
    fallback: 0,
    min: 0,
    max: 2 ** 20,
  })
}

/** The attribute `noise`: a standard deviation. */
export function noiseAttr(fallback: number) {
  return number({ doc: "Standard deviation of the noise.", fallback, min: 0 })
}

/** The plan of points in the plane, `count` of each of `classes`. */
export function pointsPlan(count: number, classes: number): DataPlan {
  return {
    count: count * classes,
    fields: {
      points: { doc: "A point of the plane: x₁ and x₂.", shape: [2], role: "number" },
      labels: {
        doc: "The class of the point.",
        shape: [],
        role: "class",
        classes: Array.from({ length: classes }, (_, index) => String(index)),
      },
    },
  }
}

/** Points with their classes in turn: 0, 1, …, 0, 1, …; `point` draws one of a class. */
export function drawPoints(
  count: number,
  classes: number,
  dtype: Dtype,
  point: (label: number) => readonly [x1: number, x2: number],
): { readonly points: Tensor; readonly labels: Tensor } {
  const points = zeros([count, 2], dtype)
  const labels = zeros([count], dtype)
  for (let i = 0; i < count; i++) {
    const label = i % classes
    points.data.set(point(label), 2 * i)
    labels.data[i] = label
  }
  return { points, labels }
}

/** The stretch of x on which a curve is looked at, in units of x. */
export const rangeAttrs = {
  low: number({ doc: "Least x.", fallback: -1 }),
  high: number({ doc: "Largest x.", fallback: 1 }),
}

/** The plan of a curve y(x) with `count` points, unless its range is the wrong way round. */
export function curvePlan(attrs: {
  readonly count: number
  readonly low: number
  readonly high: number
}): DataPlan | DataFault {
  const { low, high } = attrs
  if (low > high) return { attr: "low", sentence: `"low" is ${low}, above "high" ${high}; exchange them` }
  return {
    count: attrs.count,
    fields: {
      x: { doc: "Where the curve is looked at.", shape: [1], role: "number" },
      y: { doc: "The curve there, with noise.", shape: [1], role: "number" },
    },
  }
}

/** x uniform in [low, high), y = curve(x) with noise. */
export function drawCurve(
  count: number,
  dtype: Dtype,
  random: Random,
  { low, high, noise }: { readonly low: number; readonly high: number; readonly noise: number },
  curve: (x: number) => number,
): { readonly x: Tensor; readonly y: Tensor } {
  const x = zeros([count, 1], dtype)
  const y = zeros([count, 1], dtype)
  for (let i = 0; i < count; i++) {
    const at = low + (high - low) * random.uniform()
    x.data[i] = at
    y.data[i] = curve(at) + noise * random.normal()
  }
  return { x, y }
}

/** 0 … n − 1 in an order that the stream draws (Fisher and Yates). */
export function shuffledIndices(n: number, random: Random): number[] {
  const order = Array.from({ length: n }, (_, i) => i)
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = kept
  }
  return order
}

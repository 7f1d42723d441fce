// Ops that normalise, seen as one array with the axes that share a mean, and the three terms of their gradient.

import { normalizing } from "../../../graph/measure/normalizedSet.ts"
import { broadcast2 } from "../../../tensor/broadcast.ts"
import { meanOver, varOver } from "../../../tensor/reduce.ts"
import { reshape, type Shape, type Tensor } from "../../../tensor/tensor.ts"
import type { LocalNode } from "../../explain/terms/local.ts"

/** The input of a norm, and the axes of it over which each mean is taken. */
export interface NormalizedView {
  readonly shape: Shape
  readonly axes: readonly number[]
  /** Shape under which the weight broadcasts against the input. */
  readonly weight: Shape
}

/** Null for ops that do not subtract a mean of their own input. */
export function normalizedView({ node, context }: LocalNode): NormalizedView | null {
  const input = context.shapes.input as Shape | undefined // norms have one plain input
  const means = normalizing(node, "train")
  if (input === undefined || means?.of !== "mean and variance" || means.given !== undefined) return null
  const shape: number[] = []
  const axes: number[] = []
  for (const [axis, size] of input.entries()) {
    const share = means.over[axis] ?? "own"
    // Groups of neighbours become an axis of groups and one of what lies in a group.
    if (typeof share === "number") shape.push(share)
    if (share !== "own") axes.push(shape.length)
    shape.push(typeof share === "number" ? size / share : size)
  }
  const weight = input.map((size, axis) => (means.scale?.includes(axis) === true ? size : 1))
  return { shape, axes, weight }
}

/** The terms of a norm's input gradient, each in the shape of the input. */
export interface NormTerms {
  readonly direct: Tensor
  readonly mean: Tensor
  readonly variance: Tensor
  readonly withoutNormal: Tensor
  readonly withoutDeviation: Tensor
}

/**
 * dX = g/s − mean(g)/s − x̂ · mean(g x̂)/s with g = γ dY, s = √(σ² + ε), x̂ = (x − μ)/s: the three terms, and the last one
 * without x̂ and without x − μ alone. All have the input's shape.
 */
export function gradientTerms(local: LocalNode, grad: Tensor): NormTerms | null {
  const view = normalizedView(local)
  const input = local.context.inputs.input as Tensor | undefined // norms have one plain input
  const { eps } = local.context.attrs
  if (view === null || input === undefined || typeof eps !== "number") return null
  const weight = local.context.params.weight
  const times = (a: Tensor, b: Tensor): Tensor => broadcast2(a, b, (x, y) => x * y)
  const scaled = weight == null ? grad : times(grad, reshape(weight, view.weight))
  const x = reshape(input, view.shape)
  const g = reshape(scaled, view.shape)
  const mu = meanOver(x, view.axes)
  const inverse = broadcast2(varOver(x, mu, view.axes, 0), g, (v) => 1 / Math.sqrt(v + eps))
  const normal = times(
    broadcast2(x, mu, (a, b) => a - b),
    inverse,
  )
  const flat = times(inverse, meanOver(times(g, normal), view.axes))
  const back = (tensor: Tensor): Tensor => reshape(tensor, input.shape)
  return {
    direct: back(times(g, inverse)),
    mean: back(times(inverse, meanOver(g, view.axes))),
    variance: back(times(normal, flat)),
    withoutNormal: back(flat),
    withoutDeviation: back(times(inverse, flat)),
  }
}

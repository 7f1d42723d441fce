// Ops that normalise, seen as one array with the axes that share a mean, and the three terms of their gradient.

import { broadcast2 } from "../../tensor/broadcast.ts"
import { meanOver, varOver } from "../../tensor/reduce.ts"
import { reshape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { LocalNode } from "../explain/local.ts"

export interface NormalizedView {
  readonly shape: Shape
  readonly axes: readonly number[]
  /** Shape under which the weight broadcasts against the input. */
  readonly weight: Shape
}

/** Null for ops that do not subtract a mean of their own input. */
export function normalizedView({ node, context }: LocalNode): NormalizedView | null {
  const input = context.shapes.input as Shape | undefined // norms have one plain input
  if (input === undefined) return null
  const axes = input.map((_, axis) => axis)
  const channels = [1, input[1] ?? 1, ...axes.slice(2).map(() => 1)]
  switch (node.op.kind) {
    case "BatchNorm1d":
    case "BatchNorm2d":
      return { shape: input, axes: axes.filter((axis) => axis !== 1), weight: channels }
    case "InstanceNorm2d":
      // C×H×W is one example without its batch axis.
      return { shape: input, axes: axes.slice(-2), weight: input.length === 3 ? [input[0] ?? 1, 1, 1] : channels }
    case "LayerNorm": {
      const own = context.attrs.normalized_shape
      const count = Array.isArray(own) ? own.length : 1
      return { shape: input, axes: axes.slice(axes.length - count), weight: input.slice(axes.length - count) }
    }
    case "GroupNorm": {
      const groups = Number(context.attrs.num_groups)
      const [n = 1] = input
      return { shape: [n, groups, sizeOf(input) / (n * groups)], axes: [2], weight: channels }
    }
    default:
      return null
  }
}

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

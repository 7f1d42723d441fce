// Normalisations: running statistics for those of the batch, n − 1 for n, other axes, no ε, no mean, no root; and the terms of
// their gradient that are forgotten.

import type { AnyBackwardContext, AnyForwardContext, AnyOp } from "../../../ops/op.ts"
import { broadcast2, sumTo } from "../../../tensor/broadcast.ts"
import { countOver, meanOver, sumOver, varOver } from "../../../tensor/reduce.ts"
import { castTo, reshape, type Shape, type Tensor } from "../../../tensor/tensor.ts"
import { gradientTerms, type NormalizedView, normalizedView } from "../rerun/normalized.ts"
import {
  back,
  given,
  type Mistake,
  type MistakeRule,
  one,
  rightBack,
  type Suspect,
  withAttrs,
  withForward,
} from "./mistake.ts"

export const normMistakes: MistakeRule = function* (suspect): Generator<Mistake> {
  const { op, at } = suspect
  const view = normalizedView({ node: suspect.node, context: at, outputs: suspect.outputs })
  if (typeof at.attrs.eps === "number" && at.attrs.eps > 0)
    yield { words: "ε is missing", phase: "forward", op: withAttrs(op, { eps: 0 }) }
  if (view === null) return
  if (usesRunning(at) !== null) yield otherStatistics(op, at)
  if (usesRunning(at) === true) return
  const own: Normal = { ...view, correction: 0, eps: Number(at.attrs.eps), by: "deviation", centred: true }
  if (countOver(own.shape, own.axes) > 1) {
    const words = "it is normalised by the variance with n − 1 instead of n"
    yield { words, phase: "forward", op: byHand(op, { ...own, correction: 1 }) }
  }
  for (const { words, axes } of otherAxes(op.kind, own.shape.length))
    yield { words, phase: "forward", op: byHand(op, { ...own, axes }) }
  yield {
    words: "it is divided by the variance, not by its root",
    phase: "value",
    op: byHand(op, { ...own, by: "variance" }),
  }
  yield { words: "it is not divided by the deviation", phase: "value", op: byHand(op, { ...own, by: "nothing" }) }
  yield { words: "the mean is not subtracted", phase: "value", op: byHand(op, { ...own, centred: false }) }
  yield* lostTerms(suspect)
}

/** Whether running statistics are used now; null if the op keeps none. */
function usesRunning({ mode, attrs, buffers }: AnyForwardContext): boolean | null {
  if (buffers.running_mean == null || attrs.track_running_stats !== true) return null
  return mode === "eval"
}

function otherStatistics(op: AnyOp, at: AnyForwardContext): Mistake {
  const running = usesRunning(at) !== true
  const words = running
    ? "the running mean and variance were used instead of the batch's own"
    : "the batch's own mean and variance were used instead of the running ones"
  return { words, phase: "forward", op: given(op, (context) => ({ ...context, mode: running ? "eval" : "train" })) }
}

function otherAxes(
  kind: string,
  rank: number,
): readonly { readonly words: string; readonly axes: readonly number[] }[] {
  const last = rank - 1
  if (kind === "BatchNorm2d")
    return [
      { words: "each example is normalised by itself, as instance norm does", axes: [2, 3] },
      { words: "each example is normalised over all its channels, as layer norm does", axes: [1, 2, 3] },
      { words: "each pixel has a mean of its own: only the batch was averaged over", axes: [0] },
      { words: "all channels share one mean", axes: [0, 1, 2, 3] },
    ]
  if (kind === "InstanceNorm2d" && rank === 4)
    return [{ words: "the batch shares one mean, as in batch norm", axes: [0, 2, 3] }]
  if (kind === "BatchNorm1d" && rank === 2)
    return [
      { words: "each row is normalised, not each column: over axis 1 instead of the batch", axes: [1] },
      { words: "all numbers share one mean", axes: [0, 1] },
    ]
  if (kind === "LayerNorm" && rank > 1)
    return [
      { words: "it runs over the batch (axis 0) instead of the last axis", axes: [0] },
      { words: "all numbers share one mean", axes: [...Array(last + 1).keys()] },
    ]
  return []
}

interface Normal extends NormalizedView {
  readonly correction: number
  readonly eps: number
  readonly by: "deviation" | "variance" | "nothing"
  readonly centred: boolean
}

/** The normalisation from its definition, with other axes, divisors or terms. */
function byHand(op: AnyOp, normal: Normal): AnyOp {
  const value = withForward(op, (at) => {
    const z = normalised(one(at.inputs.input), normal).z
    return shifted(reshape(z, one(at.inputs.input).shape), at, normal.weight)
  })
  // Where the value is not of the form z = (x − μ)/√(σ² + ε), what people send back is not known: the right rule stays.
  if (normal.by !== "deviation" || !normal.centred) return value
  return {
    ...value,
    backward: {
      ...op.backward,
      input: (at) => backByHand(at, normal),
      ...(op.backward.weight ? { weight: (at: AnyBackwardContext) => weightBack(at, normal) } : {}),
    },
  }
}

function normalised(input: Tensor, { shape, axes, correction, eps, by, centred }: Normal) {
  const x = reshape(input, shape)
  const mu = meanOver(x, axes)
  const spread = varOver(x, mu, axes, correction)
  const divisor = (v: number): number => (by === "variance" ? v + eps : by === "nothing" ? 1 : Math.sqrt(v + eps))
  const z = broadcast2(
    broadcast2(x, mu, (a, b) => (centred ? a - b : a)),
    spread,
    (a, v) => a / divisor(v),
  )
  return { z, spread }
}

function shifted(z: Tensor, { params }: AnyForwardContext, weight: Shape): Tensor {
  const scaled = params.weight == null ? z : broadcast2(z, reshape(params.weight, weight), (a, w) => a * w)
  return params.bias == null ? scaled : broadcast2(scaled, reshape(params.bias, weight), (a, b) => a + b)
}

/** dX = (g − mean(g) − x̂ Σ(g x̂)/(n − c))/√(σ² + ε), with g = γ dY and c the correction of the variance. */
function backByHand(at: AnyBackwardContext, normal: Normal): Tensor {
  const { shape, axes, correction, eps } = normal
  const grad = one(at.grad.output)
  const { weight } = at.params
  const g = reshape(weight == null ? grad : broadcast2(grad, reshape(weight, normal.weight), (a, w) => a * w), shape)
  const { z, spread } = normalised(one(at.inputs.input), normal)
  const n = countOver(shape, axes) - correction
  const along = sumOver(
    broadcast2(g, z, (a, b) => a * b),
    axes,
  )
  const kept = broadcast2(
    broadcast2(g, meanOver(g, axes), (a, b) => a - b),
    broadcast2(z, along, (a, b) => (a * b) / n),
    (a, b) => a - b,
  )
  return reshape(
    broadcast2(kept, spread, (a, v) => a / Math.sqrt(v + eps)),
    grad.shape,
  )
}

function weightBack(at: AnyBackwardContext, normal: Normal): Tensor {
  const grad = one(at.grad.output)
  const z = reshape(normalised(one(at.inputs.input), normal).z, grad.shape)
  const product = broadcast2(grad, z, (a, b) => a * b)
  const summed = sumTo(product, normal.weight)
  return at.params.weight == null ? summed : reshape(summed, at.params.weight.shape)
}

const MEAN_TERM = "\\frac{1}{n \\sqrt{\\sigma^2 + \\epsilon}} \\sum_k \\gamma\\, \\frac{\\partial L}{\\partial y_k}"
const VARIANCE_TERM =
  "\\frac{\\hat{x}_i}{n \\sqrt{\\sigma^2 + \\epsilon}} \\sum_k \\gamma\\, \\frac{\\partial L}{\\partial y_k}\\, \\hat{x}_k"

/** The gradient without one of its terms, or without a factor of one. */
function* lostTerms({ op, node }: Suspect): Generator<Mistake> {
  type Terms = NonNullable<ReturnType<typeof gradientTerms>>
  const lost = (of: (terms: Terms) => Tensor): AnyOp =>
    back(op, "input", (at) => {
      const terms = gradientTerms({ node, context: at, outputs: at.outputs }, castTo(one(at.grad.output), "float64"))
      return terms === null ? rightBack(op, "input", at) : of(terms)
    })
  const phase = "backward"
  const part = "the term through σ² has lost this factor"
  yield {
    words: "the term through the mean μ is missing",
    tex: MEAN_TERM,
    phase,
    op: lost((t) => minus(t.direct, t.variance)),
  }
  yield {
    words: "the term through the variance σ² is missing",
    tex: VARIANCE_TERM,
    phase,
    op: lost((t) => minus(t.direct, t.mean)),
  }
  yield {
    words: "the terms through μ and through σ² are missing: they were taken for constants",
    phase,
    op: lost((t) => t.direct),
  }
  yield {
    words: `${part}, as in the form printed in the course's solution`,
    tex: "x_i - \\mu",
    phase,
    op: lost((t) => minus(minus(t.direct, t.mean), t.withoutDeviation)),
  }
  yield { words: part, tex: "\\hat{x}_i", phase, op: lost((t) => minus(minus(t.direct, t.mean), t.withoutNormal)) }
  const weight = back(op, "weight", (at) => rightBack(op, "bias", at))
  if (op.backward.weight && op.backward.bias)
    yield { words: "∂L/∂γ was formed without x̂: it is the sum for β", phase, op: weight }
}

function minus(a: Tensor, b: Tensor): Tensor {
  return broadcast2(a, b, (x, y) => x - y)
}

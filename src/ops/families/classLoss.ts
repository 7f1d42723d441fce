// What cross-entropy and the negative log-likelihood share: losses of places, weighted by class, reduced.

import type { FastClassLoss } from "../../kernels/rows/fast.ts"
import { type Around, around } from "../../tensor/axis.ts"
import { broadcastTo, sumTo } from "../../tensor/broadcast.ts"
import { map } from "../../tensor/elementwise.ts"
import { classWeightGradients, countClasses, placeLosses } from "../../tensor/net/crossEntropy.ts"
import {
  castTo,
  type Dtype,
  dtypeOf,
  reshape,
  type Shape,
  sameShape,
  sizeOf,
  type Tensor,
} from "../../tensor/tensor.ts"
import type { Axis } from "../axisNames.ts"
import { float } from "../torch.ts"
import { classAxis, withoutClasses } from "./classes.ts"
import type { Reduction } from "./losses.ts"

interface At {
  readonly attrs: { readonly reduction: Reduction; readonly ignore_index: number }
  readonly inputs: { readonly target: Tensor; readonly weight: Tensor | undefined }
  readonly shapes: { readonly input: Shape }
  readonly dtype: Dtype
}

/** What the losses are made of: logarithms of probabilities, and the share of each class. */
export interface Terms {
  readonly logs: Tensor
  readonly shares: Tensor
  /** The target holds indices: then the mean is weighted by the weights of the classes that occur. */
  readonly indices: boolean
}

export function classView(input: Shape): Around {
  return around(input, classAxis(input))
}

export function classLossShape(input: Shape, reduction: Reduction): Shape {
  return reduction === "none" ? withoutClasses(input) : []
}

/** The kernel of a loss over classes. */
export function classLossFast(
  at: {
    readonly attrs: { readonly reduction: "mean" | "sum" | "none"; readonly ignore_index: number }
    readonly shapes: { readonly input: Shape; readonly target: Shape }
  },
  smoothing: number,
  softmax: boolean,
): FastClassLoss {
  const { outer, size, inner } = classView(at.shapes.input)
  return {
    kernel: "classLoss",
    view: [outer, size, inner],
    indices: !sameShape(at.shapes.input, at.shapes.target),
    smoothing,
    ignored: at.attrs.ignore_index,
    softmax,
    reduction: at.attrs.reduction,
  }
}

/** N×C, C, or N×C×…: a target of indices has all axes but C, and so have the losses. */
export function classLossAxes({
  attrs,
  shapes,
}: {
  readonly attrs: { readonly reduction: Reduction }
  readonly shapes: { readonly input: Shape; readonly target: Shape; readonly weight: Shape | undefined }
}) {
  const classes = shapes.input.length > 2 ? "channels" : "features"
  const input = shapes.input.map(
    (_, axis): Axis => (axis === classAxis(shapes.input) ? classes : axis === 0 ? "batch" : axis),
  )
  const places = withoutClasses(input)
  return {
    inputs: {
      input,
      target: sameShape(shapes.input, shapes.target) ? input : places,
      weight: shapes.weight === undefined ? undefined : ([classes] as const),
    },
    outputs: { output: attrs.reduction === "none" ? places : [] },
    sums: attrs.reduction === "sum",
  }
}

/** The loss as an output. */
export function classLoss(at: At, terms: Terms): { readonly output: Tensor } {
  const all = placeLosses(terms.logs, terms.shares, at.inputs.weight, classView(at.shapes.input))
  if (at.attrs.reduction === "none") return { output: castTo(reshape(all, withoutClasses(at.shapes.input)), at.dtype) }
  const total = totalOf(at, terms)
  return {
    output: castTo(
      map(sumTo(all, []), (sum) => sum / total),
      at.dtype,
    ),
  }
}

interface Written {
  readonly attrs: { readonly reduction: Reduction; readonly ignore_index: number; readonly label_smoothing?: number }
  readonly shapes: { readonly input: Shape; readonly target: Shape }
}

/** Whether PyTorch's functions do not do: they know no gradient of the weights of classes that indices choose. */
export function learnsWeights({
  shapes,
  differentiated,
}: Pick<Written, "shapes"> & { readonly differentiated: (port: "weight") => boolean }): boolean {
  return differentiated("weight") && !sameShape(shapes.input, shapes.target)
}

/** The loss with weights that are learned; `logs` says what the logarithms are. */
export function classLossLines({ attrs, shapes }: Written, logs: string): readonly string[] {
  const axis = classAxis(shapes.input)
  const smoothing = attrs.label_smoothing ?? 0
  const weights = `@weight.reshape(${[-1, ...shapes.input.slice(axis + 1).map(() => 1)].join(", ")})`
  const share = `${float(1 - smoothing)} * $losses + ${float(smoothing / (shapes.input[axis] ?? 1))}`
  return [
    `$logs = ${logs}`,
    `$counts = @target != ${attrs.ignore_index}`,
    "$index = @target.masked_fill(~$counts, 0)",
    "$weights = @weight[$index] * $counts",
    `$losses = -$logs.gather(${axis}, $index.unsqueeze(${axis})).squeeze(${axis}) * $weights`,
    ...(smoothing === 0 ? [] : [`$losses = ${share} * -($logs * ${weights}).sum(dim=${axis}) * $counts`]),
    `@output = $losses${attrs.reduction === "none" ? "" : ".sum()"}${attrs.reduction === "mean" ? " / $weights.sum()" : ""}`,
  ]
}

/** ∂L/∂(loss) of each place, flat. */
export function placeGradients(at: At, terms: Terms, g: Tensor): Tensor {
  const places = sizeOf(withoutClasses(at.shapes.input))
  if (at.attrs.reduction === "none") return reshape(g, [places])
  const total = totalOf(at, terms)
  return broadcastTo(
    reshape(
      map(g, (value) => value / total),
      [],
    ),
    [places],
  )
}

/** ∂L/∂weight: through the losses and, for a mean over indices, through Σ weight_(target) below the line. */
export function classWeightGradient(at: At, terms: Terms, g: Tensor): Tensor {
  const view = classView(at.shapes.input)
  const sums = classWeightGradients(terms.logs, terms.shares, placeGradients(at, terms, g), view)
  if (at.attrs.reduction === "mean" && terms.indices) {
    const total = totalOf(at, terms)
    const all = placeLosses(terms.logs, terms.shares, at.inputs.weight, view)
    const loss = (sumTo(all, []).data[0] ?? 0) / total
    const counts = countClasses(at.inputs.target, view.size, at.attrs.ignore_index)
    const upstream = g.data[0] ?? 0
    for (const [c, count] of counts.entries()) sums[c] = (sums[c] ?? 0) - (upstream * loss * count) / total
  }
  return castTo({ shape: [view.size], data: sums }, dtypeOf(terms.logs))
}

/** What the sum is divided by: with indices the weights of the places' classes, as PyTorch has it; else the places. */
function totalOf(at: At, terms: Terms): number {
  if (at.attrs.reduction === "sum") return 1
  if (!terms.indices) return sizeOf(withoutClasses(at.shapes.input))
  const counts = countClasses(at.inputs.target, classView(at.shapes.input).size, at.attrs.ignore_index)
  const weight = at.inputs.weight?.data
  return counts.reduce((sum, count, c) => sum + count * (weight?.[c] ?? 1), 0)
}

/** Why a mean is 0/0: no example counts, or those that do weigh nothing. Null where something counts. */
export function nothingCounts(at: At, terms: Terms): string | null {
  if (at.attrs.reduction !== "mean" || totalOf(at, terms) !== 0) return null
  const { ignore_index } = at.attrs
  return at.inputs.target.data.every((one) => one === ignore_index)
    ? `every target is ignore_index ${String(ignore_index).replace("-", "−")}: no example counts, and a mean over none is 0/0`
    : "the weights of the classes that occur add up to 0: their mean is 0/0"
}

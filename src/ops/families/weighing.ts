// What the binary cross-entropies share: input and target of one shape, and weights that broadcast to it.

import type { FastLoss } from "../../kernels/fast.ts"
import { broadcast2, broadcastShapes, isClash } from "../../tensor/broadcast.ts"
import { dtypeOf, formatShape, full, type Shape, sameShape, type Tensor } from "../../tensor/tensor.ts"
import { show } from "../attributes/attrs.ts"
import { type Axes, aligned, counted } from "../axisNames.ts"
import type { ShapeProblem } from "../op.ts"
import { OpFailure } from "./failure.ts"
import { lossFast, lossShape, type Reduction, reduced, upstream } from "./losses.ts"

type Weighed<P extends string> = { readonly [K in P]: Shape | undefined } & {
  readonly input: Shape
  readonly target: Shape
}

/** The loss's shape, if target and weights fit the input. PyTorch refuses to broadcast the target here, and so do we. */
export function weighedShape<P extends string>(
  shapes: Weighed<P>,
  weights: readonly P[],
  reduction: Reduction,
): { readonly output: Shape } | ShapeProblem<"target" | P> {
  const { input, target } = shapes
  const expected = formatShape(input)
  if (!sameShape(input, target)) {
    const found = formatShape(target)
    const sentence = `the target is ${found} and the input ${expected}; they must have one shape`
    return { at: "target", sentence, found, expected }
  }
  for (const port of weights) {
    const weight: Shape | undefined = shapes[port]
    if (weight === undefined) continue
    const common = broadcastShapes(input, weight)
    if (!isClash(common) && sameShape(common, input)) continue
    const found = formatShape(weight)
    const sentence = `${port} is ${found}, which does not broadcast to the input ${expected}`
    return { at: port, sentence, found, expected }
  }
  return { output: lossShape(input, reduction) }
}

/** Input and target axis by axis, weights aligned. */
export function weighedAxes<P extends string>(
  { attrs, shapes }: { readonly attrs: { readonly reduction: Reduction }; readonly shapes: Weighed<P> },
  weights: readonly P[],
) {
  const all = counted(shapes.input.length)
  const aligning = (port: P): Axes | undefined => {
    const weight: Shape | undefined = shapes[port]
    return weight === undefined ? undefined : aligned(weight, shapes.input)
  }
  const each = Object.fromEntries(weights.map((port) => [port, aligning(port)]))
  return {
    // One entry for each of `weights`.
    inputs: { input: all, target: all, ...(each as { readonly [K in P]: Axes | undefined }) },
    outputs: { output: attrs.reduction === "none" ? all : [] },
    sums: attrs.reduction === "sum",
  }
}

/** The kernel of a loss with weights: `of` and `slopes` are those of the loss without. */
export function weighedFast(
  at: {
    readonly attrs: { readonly reduction: Reduction }
    readonly shapes: { readonly input: Shape; readonly weight: Shape | undefined }
  },
  of: string,
  slopes: { readonly [port: string]: string },
  probabilities = false,
): FastLoss {
  const weight = at.shapes.weight === undefined ? "" : " * weight"
  const weighted = Object.entries(slopes).map(([port, slope]) => [port, `(${slope})${weight}`])
  return lossFast(at.attrs.reduction, at.shapes.input, 1, {
    of: `(${of})${weight}`,
    slopes: { ...Object.fromEntries(weighted), weight: of },
    probabilities,
  })
}

/** Throws an OpFailure at `input` if a number is no probability. */
export function checkProbabilities({ data }: Tensor): void {
  const wrong = data.findIndex((x) => x < 0 || x > 1)
  if (wrong < 0) return
  const found = show(data[wrong]).replace("-", "−")
  const sentence = `the input holds ${found}, but probabilities go from 0 to 1; put a Sigmoid before it, or use BCEWithLogitsLoss`
  throw new OpFailure("input", sentence)
}

/** Weighted losses, reduced. PyTorch's mean divides by their number, not by the sum of weights. */
export function weighed(losses: Tensor, weight: Tensor | undefined, reduction: Reduction): { readonly output: Tensor } {
  const all = weight === undefined ? losses : broadcast2(losses, weight, (l, w) => l * w)
  return { output: reduced(all, reduction, 1) }
}

interface Back {
  readonly attrs: { readonly reduction: Reduction }
  readonly inputs: { readonly input: Tensor; readonly weight: Tensor | undefined }
  readonly grad: { readonly output: Tensor }
}

/** ∂L/∂(unweighted loss): weight times upstream, in a shape that broadcasts to the input's. */
export function throughWeight(at: Back): Tensor {
  const each = throughReduction(at)
  return at.inputs.weight === undefined ? each : broadcast2(at.inputs.weight, each, (w, g) => w * g)
}

/** ∂L/∂(weighted loss). */
export function throughReduction(at: Back): Tensor {
  return upstream(at.grad.output, at.attrs.reduction, at.inputs.input.data.length, 1)
}

/** An absent weight as 1. */
export function orOne(weight: Tensor | undefined, like: Tensor): Tensor {
  return weight ?? full([], 1, dtypeOf(like))
}

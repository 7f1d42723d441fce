// What the losses share: how losses of many elements become one number, and how its gradient goes back to each.

import type { FastLoss } from "../../kernels/fast.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { map } from "../../tensor/elementwise.ts"
import { dim, dtypeOf, full, reshape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { choice } from "../attributes/attrs.ts"
import { type Axes, aligned, counted, type OpAxes } from "../axisNames.ts"
import { isProblem, type ShapeProblem } from "../op.ts"
import type { InputPort, OutputPort } from "../port.ts"
import type { ReceptiveField } from "../window.ts"
import { broadcastPorts } from "./broadcasting.ts"

export type Reduction = "mean" | "sum" | "none" | "batchmean"

export const reduction = choice(["mean", "sum", "none"], {
  doc: "One number by the mean or the sum of all losses, or each loss by itself.",
  fallback: "mean",
})

/** Ports and cost of a loss that compares two tensors element by element. */
export const comparison = {
  inputs: {
    input: { doc: "What was predicted, any shape.", tex: "x" },
    target: { doc: "What it should be; the same shape, or one that broadcasts.", tex: "t" },
  },
  outputs: { output: { doc: "A scalar, or all losses if reduction is none.", tex: "\\ell" } },
  params: {},
  buffers: {},
  axes: comparedAxes,
  receptiveField: (): ReceptiveField => "global",
  symbols: (at: { readonly shapes: Pair<Shape> }) => ({ e: losses(at.shapes) }),
  // A difference, what is done with it, and the sum.
  formulas: { flops: "3*e" },
} as const

/** A loss of input and target: its class takes the attributes, its function the two tensors and then the attributes. */
export function lossTorch<const T extends readonly string[]>(module: string, called: string, ...attrs: T) {
  return {
    module: { name: module, takes: attrs },
    functions: [{ name: called, takes: ["@input", "@target", ...attrs] }],
  } as const
}

/** What a loss is at one place, as a formula, and its slopes (`kernels/pointwise/formula.ts`); numbers by their names. */
interface LossFormulas {
  readonly of: string
  readonly slopes: { readonly [port: string]: string }
  readonly numbers?: { readonly [name: string]: number }
  readonly probabilities?: boolean
}

/** The kernel of a loss over tensors of the common shape `shape`; `batch` is what a mean over the batch divides by. */
export function lossFast(
  reduction: Reduction,
  shape: Shape,
  batch: number,
  { of, slopes, numbers = {}, probabilities = false }: LossFormulas,
): FastLoss {
  const summed = reduction !== "none"
  const divided = divisor(reduction, sizeOf(shape), batch)
  const backward = Object.entries(slopes).map(([port, slope]) => [port, `(${slope}) * grad / divisor`])
  return {
    kernel: "loss",
    forward: `(${of}) / divisor`,
    backward: Object.fromEntries(backward),
    numbers: { ...numbers, divisor: divided },
    views: {},
    shape,
    summed,
    probabilities,
  }
}

/** The kernel of a loss that compares two tensors; the target's slope is that of the input with the other sign, unless given. */
export function comparedFast(
  at: { readonly attrs: { readonly reduction: Reduction }; readonly shapes: Pair<Shape> },
  of: string,
  slope: string,
  { numbers, target = `-(${slope})` }: { readonly numbers?: LossFormulas["numbers"]; readonly target?: string } = {},
): FastLoss {
  const { input } = at.shapes
  const common = broadcastPorts({ input, target: at.shapes.target })
  const shape = isProblem(common) ? [] : common.output
  const slopes = { input: slope, target }
  return lossFast(at.attrs.reduction, shape, input[0] ?? 1, {
    of,
    slopes,
    ...(numbers === undefined ? {} : { numbers }),
  })
}

/** What makes one number of all losses, in PyTorch. */
export function reducedBy(word: Reduction): string {
  return word === "none" ? "" : `.${word}()`
}

interface Pair<T> {
  readonly input: T
  readonly target: T
}
interface Compared {
  readonly attrs: { readonly reduction: Reduction }
  readonly inputs: Pair<Tensor>
}

/** A scalar, or the common shape of both if nothing is reduced. */
export function comparedShape(at: {
  readonly attrs: { readonly reduction: Reduction }
  readonly shapes: Pair<Shape>
}): { readonly output: Shape } | ShapeProblem<"input" | "target"> {
  const common = broadcastPorts({ input: at.shapes.input, target: at.shapes.target })
  return isProblem(common) ? common : { output: lossShape(common.output, at.attrs.reduction) }
}

/** Input and target aligned; by a mean over the batch the first axis is one. */
function comparedAxes(at: {
  readonly attrs: { readonly reduction: Reduction }
  readonly shapes: Pair<Shape>
}): OpAxes<Pair<InputPort>, { readonly output: OutputPort }> {
  const common = broadcastPorts({ input: at.shapes.input, target: at.shapes.target })
  const all = isProblem(common) ? [] : common.output
  const { reduction } = at.attrs
  const named = (shape: Shape): Axes =>
    aligned(shape, all).map((axis) => (axis === 0 && reduction === "batchmean" ? "batch" : axis))
  return {
    inputs: { input: named(at.shapes.input), target: named(at.shapes.target) },
    outputs: { output: reduction === "none" ? counted(all.length) : [] },
    sums: reduction === "sum",
  }
}

/** ℓ = f(input, target) at each element of the common shape, reduced. */
export function compare(at: Compared, f: (x: number, t: number) => number): { readonly output: Tensor } {
  const all = broadcast2(at.inputs.input, at.inputs.target, f)
  return { output: reduced(all, at.attrs.reduction, batchOf(at.inputs.input)) }
}

/** The gradient of one side: Σ g · slope(input, target) over what was broadcast, with `slope` = ∂ℓ/∂side. */
export function slopeOf(
  at: Compared & { readonly grad: { readonly output: Tensor } },
  side: "input" | "target",
  slope: (x: number, t: number) => number,
): Tensor {
  const { input, target } = at.inputs
  const each = upstream(
    at.grad.output,
    at.attrs.reduction,
    losses({ input: input.shape, target: target.shape }),
    batchOf(input),
  )
  const g = broadcast3(input, target, each, (x, t, u) => u * slope(x, t))
  return sumTo(g, at.inputs[side].shape)
}

export function lossShape(all: Shape, reduction: Reduction): Shape {
  return reduction === "none" ? all : []
}

/** Sum in float64, divided by what `reduction` says; `none` leaves all losses. */
export function reduced(all: Tensor, reduction: Reduction, batch: number): Tensor {
  if (reduction === "none") return all
  const sum = all.data.length === 0 ? full([], 0, dtypeOf(all)) : sumTo(all, [])
  return map(sum, (s) => s / divisor(reduction, all.data.length, batch))
}

/** ∂L/∂ℓ of each loss: a tensor of all losses, or a scalar that stands for all. */
export function upstream(g: Tensor, reduction: Reduction, count: number, batch: number): Tensor {
  return reduction === "none" ? g : map(reshape(g, []), (value) => value / divisor(reduction, count, batch))
}

function divisor(reduction: Reduction, count: number, batch: number): number {
  return reduction === "mean" ? count : reduction === "batchmean" ? batch : 1
}

/** Size of the first axis; a scalar is a batch of one. */
export function batchOf({ shape }: Tensor): number {
  return shape.length === 0 ? 1 : dim(shape, 0)
}

function losses({ input, target }: Pair<Shape>): number {
  const common = broadcastPorts({ input, target })
  return isProblem(common) ? 0 : sizeOf(common.output)
}

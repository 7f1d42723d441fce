// What the reductions share: the attributes `dim` and `keepdim`, and the way between an input's axes and the output's. This
// folder is what several ops share: one family a file. Loops over numbers are not here but in tensor.

import { countOver, droppedShape, keptShape } from "../../tensor/reduce.ts"
import { castTo, type Dtype, reshape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { bool, ints, optional } from "../attributes/attrs.ts"
import { counted, type Means } from "../axisNames.ts"
import type { ShapeProblem } from "../op.ts"
import type { ReceptiveField } from "../window.ts"
import { axesOf, dimProblem } from "./axes.ts"

export const reductionAttrs = {
  dim: optional(ints({ doc: "Axes to reduce; none means all.", min: -8, max: 7 })),
  keepdim: bool({ doc: "Keep reduced axes with size 1.", fallback: false }),
}

/** Attributes of a reduction, as read. */
interface Reduction {
  readonly attrs: { readonly dim: readonly number[] | null; readonly keepdim: boolean }
  readonly shapes: { readonly input: Shape }
}

export function reducedShape(at: Reduction): { readonly output: Shape } | ShapeProblem<"dim"> {
  return dimProblem(at.shapes.input, at.attrs.dim) ?? { output: outputShape(at) }
}

/** The axes that are reduced. */
export function reducedAxes(at: Reduction): readonly number[] {
  return axesOf(at.shapes.input, at.attrs.dim)
}

/** The axes that are left are the input's; one that is kept with size 1 is none of them. */
export function reductionAxes(at: Reduction) {
  const gone = new Set(reducedAxes(at))
  const input = counted(at.shapes.input.length)
  const kept = at.attrs.keepdim
    ? input.map((axis) => (gone.has(axis) ? null : axis))
    : input.filter((axis) => !gone.has(axis))
  return { inputs: { input }, outputs: { output: kept } }
}

/** Cells that are reduced to one share its mean. */
export function reductionMeans(at: Reduction, of: "mean" | "variance"): Means {
  const gone = new Set(reducedAxes(at))
  return { port: "input", over: at.shapes.input.map((_, axis) => (gone.has(axis) ? "all" : "own")), of }
}

/** Why a variance over n numbers is NaN: nothing is left to divide by. */
export function nothingLeft(at: Reduction & { readonly attrs: { readonly correction: number } }): string | null {
  const count = countOver(at.shapes.input, reducedAxes(at))
  const { correction } = at.attrs
  if (count > correction) return null
  const numbers = count === 1 ? "1 number" : `${count} numbers`
  return `0 over 0: the variance of ${numbers} with correction ${correction} divides by ${Math.max(0, count - correction)}`
}

/** A reduced tensor with its axes kept becomes the output: rounded to the run's precision, and without the axes unless kept. */
export function asOutput(kept: Tensor, at: Reduction & { readonly dtype: Dtype }): { readonly output: Tensor } {
  return { output: reshape(castTo(kept, at.dtype), outputShape(at)) }
}

/** The output, or its gradient, with its axes kept, so that it broadcasts against the input. */
export function asKept(output: Tensor, at: Reduction): Tensor {
  return reshape(output, keptShape(at.shapes.input, reducedAxes(at)))
}

/** Global where it reaches across a spatial axis (all after batch and channels), by convention pointwise elsewhere. */
export function reductionField(_port: string, at: Reduction): ReceptiveField {
  return reducedAxes(at).some((axis) => axis >= 2) ? "global" : "pointwise"
}

/** `e`: elements of the input. */
export function inputElements(at: Reduction): { readonly e: number } {
  return { e: sizeOf(at.shapes.input) }
}

/** Whether all axes are reduced because none is named. */
export function overAll({ dim }: Pick<Reduction["attrs"], "dim">): boolean {
  return dim === null || dim.length === 0
}

/** PyTorch's `dim` where it may be left out, which drops all axes: with keepdim they are named. */
export const REDUCED = { "dim=": (at: Reduction) => (overAll(at.attrs) && !at.attrs.keepdim ? undefined : written(at)) }
/** PyTorch's `dim` where it must be there. */
export const REDUCED_ALL = { "dim=": written }

function written({ attrs, shapes }: Reduction): number | readonly number[] {
  const dims = overAll(attrs) ? shapes.input.map((_, axis) => axis) : (attrs.dim ?? [])
  const [only = 0] = dims
  return dims.length < 2 ? only : dims
}

/** `dim 0, 2, keepdim`; `all`. */
export function reductionCaption(attrs: Reduction["attrs"]): string {
  const dims = attrs.dim === null || attrs.dim.length === 0 ? "all" : `dim ${attrs.dim.join(", ").replaceAll("-", "−")}`
  return attrs.keepdim ? `${dims}, keepdim` : dims
}

function outputShape(at: Reduction): Shape {
  const axes = reducedAxes(at)
  return at.attrs.keepdim ? keptShape(at.shapes.input, axes) : droppedShape(at.shapes.input, axes)
}

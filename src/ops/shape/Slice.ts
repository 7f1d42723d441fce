import { stepIndex, take, takeBack } from "../../tensor/slice.ts"
import { formatShape, type Shape, dim as sizeAt } from "../../tensor/tensor.ts"
import { int, optional } from "../attributes/attrs.ts"
import { axisOf, dimProblem } from "../families/axes.ts"
import { cutAxes, takenFast } from "../families/rearranging.ts"
import { defineOp } from "../op.ts"

export const Slice = defineOp({
  kind: "Slice",
  shelf: "shape",
  title: "Slice",
  summary: "Cells from start to before end along an axis, every step-th of them.",
  keywords: ["crop", "narrow", "index", "select"],
  use: 3,

  attrs: {
    dim: int({ doc: "Axis that is cut.", fallback: 0, min: -8, max: 7 }),
    start: int({ doc: "First cell; a negative one counts from the end.", fallback: 0 }),
    end: optional(int({ doc: "Cell before which to stop; none means to the end, negative counts from the end." })),
    step: int({ doc: "Cells from one that is kept to the next.", fallback: 1, min: 1 }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "Shorter along dim.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => {
    const { input } = at.shapes
    if (input.length === 0) return { at: "input", sentence: "a scalar has no axis to cut; Unsqueeze it first." }
    const problem = dimProblem(input, at.attrs.dim)
    if (problem !== null) return problem
    const { axis, size, first, stop } = cutOf(input, at.attrs)
    const length = Math.ceil((stop - first) / at.attrs.step)
    if (length > 0) return { output: input.map((n, i) => (i === axis ? length : n)) }
    const sentence = `cells ${first} to before ${stop} of axis ${axis} of ${formatShape(input)} are none; choose start < end within 0..${size}.`
    return { at: "start", sentence, found: String(first), expected: `less than ${stop}` }
  },
  axes: (at) => cutAxes(at.shapes.input, at.outputs.output, () => false),
  receptiveField: (_port, at) => {
    const { axis, first } = cutOf(at.shapes.input, at.attrs)
    const spatial = at.shapes.input.slice(2).map((_, i) => i + 2)
    if (!spatial.includes(axis)) return "pointwise"
    return {
      size: spatial.map(() => 1),
      stride: spatial.map((i) => (i === axis ? at.attrs.step : 1)),
      start: spatial.map((i) => (i === axis ? first : 0)),
    }
  },
  caption: ({ dim, start, end, step }) =>
    `dim ${dim}, ${start}:${end ?? ""}${step === 1 ? "" : `:${step}`}`.replaceAll("-", "−"),

  forward: (at) => {
    const { axis, first, stop } = cutOf(at.shapes.input, at.attrs)
    return { output: take(at.inputs.input, axis, stepIndex(first, stop, at.attrs.step)) }
  },
  backward: {
    input: (at) => {
      const { axis, size, first, stop } = cutOf(at.shapes.input, at.attrs)
      return takeBack(at.grad.output, axis, stepIndex(first, stop, at.attrs.step), size)
    },
  },

  fast: ({ shapes: { input }, attrs }) => {
    const { axis, first, stop } = cutOf(input, attrs)
    const cells = input.map((size, i) => (i === axis ? stepIndex(first, stop, attrs.step) : stepIndex(0, size, 1)))
    return takenFast(input, cells, 0)
  },

  tex: {
    forward: "@output_i = @input_{a+si}",
    backward: { input: "\\grad{@input_{a+si}} = \\grad{@output_i},\\; 0 \\text{ elsewhere}" },
  },
  torch: {
    lines: (at) => {
      const { start, end, step, dim } = at.attrs
      const axis = axisOf(at.shapes.input, dim)
      const cut = `${start === 0 ? "" : start}:${end ?? ""}${step === 1 ? "" : `:${step}`}`
      return [`@output = @input[${":, ".repeat(axis)}${cut}]`]
    },
  },
  examples: [
    { attrs: { dim: 1, start: 1, end: 3 }, shapes: { input: [2, 4, 2] } },
    { attrs: { dim: -1, start: -4, step: 2 }, shapes: { input: [2, 5] } },
    { attrs: { start: 1, end: -1 }, shapes: { input: [4] } },
    { attrs: { dim: 2, start: 1, end: 99, step: 3 }, shapes: { input: [1, 2, 6, 2] } },
  ],
})

interface Cut {
  readonly dim: number
  readonly start: number
  readonly end: number | null
}

/** As Python cuts: ends beyond the axis are moved to its ends. */
function cutOf(input: Shape, { dim, start, end }: Cut) {
  const axis = axisOf(input, dim)
  const size = sizeAt(input, axis)
  const cell = (i: number) => Math.min(size, Math.max(0, i < 0 ? i + size : i))
  return { axis, size, first: cell(start), stop: cell(end ?? size) }
}

import { inverse, permute } from "../../tensor/permute.ts"
import { formatShape, type Shape } from "../../tensor/tensor.ts"
import { ints } from "../attributes/attrs.ts"
import { axesOf, dimProblem } from "../families/axes.ts"
import { permutedAxes, permutedFast, permutedField } from "../families/rearranging.ts"
import { axesWords } from "../families/spatial/spatial.ts"
import { defineOp, type ShapeProblem } from "../op.ts"
import { call } from "../torch.ts"

export const Permute = defineOp({
  kind: "Permute",
  shelf: "shape",
  title: "Permute",
  summary: "Axes in another order.",
  keywords: ["transpose", "Transpose", "rearrange", "swapaxes"],
  use: 6,

  attrs: {
    dims: ints({
      doc: "For each axis of the output, the input's axis that it is.",
      initial: [0, 2, 1],
      min: -8,
      max: 7,
    }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "Axis i is axis dims[i] of the input.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) =>
    orderProblem(at.shapes.input, at.attrs.dims) ?? {
      output: order(at.shapes.input, at.attrs.dims).map((axis) => at.shapes.input[axis] ?? 1),
    },
  axes: (at) => permutedAxes(order(at.shapes.input, at.attrs.dims)),
  receptiveField: (_port, at) => permutedField(order(at.shapes.input, at.attrs.dims)),
  caption: ({ dims }) => dims.join(", ").replaceAll("-", "−"),

  forward: (at) => ({ output: permute(at.inputs.input, order(at.shapes.input, at.attrs.dims)) }),
  backward: { input: (at) => permute(at.grad.output, inverse([...order(at.shapes.input, at.attrs.dims)])) },

  fast: (at) => permutedFast(at.shapes.input, order(at.shapes.input, at.attrs.dims)),

  tex: {
    forward: "@output_{i_{\\pi(1)},\\ldots,i_{\\pi(n)}} = @input_{i_1,\\ldots,i_n}",
    backward: { input: "\\grad{@input_{i_1,\\ldots,i_n}} = \\grad{@output_{i_{\\pi(1)},\\ldots,i_{\\pi(n)}}}" },
  },
  torch: call(".permute", "@input", "*dims"),
  examples: [
    { attrs: { dims: [0, 2, 1] }, shapes: { input: [2, 3, 4] } },
    { attrs: { dims: [2, 0, -2] }, shapes: { input: [2, 3, 4] } },
    { attrs: { dims: [0, 3, 1, 2] }, shapes: { input: [2, 2, 3, 2] } },
    { attrs: { dims: [] }, shapes: { input: [] } },
  ],
})

function order(shape: Shape, dims: readonly number[]): readonly number[] {
  return axesOf(shape, dims)
}

function orderProblem(shape: Shape, dims: readonly number[]): ShapeProblem<"dims"> | null {
  if (dims.length !== shape.length) {
    const sentence = `dims names ${axesWords(dims.length)}, the input ${formatShape(shape)} has ${shape.length}; name every axis once.`
    return { at: "dims", sentence, found: String(dims.length), expected: String(shape.length) }
  }
  const problem = dimProblem(shape, dims)
  return problem === null ? null : { ...problem, at: "dims" }
}

import { reshape, type Shape } from "../../tensor/tensor.ts"
import { int, optional } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf, dimProblem } from "../families/axes.ts"
import { reshapedField } from "../families/rearranging.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Squeeze = defineOp({
  kind: "Squeeze",
  shelf: "shape",
  title: "Squeeze",
  summary: "Drops axes of size 1.",
  keywords: ["remove axis"],

  attrs: { dim: optional(int({ doc: "Axis to drop, if its size is 1; none means all of size 1.", min: -8, max: 7 })) },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without those axes.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => dimProblem(at.shapes.input, at.attrs.dim) ?? { output: squeezed(at.shapes.input, at.attrs.dim) },
  axes: (at) => {
    const { input } = at.shapes
    const dim = at.attrs.dim === null ? null : axisOf(input, at.attrs.dim)
    const axes = counted(input.length)
    return {
      inputs: { input: axes },
      outputs: { output: axes.filter((axis) => input[axis] !== 1 || (dim !== null && axis !== dim)) },
    }
  },
  receptiveField: (_port, at) => reshapedField(at.shapes.input, squeezed(at.shapes.input, at.attrs.dim)),
  caption: ({ dim }) => (dim === null ? "all" : `dim ${dim}`.replace("-", "−")),

  forward: (at) => ({ output: reshape(at.inputs.input, squeezed(at.shapes.input, at.attrs.dim)) }),
  backward: { input: (at) => reshape(at.grad.output, at.shapes.input) },
  fast: () => ({ kernel: "view" }),

  tex: {
    forward: "@output = \\operatorname{squeeze}(@input)",
    backward: { input: "\\grad{@input} = \\operatorname{unsqueeze}\\left(\\grad{@output}\\right)" },
  },
  torch: call(".squeeze", "@input", "dim"),
  examples: [
    { shapes: { input: [2, 1, 3, 1] } },
    { attrs: { dim: 1 }, shapes: { input: [2, 1, 3, 1] } },
    { attrs: { dim: -2 }, shapes: { input: [2, 3, 1] } },
    { shapes: { input: [] } },
  ],
})

function squeezed(shape: Shape, dim: number | null): Shape {
  return shape.filter((size, axis) => size !== 1 || (dim !== null && axis !== axisOf(shape, dim)))
}

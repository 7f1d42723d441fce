import { reshape, type Shape } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { axisOf } from "../families/axes.ts"
import { axisProblem, reshapedField } from "../families/rearranging.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Unsqueeze = defineOp({
  kind: "Unsqueeze",
  shelf: "shape",
  title: "Unsqueeze",
  summary: "Adds an axis of size 1.",
  keywords: ["expand_dims", "add axis", "newaxis"],

  attrs: { dim: int({ doc: "Where the new axis stands in the output.", initial: 0, min: -9, max: 8 }) },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape with a 1 at dim.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) =>
    axisProblem("dim", [...at.shapes.input, 1], at.attrs.dim) ?? { output: unsqueezed(at.shapes.input, at.attrs.dim) },
  axes: (at) => {
    const axes = counted(at.shapes.input.length)
    const axis = axisOf([...at.shapes.input, 1], at.attrs.dim)
    return { inputs: { input: axes }, outputs: { output: [...axes.slice(0, axis), null, ...axes.slice(axis)] } }
  },
  receptiveField: (_port, at) => reshapedField(at.shapes.input, unsqueezed(at.shapes.input, at.attrs.dim)),
  caption: ({ dim }) => `dim ${dim}`.replace("-", "−"),

  forward: (at) => ({ output: reshape(at.inputs.input, unsqueezed(at.shapes.input, at.attrs.dim)) }),
  backward: { input: (at) => reshape(at.grad.output, at.shapes.input) },
  fast: () => ({ kernel: "view" }),

  tex: {
    forward: "@output = \\operatorname{unsqueeze}(@input)",
    backward: { input: "\\grad{@input} = \\operatorname{squeeze}\\left(\\grad{@output}\\right)" },
  },
  torch: call(".unsqueeze", "@input", "dim"),
  examples: [
    { attrs: { dim: 0 }, shapes: { input: [2, 3] } },
    { attrs: { dim: -1 }, shapes: { input: [2, 3] } },
    { attrs: { dim: -3 }, shapes: { input: [2, 3] } },
    { attrs: { dim: 0 }, shapes: { input: [] } },
  ],
})

function unsqueezed(shape: Shape, dim: number): Shape {
  const axis = axisOf([...shape, 1], dim)
  return [...shape.slice(0, axis), 1, ...shape.slice(axis)]
}

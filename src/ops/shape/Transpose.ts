import { permute } from "../../tensor/permute.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { axisOf } from "../families/axes.ts"
import { axisProblem, exchanged, permutedAxes, permutedFast, permutedField } from "../families/rearranging.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Transpose = defineOp({
  kind: "Transpose",
  shelf: "shape",
  title: "Transpose",
  short: "Transp.",
  summary: "Exchanges two axes.",
  keywords: ["swapaxes", "transposed", "T"],
  use: 7,

  attrs: {
    dim0: int({ doc: "One axis.", initial: 0, min: -8, max: 7 }),
    dim1: int({ doc: "The other axis.", initial: 1, min: -8, max: 7 }),
  },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The two axes exchanged.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) =>
    axisProblem("dim0", at.shapes.input, at.attrs.dim0) ??
    axisProblem("dim1", at.shapes.input, at.attrs.dim1) ?? {
      output: order(at.shapes.input, at.attrs).map((axis) => at.shapes.input[axis] ?? 1),
    },
  axes: (at) => permutedAxes(order(at.shapes.input, at.attrs)),
  receptiveField: (_port, at) => permutedField(order(at.shapes.input, at.attrs)),
  caption: ({ dim0, dim1 }) => `${dim0} ↔ ${dim1}`.replaceAll("-", "−"),

  forward: (at) => ({ output: permute(at.inputs.input, order(at.shapes.input, at.attrs)) }),
  backward: { input: (at) => permute(at.grad.output, order(at.shapes.input, at.attrs)) },

  fast: (at) => permutedFast(at.shapes.input, order(at.shapes.input, at.attrs)),

  tex: {
    forward: "@output = @input^\\top",
    backward: { input: "\\grad{@input} = \\grad{@output}^\\top" },
  },
  torch: call(".transpose", "@input", "dim0", "dim1"),
  examples: [
    { attrs: { dim0: 0, dim1: 1 }, shapes: { input: [2, 3] } },
    { attrs: { dim0: -1, dim1: 1 }, shapes: { input: [2, 3, 2, 4] } },
    { attrs: { dim0: 1, dim1: 1 }, shapes: { input: [2, 3] } },
    { attrs: { dim0: 0, dim1: -1 }, shapes: { input: [] } },
  ],
})

function order(shape: Shape, { dim0, dim1 }: { readonly dim0: number; readonly dim1: number }): readonly number[] {
  return exchanged(shape.length, axisOf(shape, dim0), axisOf(shape, dim1))
}

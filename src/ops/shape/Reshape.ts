import { reshape, type Shape } from "../../tensor/tensor.ts"
import { ints } from "../attributes/attrs.ts"
import { filledShape, regrouped, reshapedField } from "../families/rearranging.ts"
import { defineOp, isProblem } from "../op.ts"
import { call } from "../torch.ts"

const shapeOf = ints({
  doc: "New size of each axis; −1 for the one that follows from the rest.",
  initial: [1, -1],
  min: -1,
})

export const Reshape = defineOp({
  kind: "Reshape",
  shelf: "shape",
  title: "Reshape",
  summary: "The same numbers in the same order under another shape.",
  keywords: ["view", "Unflatten"],
  use: 24,

  attrs: { shape: shapeOf },
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The new shape.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => {
    if (at.attrs.shape.includes(0)) return { at: "shape", sentence: "0 is no size; every axis has at least one cell." }
    const shape = filledShape(at.shapes.input, at.attrs.shape)
    return isProblem(shape) ? shape : { output: shape }
  },
  axes: (at) => regrouped(at.shapes.input, at.outputs.output, at.attrs.shape.indexOf(-1)),
  receptiveField: (_port, at) => reshapedField(at.shapes.input, reshaped(at.shapes.input, at.attrs.shape)),
  caption: ({ shape }) => shape.join("×").replaceAll("-", "−"),

  forward: (at) => ({ output: reshape(at.inputs.input, reshaped(at.shapes.input, at.attrs.shape)) }),
  backward: { input: (at) => reshape(at.grad.output, at.shapes.input) },
  fast: () => ({ kernel: "view" }),

  tex: {
    forward: "@output = \\operatorname{reshape}(@input)",
    backward: { input: "\\grad{@input} = \\operatorname{reshape}\\left(\\grad{@output}\\right)" },
  },
  torch: call(".reshape", "@input", "*shape"),
  examples: [
    { attrs: { shape: [3, -1] }, shapes: { input: [2, 3, 4] } },
    { attrs: { shape: [2, 2, 3, 2] }, shapes: { input: [2, 6, 2] } },
    { attrs: { shape: -1 }, shapes: { input: [2, 3] } },
    { attrs: { shape: [] }, shapes: { input: [1, 1] } },
    { attrs: { shape: [1, -1] }, shapes: { input: [] } },
  ],
})

function reshaped(from: Shape, wanted: Shape): Shape {
  const shape = filledShape(from, wanted)
  if (isProblem(shape)) throw new Error(`reshape that the shape rule refused: ${shape.sentence}`)
  return shape
}

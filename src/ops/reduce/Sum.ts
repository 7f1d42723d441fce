import { broadcastTo } from "../../tensor/broadcast.ts"
import { sumOver } from "../../tensor/reduce.ts"
import {
  asKept,
  asOutput,
  inputElements,
  REDUCED,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Sum = defineOp({
  kind: "Sum",
  shelf: "reduce",
  title: "Sum",
  summary: "Adds up the numbers along axes.",
  keywords: ["ReduceSum", "add up", "total"],
  use: 26,
  usual: { input: ["Square", "Mul"] },
  symbol: "\\Sigma",

  attrs: reductionAttrs,
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
  params: {},
  buffers: {},

  shape: reducedShape,
  axes: (at) => ({ ...reductionAxes(at), sums: true }),
  receptiveField: reductionField,
  symbols: inputElements,
  formulas: { flops: "e" },
  caption: reductionCaption,

  forward: (at) => asOutput(sumOver(at.inputs.input, reducedAxes(at)), at),
  backward: {
    input: (at) => broadcastTo(asKept(at.grad.output, at), at.shapes.input),
  },
  fast: (at) => ({ kernel: "reduction", of: "sum", axes: reducedAxes(at) }),

  tex: {
    forward: "@output = \\sum_{i} @input_i",
    backward: { input: "\\grad{@input_i} = \\grad{@output}" },
  },
  torch: call(".sum", "@input", REDUCED, "keepdim"),
  examples: [
    { attrs: { dim: [0], keepdim: true }, shapes: { input: [3, 4, 2] } },
    { attrs: { dim: [1, -1] }, shapes: { input: [3, 2, 4] } },
    { shapes: { input: [2, 3] } },
    { attrs: { keepdim: true, dim: [] }, shapes: { input: [2, 3] } },
    { attrs: { dim: -1 }, shapes: { input: [2, 3] } },
    { attrs: { dim: [2, 3], keepdim: true }, shapes: { input: [2, 2, 2, 2] } },
    { shapes: { input: [] } },
    { attrs: { dim: 0 }, shapes: { input: [] } },
  ],
})

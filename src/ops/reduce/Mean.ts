import { broadcastTo } from "../../tensor/broadcast.ts"
import { map } from "../../tensor/elementwise.ts"
import { countOver, meanOver } from "../../tensor/reduce.ts"
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
  reductionMeans,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Mean = defineOp({
  kind: "Mean",
  shelf: "reduce",
  title: "Mean",
  summary: "The average along axes.",
  keywords: ["ReduceMean", "average", "mu", "GlobalAveragePool", "GlobalAveragePooling2D"],
  use: 29,
  usual: { input: ["Input", "Square"] },
  symbol: "\\operatorname{mean}",

  attrs: reductionAttrs,
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
  params: {},
  buffers: {},

  shape: reducedShape,
  axes: (at) => ({ ...reductionAxes(at), means: reductionMeans(at, "mean") }),
  receptiveField: reductionField,
  symbols: inputElements,
  formulas: { flops: "e" },
  caption: reductionCaption,

  forward: (at) => asOutput(meanOver(at.inputs.input, reducedAxes(at)), at),
  backward: {
    input: (at) => {
      const n = countOver(at.shapes.input, reducedAxes(at))
      return broadcastTo(
        map(asKept(at.grad.output, at), (g) => g / n),
        at.shapes.input,
      )
    },
  },
  fast: (at) => ({ kernel: "reduction", of: "mean", axes: reducedAxes(at) }),

  tex: {
    forward: "@output = \\frac{1}{n} \\sum_{i=1}^{n} @input_i",
    backward: { input: "\\grad{@input_i} = \\frac{1}{n}\\, \\grad{@output}" },
  },
  torch: call(".mean", "@input", REDUCED, "keepdim"),
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

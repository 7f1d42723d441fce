import { broadcast3 } from "../../tensor/broadcast.ts"
import { logSumExpOver } from "../../tensor/reduce.ts"
import {
  asKept,
  asOutput,
  inputElements,
  REDUCED_ALL,
  reducedAxes,
  reducedShape,
  reductionAttrs,
  reductionAxes,
  reductionCaption,
  reductionField,
} from "../families/reduction.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const LogSumExp = defineOp({
  kind: "LogSumExp",
  shelf: "reduce",
  title: "Log-sum-exp",
  summary: "The logarithm of the sum of exponentials along axes, without overflow.",
  keywords: ["ReduceLogSumExp", "softmax", "softplus", "smooth maximum"],
  symbol: "\\operatorname{lse}",

  attrs: reductionAttrs,
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "The input's shape without the reduced axes, or with size 1 there.", tex: "y" } },
  params: {},
  buffers: {},

  shape: reducedShape,
  axes: reductionAxes,
  receptiveField: reductionField,
  symbols: inputElements,
  formulas: { flops: "4*e" },
  caption: reductionCaption,

  forward: (at) => asOutput(logSumExpOver(at.inputs.input, reducedAxes(at)), at),
  backward: {
    input: (at) =>
      broadcast3(
        at.inputs.input,
        asKept(at.outputs.output, at),
        asKept(at.grad.output, at),
        (x, y, g) => g * Math.exp(x - y),
      ),
  },
  fast: (at) => ({ kernel: "reduction", of: "logSumExp", axes: reducedAxes(at) }),

  tex: {
    forward: "@output = \\ln \\sum_{i} e^{@input_i}",
    backward: { input: "\\grad{@input_i} = e^{@input_i - @output}\\, \\grad{@output}" },
  },
  torch: call("torch.logsumexp", "@input", REDUCED_ALL, "keepdim"),
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

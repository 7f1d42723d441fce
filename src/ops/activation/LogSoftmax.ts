import { logSoftmax, logSoftmaxBackward } from "../../tensor/net/softmax.ts"
import { int } from "../attributes/attrs.ts"
import { alike } from "../axisNames.ts"
import { axisOf, competing, dimProblem } from "../families/axes.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const LogSoftmax = defineOp({
  kind: "LogSoftmax",
  shelf: "activation",
  title: "LogSoftmax",
  summary: "The logarithm of softmax along one axis, without overflow.",
  keywords: ["log softmax", "log probabilities"],
  use: 5,
  ...pointwise,
  attrs: { dim: int({ doc: "Axis whose entries compete; −1 is the last.", fallback: -1, min: -8, max: 7 }) },
  caption: (attrs) => `over axis ${attrs.dim}`,
  shape: (at) => dimProblem(at.shapes.input, at.attrs.dim) ?? { output: at.shapes.input },
  axes: (at) => ({ ...alike(at), means: competing(at.shapes.input, at.attrs.dim) }),
  // Across channels by convention pointwise, as a reduction is; across places global.
  receptiveField: (_, at) => (axisOf(at.shapes.input, at.attrs.dim) >= 2 ? "global" : "pointwise"),
  // An exponential, a sum and a division an element.
  formulas: { flops: "3*e" },

  forward: (at) => ({ output: logSoftmax(at.inputs.input, at.attrs.dim) }),
  backward: { input: (at) => logSoftmaxBackward(at.outputs.output, at.grad.output, at.attrs.dim) },
  fast: (at) => ({ kernel: "softmax", axis: axisOf(at.shapes.input, at.attrs.dim), logarithm: true }),

  tex: {
    forward: "@output_i = @input_i - \\log \\sum_j e^{@input_j}",
    backward: { input: "\\grad{@input_i} = \\grad{@output_i} - e^{@output_i} \\sum_j \\grad{@output_j}" },
  },
  torch: layerAndFunction("nn.LogSoftmax", "F.log_softmax", "dim!"),
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [2, 3, 4] }, attrs: { dim: 1 } },
    { shapes: { input: [4, 2] }, attrs: { dim: 0 } },
    { shapes: { input: [] } },
  ],
})

import { compare, comparedFast, comparedShape, comparison, lossTorch, reduction, slopeOf } from "../families/losses.ts"
import { defineOp } from "../op.ts"

export const MSELoss = defineOp({
  kind: "MSELoss",
  shelf: "loss",
  title: "Mean squared error",
  short: "MSE",
  summary: "The mean of the squared differences.",
  keywords: ["MSE", "L2 loss", "least squares", "MeanSquaredError"],
  use: 42,
  usual: { input: ["Linear"], target: ["Input"] },
  ...comparison,
  attrs: { reduction },
  caption: (attrs) => attrs.reduction,

  shape: comparedShape,

  forward: (at) => compare(at, (x, t) => (x - t) ** 2),
  backward: {
    input: (at) => slopeOf(at, "input", (x, t) => 2 * (x - t)),
    target: (at) => slopeOf(at, "target", (x, t) => 2 * (t - x)),
  },
  fast: (at) => comparedFast(at, "(input - target) * (input - target)", "2 * (input - target)"),

  tex: {
    forward:
      "\\when{!reduction=none}{@output = \\when{!reduction=sum}{\\frac1n }{}\\sum_i (@input_i - @target_i)^2}{@output_i = (@input_i - @target_i)^2}",
    backward: {
      input:
        "\\grad{@input_i} = \\when{!reduction=sum & !reduction=none}{\\frac2n}{2}\\, (@input_i - @target_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      target:
        "\\grad{@target_i} = \\when{!reduction=sum & !reduction=none}{\\frac2n}{2}\\, (@target_i - @input_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
    },
  },
  torch: lossTorch("nn.MSELoss", "F.mse_loss", "reduction"),
  examples: [
    { shapes: { input: [2, 3], target: [2, 3] } },
    { shapes: { input: [4], target: [4] }, attrs: { reduction: "sum" } },
    { shapes: { input: [2, 1], target: [3] }, attrs: { reduction: "none" } },
    { shapes: { input: [], target: [] } },
  ],
})

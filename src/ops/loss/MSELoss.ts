import { compare, comparedShape, comparison, reduction, slopeOf } from "../losses.ts"
import { defineOp } from "../op.ts"

export const MSELoss = defineOp({
  kind: "MSELoss",
  shelf: "loss",
  title: "Mean squared error",
  summary: "The mean of the squared differences.",
  keywords: ["MSE", "L2 loss", "least squares", "MeanSquaredError"],
  ...comparison,
  attrs: { reduction },
  caption: (attrs) => attrs.reduction,

  shape: comparedShape,

  forward: (at) => compare(at, (x, t) => (x - t) ** 2),
  backward: {
    input: (at) => slopeOf(at, "input", (x, t) => 2 * (x - t)),
    target: (at) => slopeOf(at, "target", (x, t) => 2 * (t - x)),
  },

  tex: {
    forward: "@output = \\frac1n \\sum_i (@input_i - @target_i)^2  \\quad (n = 1 \\text{ for sum})",
    backward: {
      input: "\\grad{@input_i} = \\frac1n\\, 2(@input_i - @target_i)\\, \\grad{@output}",
      target: "\\grad{@target_i} = \\frac1n\\, 2(@target_i - @input_i)\\, \\grad{@output}",
    },
  },
  examples: [
    { shapes: { input: [2, 3], target: [2, 3] } },
    { shapes: { input: [4], target: [4] }, attrs: { reduction: "sum" } },
    { shapes: { input: [2, 1], target: [3] }, attrs: { reduction: "none" } },
    { shapes: { input: [], target: [] } },
  ],
})

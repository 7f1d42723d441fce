import { compare, comparedFast, comparedShape, comparison, lossTorch, reduction, slopeOf } from "../families/losses.ts"
import { defineOp } from "../op.ts"

export const L1Loss = defineOp({
  kind: "L1Loss",
  shelf: "loss",
  title: "Mean absolute error",
  short: "MAE",
  summary: "The mean of the absolute differences.",
  keywords: ["MAE", "L1", "MeanAbsoluteError"],
  use: 4,
  ...comparison,
  attrs: { reduction },
  caption: (attrs) => attrs.reduction,

  shape: comparedShape,

  forward: (at) => compare(at, (x, t) => Math.abs(x - t)),
  // 0 where both are equal, as in PyTorch.
  backward: {
    input: (at) => slopeOf(at, "input", (x, t) => Math.sign(x - t)),
    target: (at) => slopeOf(at, "target", (x, t) => Math.sign(t - x)),
  },
  fast: (at) =>
    comparedFast(at, "abs(input - target)", "input - target > 0 ? 1 : input - target < 0 ? -1 : input - target"),

  tex: {
    forward:
      "\\when{!reduction=none}{@output = \\when{!reduction=sum}{\\frac1n }{}\\sum_i |@input_i - @target_i|}{@output_i = |@input_i - @target_i|}",
    backward: {
      input:
        "\\grad{@input_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\operatorname{sign}(@input_i - @target_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      target:
        "\\grad{@target_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\operatorname{sign}(@target_i - @input_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
    },
  },
  torch: lossTorch("nn.L1Loss", "F.l1_loss", "reduction"),
  examples: [
    { shapes: { input: [2, 3], target: [2, 3] } },
    { shapes: { input: [4], target: [4] }, attrs: { reduction: "sum" } },
    { shapes: { input: [2, 1], target: [3] }, attrs: { reduction: "none" } },
    { shapes: { input: [], target: [] } },
  ],
})

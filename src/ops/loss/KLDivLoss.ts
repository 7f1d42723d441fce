import { bool, choice } from "../attributes/attrs.ts"
import { compare, comparedFast, comparedShape, comparison, lossTorch, slopeOf } from "../families/losses.ts"
import { defineOp } from "../op.ts"

export const KLDivLoss = defineOp({
  kind: "KLDivLoss",
  shelf: "loss",
  title: "Kullback–Leibler divergence",
  short: "KL",
  summary: "How far the target distribution is from the predicted one, whose logarithms are the input.",
  keywords: ["KL divergence", "relative entropy", "distillation"],
  ...comparison,
  attrs: {
    reduction: choice(["mean", "batchmean", "sum", "none"], {
      doc: "batchmean divides the sum by the batch, as in mathematics; mean divides by all elements.",
      fallback: "mean",
    }),
    log_target: bool({ doc: "The target holds logarithms too.", fallback: false }),
  },
  caption: (attrs) => attrs.reduction,

  shape: comparedShape,

  notFinite: (at) =>
    !at.attrs.log_target && at.inputs.target.data.some((t) => t < 0)
      ? "the logarithm of a negative target; if the targets are logarithms, set log_target"
      : null,
  // 0·log 0 is 0.
  forward: (at) =>
    compare(
      at,
      at.attrs.log_target ? (x, t) => Math.exp(t) * (t - x) : (x, t) => (t === 0 ? 0 : t * (Math.log(t) - x)),
    ),
  backward: {
    input: (at) => slopeOf(at, "input", at.attrs.log_target ? (_, t) => -Math.exp(t) : (_, t) => -t),
    target: (at) =>
      slopeOf(at, "target", at.attrs.log_target ? (x, t) => Math.exp(t) * (t - x + 1) : (x, t) => Math.log(t) - x + 1),
  },
  fast: (at) =>
    at.attrs.log_target
      ? comparedFast(at, "exp(target) * (target - input)", "-exp(target)", {
          target: "exp(target) * (target - input + 1)",
        })
      : comparedFast(at, "target == 0 ? 0 : target * (log(target) - input)", "-target", {
          target: "log(target) - input + 1",
        }),

  tex: {
    forward:
      "\\when{!reduction=none}{@output = \\when{!reduction=sum}{\\frac1n }{}\\sum_i \\when{log_target}{e^{@target_i}}{@target_i}\\,(\\when{log_target}{@target_i}{\\log @target_i} - @input_i)}{@output_i = \\when{log_target}{e^{@target_i}}{@target_i}\\,(\\when{log_target}{@target_i}{\\log @target_i} - @input_i)}",
    backward: {
      input:
        "\\grad{@input_i} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{log_target}{e^{@target_i}}{@target_i}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      target:
        "\\grad{@target_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{log_target}{e^{@target_i}\\, }{}(\\when{log_target}{@target_i}{\\log @target_i} - @input_i + 1)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
    },
  },
  torch: lossTorch("nn.KLDivLoss", "F.kl_div", "reduction", "log_target"),
  examples: [
    { shapes: { input: [2, 3], target: [2, 3] }, range: { input: [-3, 0], target: [0.1, 1] } },
    {
      shapes: { input: [2, 3], target: [2, 3] },
      attrs: { reduction: "batchmean", log_target: true },
      range: { input: [-3, 0], target: [-3, 0] },
    },
    { shapes: { input: [4], target: [4] }, attrs: { reduction: "sum" }, range: { input: [-3, 0], target: [0.1, 1] } },
    {
      shapes: { input: [2, 1], target: [3] },
      attrs: { reduction: "none" },
      range: { input: [-3, 0], target: [0.1, 1] },
    },
  ],
})

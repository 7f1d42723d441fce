import { broadcast2, sumTo } from "../../tensor/broadcast.ts"
import { zip } from "../../tensor/elementwise.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { reducedBy, reduction } from "../families/losses.ts"
import {
  checkProbabilities,
  throughReduction,
  throughWeight,
  weighed,
  weighedAxes,
  weighedFast,
  weighedShape,
} from "../families/weighing.ts"
import { defineOp } from "../op.ts"

/** PyTorch keeps logarithms above −100, so that a loss is finite. */
const LEAST_LOG = -100
/** PyTorch's floor of x(1 − x), a float32 there. */
const LEAST_SPREAD = Math.fround(1e-12)

export const BCELoss = defineOp({
  kind: "BCELoss",
  shelf: "loss",
  title: "Binary cross-entropy",
  short: "BCE",
  summary: "How surprised a predicted probability is by the target.",
  keywords: ["BCE", "log loss", "binary_cross_entropy"],
  use: 7,

  attrs: { reduction },
  inputs: {
    input: { doc: "Probabilities from 0 to 1, any shape.", tex: "x" },
    target: { doc: "Probabilities, usually 0 or 1; the input's shape.", tex: "t" },
    weight: { doc: "Weight of each loss; broadcasts to the input.", tex: "w", optional: true },
  },
  outputs: { output: { doc: "A scalar, or all losses if reduction is none.", tex: "\\ell" } },
  params: {},
  buffers: {},
  caption: (attrs) => attrs.reduction,

  shape: (at) => weighedShape(at.shapes, ["weight"], at.attrs.reduction),
  axes: (at) => weighedAxes(at, ["weight"]),
  receptiveField: () => "global",
  symbols: (at) => ({ e: sizeOf(at.shapes.input) }),
  // Two logarithms, their combination and the sum.
  formulas: { flops: "4*e" },

  forward: (at) => {
    const { input, target, weight } = at.inputs
    checkProbabilities(input)
    return weighed(zip(input, target, loss), weight, at.attrs.reduction)
  },
  backward: {
    // Near 0 and 1 PyTorch's slope is not that of the clamped logarithms, but of the formula with a floor.
    input: (at) => {
      const { input, target } = at.inputs
      const slope = zip(input, target, (x, t) => (x - t) / Math.max(x * (1 - x), LEAST_SPREAD))
      return broadcast2(slope, throughWeight(at), (s, g) => s * g)
    },
    target: (at) => broadcast2(at.inputs.input, throughWeight(at), (x, g) => g * (logOf(1 - x) - logOf(x))),
    weight: (at) => {
      const all = zip(at.inputs.input, at.inputs.target, loss)
      return sumTo(
        broadcast2(all, throughReduction(at), (l, g) => l * g),
        at.shapes.weight ?? [],
      )
    },
  },
  fast: (at) => {
    const [log, logOfRest] = ["max(-100, log(input))", "max(-100, log(1 - input))"]
    const slopes = {
      input: "(input - target) / max(input * (1 - input), 1e-12)",
      target: `${logOfRest} - ${log}`,
    }
    return weighedFast(at, `-(target * ${log} + (1 - target) * ${logOfRest})`, slopes, true)
  },

  tex: {
    forward:
      "\\when{!reduction=none}{@output = -\\when{!reduction=sum}{\\frac1n }{}\\sum_i \\when{weight}{@weight_i\\, }{}\\bigl(@target_i \\log @input_i + (1 - @target_i) \\log(1 - @input_i)\\bigr)}{@output_i = -\\when{weight}{@weight_i\\, }{}\\bigl(@target_i \\log @input_i + (1 - @target_i) \\log(1 - @input_i)\\bigr)}",
    backward: {
      input:
        "\\grad{@input_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{weight}{@weight_i\\, }{}\\frac{@input_i - @target_i}{@input_i\\,(1 - @input_i)}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      target:
        "\\grad{@target_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{weight}{@weight_i\\, }{}\\bigl(\\log(1 - @input_i) - \\log @input_i\\bigr)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      weight:
        "\\grad{@weight} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\sum_{\\text{broadcast}} \\bigl(@target_i \\log @input_i + (1 - @target_i) \\log(1 - @input_i)\\bigr)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
    },
  },
  torch: {
    module: { name: "nn.BCELoss", takes: ["reduction"], unless: (at) => at.shapes.weight !== undefined },
    functions: [
      {
        name: "F.binary_cross_entropy",
        takes: ["@input", "@target", "@weight", "reduction"],
        unless: (at) => at.differentiated("weight"),
      },
    ],
    // PyTorch's function knows no gradient of the weights.
    lines: ({ attrs }) => [
      '$losses = F.binary_cross_entropy(@input, @target, reduction="none") * @weight',
      `@output = $losses${reducedBy(attrs.reduction)}`,
    ],
  },
  examples: [
    { shapes: { input: [2, 3], target: [2, 3], weight: undefined }, range: { input: [0.1, 0.9], target: [0, 1] } },
    {
      shapes: { input: [2, 3], target: [2, 3], weight: [3] },
      attrs: { reduction: "sum" },
      range: { input: [0.1, 0.9], target: [0, 1] },
    },
    {
      shapes: { input: [2, 2], target: [2, 2], weight: [2, 1] },
      attrs: { reduction: "none" },
      range: { input: [0.1, 0.9], target: [0, 1] },
    },
  ],
})

function loss(x: number, t: number): number {
  return -(t * logOf(x) + (1 - t) * logOf(1 - x))
}

function logOf(x: number): number {
  return Math.max(LEAST_LOG, Math.log(x))
}

import { logGradients, sharesOfIndices } from "../../tensor/net/crossEntropy.ts"
import { dim, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { checkClasses, classAxis, classesAt, classesProblem } from "../families/classes.ts"
import {
  classLoss,
  classLossAxes,
  classLossFast,
  classLossLines,
  classLossShape,
  classView,
  classWeightGradient,
  learnsWeights,
  nothingCounts,
  placeGradients,
  type Terms,
} from "../families/classLoss.ts"
import { reduction } from "../families/losses.ts"
import { defineOp } from "../op.ts"

export const NLLLoss = defineOp({
  kind: "NLLLoss",
  shelf: "loss",
  title: "Negative log-likelihood",
  short: "NLL",
  summary: "Minus the right class's entry of the input, which holds logarithms of probabilities.",
  keywords: ["NLL", "NegativeLogLikelihoodLoss", "log likelihood"],
  use: 4,

  attrs: { reduction, ignore_index: int({ doc: "A class index that counts for nothing.", fallback: -100 }) },
  inputs: {
    input: { doc: "Logarithms of probabilities N×C, N×C×… or C: put a LogSoftmax before it.", tex: "x" },
    target: { doc: "Class indices, the input's shape without C.", tex: "t", classes: classesAt },
    weight: { doc: "Weight of each class, C numbers.", tex: "w", optional: true },
  },
  outputs: { output: { doc: "A scalar, or the loss of each place if reduction is none.", tex: "\\ell" } },
  params: {},
  buffers: {},
  caption: (attrs) => attrs.reduction,

  shape: (at) => classesProblem(at.shapes, false) ?? { output: classLossShape(at.shapes.input, at.attrs.reduction) },
  axes: classLossAxes,
  receptiveField: () => "global",
  symbols: (at) => ({ e: sizeOf(at.shapes.input) / dim(at.shapes.input, classAxis(at.shapes.input)) }),
  // Per place a product and a sum.
  formulas: { flops: "2*e" },

  forward: (at) => {
    const { input, target } = at.inputs
    checkClasses("target", target, dim(input.shape, classAxis(input.shape)), at.attrs.ignore_index)
    return classLoss(at, termsOf(at))
  },
  notFinite: (at) => nothingCounts(at, termsOf(at)),
  shared: termsOf,
  backward: {
    input: (at) => {
      const g = placeGradients(at, at.shared, at.grad.output)
      return logGradients(at.shared.shares, at.inputs.weight, g, classView(at.shapes.input))
    },
    target: null,
    weight: (at) => classWeightGradient(at, at.shared, at.grad.output),
  },
  fast: (at) => classLossFast(at, 0, false),

  tex: {
    forward:
      "\\when{!reduction=none}{@output = -\\when{!reduction=sum}{\\frac1n }{}\\sum_i \\when{weight}{@weight_{@target_i}\\, }{}@input_{i @target_i}}{@output_i = -\\when{weight}{@weight_{@target_i}\\, }{}@input_{i @target_i}}\\when{!reduction=sum & !reduction=none & weight}{, \\quad n = \\sum_i @weight_{@target_i}}{}",
    backward: {
      input:
        "\\grad{@input_{ic}} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{weight}{@weight_c\\, }{}[c = @target_i]\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}\\when{!reduction=sum & !reduction=none & weight}{, \\quad n = \\sum_i @weight_{@target_i}}{}",
      target: null,
      weight:
        "\\grad{@weight_c} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\sum_{i:\\, @target_i = c} \\when{reduction=mean}{(@input_{ic} + @output)}{@input_{ic}}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}\\when{!reduction=sum & !reduction=none}{, \\quad n = \\sum_i @weight_{@target_i}}{}",
    },
  },
  torch: {
    module: {
      name: "nn.NLLLoss",
      takes: ["ignore_index", "reduction"],
      unless: (at) => at.shapes.weight !== undefined,
    },
    functions: [
      {
        name: "F.nll_loss",
        takes: ["@input", "@target", "@weight", "ignore_index", "reduction"],
        unless: learnsWeights,
      },
    ],
    lines: (at) => classLossLines(at, "@input"),
  },
  examples: [
    { shapes: { input: [4, 3], target: [4], weight: undefined } },
    { shapes: { input: [5, 3], target: [5], weight: [3] }, attrs: { ignore_index: 2 }, range: { weight: [0.5, 2] } },
    { shapes: { input: [2, 3, 2], target: [2, 2], weight: [3] }, attrs: { reduction: "sum" } },
    { shapes: { input: [2, 3], target: [2], weight: undefined }, attrs: { reduction: "none" } },
    { shapes: { input: [3], target: [], weight: undefined } },
  ],
})

function termsOf(at: {
  readonly attrs: { readonly ignore_index: number }
  readonly inputs: { readonly input: Tensor; readonly target: Tensor }
}): Terms {
  const { input, target } = at.inputs
  const shares = sharesOfIndices(input, target, classView(input.shape), 0, at.attrs.ignore_index)
  return { logs: input, shares, indices: true }
}

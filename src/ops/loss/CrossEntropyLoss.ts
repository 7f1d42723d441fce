import { map } from "../../tensor/elementwise.ts"
import { logGradients, shareGradients, sharesOfIndices } from "../../tensor/net/crossEntropy.ts"
import { logSoftmax, logSoftmaxBackward } from "../../tensor/net/softmax.ts"
import { dim, type Shape, sameShape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { int, number } from "../attributes/attrs.ts"
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

export const CrossEntropyLoss = defineOp({
  kind: "CrossEntropyLoss",
  shelf: "loss",
  title: "Cross-entropy",
  short: "CE",
  summary: "Softmax over the classes, then minus the logarithm of the right class's probability.",
  keywords: ["softmax loss", "log loss", "SoftmaxCrossEntropyLoss", "categorical cross-entropy", "CE"],
  use: 62,
  usual: { input: ["Linear"], target: ["Input"] },

  attrs: {
    reduction,
    ignore_index: int({ doc: "A class index that counts for nothing.", fallback: -100 }),
    label_smoothing: number({
      doc: "Share of the target that is spread over all classes.",
      fallback: 0,
      min: 0,
      max: 1,
    }),
  },
  inputs: {
    input: { doc: "Scores (logits) N×C, N×C×… or C.", tex: "x" },
    target: {
      doc: "Class indices, the input's shape without C; or probabilities of the input's shape.",
      tex: "t",
      classes: classesAt,
    },
    weight: { doc: "Weight of each class, C numbers.", tex: "w", optional: true },
  },
  outputs: { output: { doc: "A scalar, or the loss of each place if reduction is none.", tex: "\\ell" } },
  params: {},
  buffers: {},
  caption: (attrs) =>
    attrs.label_smoothing === 0 ? attrs.reduction : `${attrs.reduction}, smoothing ${attrs.label_smoothing}`,

  shape: (at) => classesProblem(at.shapes, true) ?? { output: classLossShape(at.shapes.input, at.attrs.reduction) },
  axes: classLossAxes,
  receptiveField: () => "global",
  symbols: (at) => ({ e: sizeOf(at.shapes.input) }),
  // Exponential, sum and logarithm of the softmax, product with the target.
  formulas: { flops: "4*e" },

  forward: (at) => {
    const { input, target } = at.inputs
    const { ignore_index } = at.attrs
    if (!sameShape(input.shape, target.shape)) {
      checkClasses("target", target, dim(input.shape, classAxis(input.shape)), ignore_index)
    }
    return classLoss(at, termsOf(at))
  },
  notFinite: (at) => nothingCounts(at, termsOf(at)),
  shared: termsOf,
  backward: {
    input: (at) => {
      const g = placeGradients(at, at.shared, at.grad.output)
      const toLogs = logGradients(at.shared.shares, at.inputs.weight, g, classView(at.shapes.input))
      return logSoftmaxBackward(at.shared.logs, toLogs, classAxis(at.shapes.input))
    },
    // Probabilities only: the engine asks nothing of a port that holds indices.
    target: (at) => {
      const g = placeGradients(at, at.shared, at.grad.output)
      const toShares = shareGradients(at.shared.logs, at.inputs.weight, g, classView(at.shapes.input))
      return map(toShares, (s) => s * (1 - at.attrs.label_smoothing))
    },
    weight: (at) => classWeightGradient(at, at.shared, at.grad.output),
  },
  fast: (at) => classLossFast(at, at.attrs.label_smoothing, true),

  tex: {
    forward:
      "\\when{!weight & !label_smoothing & !alike input target}{\\when{!reduction=none}{@output = -\\when{!reduction=sum}{\\frac1n }{}\\sum_i \\log p_{i @target_i}}{@output_i = -\\log p_{i @target_i}}, \\quad p_{ic} = \\frac{e^{@input_{ic}}}{\\sum_k e^{@input_{ik}}}}{\\when{!reduction=none}{@output = -\\when{!reduction=sum}{\\frac1n }{}\\sum_i \\sum_c }{@output_i = -\\sum_c }\\when{weight}{@weight_c\\, }{}q_{ic} \\log p_{ic}, \\quad p_{ic} = \\frac{e^{@input_{ic}}}{\\sum_k e^{@input_{ik}}}, \\quad q_{ic} = \\when{alike input target}{\\when{label_smoothing}{(1 - @label_smoothing)\\, @target_{ic} + \\tfrac1C @label_smoothing}{@target_{ic}}}{\\when{label_smoothing}{(1 - @label_smoothing)\\,[c = @target_i] + \\tfrac1C @label_smoothing}{[c = @target_i]}}\\when{!reduction=sum & !reduction=none & weight & !alike input target}{, \\quad n = \\sum_i @weight_{@target_i}}{}}",
    backward: {
      input:
        "\\grad{@input_{ic}} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{!weight & !label_smoothing & !alike input target}{\\bigl(p_{ic} - [c = @target_i]\\bigr)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad p_{ic} = \\frac{e^{@input_{ic}}}{\\sum_k e^{@input_{ik}}}}{\\when{weight}{\\Bigl(p_{ic} \\sum_k @weight_k\\, q_{ik} - @weight_c\\, q_{ic}\\Bigr)}{\\Bigl(p_{ic} \\sum_k q_{ik} - q_{ic}\\Bigr)}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad p_{ic} = \\frac{e^{@input_{ic}}}{\\sum_k e^{@input_{ik}}}, \\quad q_{ic} = \\when{alike input target}{\\when{label_smoothing}{(1 - @label_smoothing)\\, @target_{ic} + \\tfrac1C @label_smoothing}{@target_{ic}}}{\\when{label_smoothing}{(1 - @label_smoothing)\\,[c = @target_i] + \\tfrac1C @label_smoothing}{[c = @target_i]}}\\when{!reduction=sum & !reduction=none & weight & !alike input target}{, \\quad n = \\sum_i @weight_{@target_i}}{}}",
      target:
        "\\grad{@target_{ic}} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{label_smoothing}{(1 - @label_smoothing)\\, }{}\\when{weight}{@weight_c\\, }{}\\log p_{ic}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad p_{ic} = \\frac{e^{@input_{ic}}}{\\sum_k e^{@input_{ik}}}",
      weight:
        "\\grad{@weight_c} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\sum_i \\bigl(q_{ic} \\log p_{ic}\\when{reduction=mean & !alike input target}{ + [c = @target_i]\\, @output}{}\\bigr)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad p_{ic} = \\frac{e^{@input_{ic}}}{\\sum_k e^{@input_{ik}}}, \\quad q_{ic} = \\when{alike input target}{\\when{label_smoothing}{(1 - @label_smoothing)\\, @target_{ic} + \\tfrac1C @label_smoothing}{@target_{ic}}}{\\when{label_smoothing}{(1 - @label_smoothing)\\,[c = @target_i] + \\tfrac1C @label_smoothing}{[c = @target_i]}}\\when{!reduction=sum & !reduction=none & weight & !alike input target}{, \\quad n = \\sum_i @weight_{@target_i}}{}",
    },
  },
  torch: {
    module: {
      name: "nn.CrossEntropyLoss",
      takes: ["ignore_index", "reduction", "label_smoothing"],
      unless: (at) => at.shapes.weight !== undefined,
    },
    functions: [
      {
        name: "F.cross_entropy",
        takes: ["@input", "@target", "@weight", "ignore_index", "reduction", "label_smoothing"],
        unless: learnsWeights,
      },
    ],
    lines: (at) => classLossLines(at, `torch.log_softmax(@input, dim=${classAxis(at.shapes.input)})`),
  },
  examples: [
    { shapes: { input: [4, 3], target: [4], weight: undefined } },
    {
      shapes: { input: [3, 4], target: [3], weight: [4] },
      attrs: { label_smoothing: 0.1 },
      range: { weight: [0.5, 2] },
    },
    { shapes: { input: [2, 3, 2], target: [2, 2], weight: [3] }, attrs: { reduction: "sum", ignore_index: 1 } },
    { shapes: { input: [2, 3, 2], target: [2, 2], weight: undefined }, attrs: { reduction: "none" } },
    { shapes: { input: [3], target: [], weight: [3] }, range: { weight: [0.5, 2] } },
    {
      shapes: { input: [3, 4], target: [3, 4], weight: [4] },
      attrs: { label_smoothing: 0.2 },
      range: { target: [0, 1], weight: [0.5, 2] },
    },
    {
      shapes: { input: [3, 2], target: [3, 2], weight: undefined },
      attrs: { reduction: "none" },
      range: { target: [0, 1] },
    },
  ],
})

function termsOf(at: {
  readonly attrs: { readonly label_smoothing: number; readonly ignore_index: number }
  readonly inputs: { readonly input: Tensor; readonly target: Tensor }
  readonly shapes: { readonly input: Shape; readonly target: Shape }
}): Terms {
  const { input, target } = at.inputs
  const { label_smoothing, ignore_index } = at.attrs
  const view = classView(input.shape)
  const indices = !sameShape(input.shape, target.shape)
  const shares = indices
    ? sharesOfIndices(input, target, view, label_smoothing, ignore_index)
    : map(target, (t) => (1 - label_smoothing) * t + label_smoothing / view.size)
  return { logs: logSoftmax(input, classAxis(input.shape)), shares, indices }
}

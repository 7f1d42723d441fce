import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { sigmoid, softplus } from "../../tensor/special.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { reducedBy, reduction } from "../families/losses.ts"
import {
  orOne,
  throughReduction,
  throughWeight,
  weighed,
  weighedAxes,
  weighedFast,
  weighedShape,
} from "../families/weighing.ts"
import { defineOp } from "../op.ts"

export const BCEWithLogitsLoss = defineOp({
  kind: "BCEWithLogitsLoss",
  shelf: "loss",
  title: "Binary cross-entropy with logits",
  short: "BCE logits",
  summary: "Sigmoid and binary cross-entropy in one, without overflow.",
  keywords: ["BCE", "logistic loss", "sigmoid cross entropy", "binary_cross_entropy_with_logits"],
  use: 8,

  attrs: { reduction },
  inputs: {
    input: { doc: "Scores before the sigmoid, any shape.", tex: "x" },
    target: { doc: "Probabilities, usually 0 or 1; the input's shape.", tex: "t" },
    weight: { doc: "Weight of each loss; broadcasts to the input.", tex: "w", optional: true },
    pos_weight: { doc: "Weight of the positive term; broadcasts to the input.", tex: "p", optional: true },
  },
  outputs: { output: { doc: "A scalar, or all losses if reduction is none.", tex: "\\ell" } },
  params: {},
  buffers: {},
  caption: (attrs) => attrs.reduction,

  shape: (at) => weighedShape(at.shapes, ["weight", "pos_weight"], at.attrs.reduction),
  axes: (at) => weighedAxes(at, ["weight", "pos_weight"]),
  receptiveField: () => "global",
  symbols: (at) => ({ e: sizeOf(at.shapes.input) }),
  // An exponential, a logarithm, their combination and the sum.
  formulas: { flops: "4*e" },

  // −t p log σ(x) − (1 − t) log(1 − σ(x)), and −log σ(x) = log(1 + e^(−x)): no difference of large numbers for any x.
  forward: (at) => {
    const { input, target, weight } = at.inputs
    const pos = orOne(at.inputs.pos_weight, input)
    const all = broadcast3(input, target, pos, lossOf)
    return weighed(all, weight, at.attrs.reduction)
  },
  backward: {
    input: (at) => {
      const { input, target } = at.inputs
      const pos = orOne(at.inputs.pos_weight, input)
      const slope = broadcast3(input, target, pos, (x, t, p) => (1 - t) * sigmoid(x) - p * t * sigmoid(-x))
      return broadcast2(slope, throughWeight(at), (s, g) => s * g)
    },
    target: (at) => {
      const { input } = at.inputs
      const pos = orOne(at.inputs.pos_weight, input)
      return broadcast3(input, pos, throughWeight(at), (x, p, g) => g * (p * softplus(-x) - softplus(x)))
    },
    weight: (at) => {
      const { input, target } = at.inputs
      const pos = orOne(at.inputs.pos_weight, input)
      const all = broadcast3(input, target, pos, lossOf)
      return sumTo(
        broadcast2(all, throughReduction(at), (l, g) => l * g),
        at.shapes.weight ?? [],
      )
    },
    pos_weight: (at) => {
      const { input, target } = at.inputs
      const slope = broadcast3(input, target, throughWeight(at), (x, t, g) => g * t * softplus(-x))
      return sumTo(slope, at.shapes.pos_weight ?? [])
    },
  },
  fast: (at) => {
    const right = at.shapes.pos_weight === undefined ? "target" : "pos_weight * target"
    const each = at.shapes.pos_weight === undefined ? "" : "pos_weight * "
    return weighedFast(at, `(1 - target) * softplus(input) + ${right} * softplus(-input)`, {
      input: `(1 - target) * sigmoid(input) - ${right} * sigmoid(-input)`,
      target: `${each}softplus(-input) - softplus(input)`,
      pos_weight: "target * softplus(-input)",
    })
  },

  tex: {
    forward:
      "\\when{!reduction=none}{@output = -\\when{!reduction=sum}{\\frac1n }{}\\sum_i \\when{weight}{@weight_i\\, }{}\\bigl(\\when{pos_weight}{@pos_weight_i\\, }{}@target_i \\log \\sigma(@input_i) + (1 - @target_i) \\log(1 - \\sigma(@input_i))\\bigr)}{@output_i = -\\when{weight}{@weight_i\\, }{}\\bigl(\\when{pos_weight}{@pos_weight_i\\, }{}@target_i \\log \\sigma(@input_i) + (1 - @target_i) \\log(1 - \\sigma(@input_i))\\bigr)}",
    backward: {
      input:
        "\\grad{@input_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{weight}{@weight_i\\, }{}\\when{pos_weight}{\\bigl((1 - @target_i)\\,\\sigma(@input_i) - @pos_weight_i\\, @target_i\\,(1 - \\sigma(@input_i))\\bigr)}{(\\sigma(@input_i) - @target_i)}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      target:
        "\\grad{@target_i} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\when{weight}{@weight_i\\, }{}\\when{pos_weight}{\\bigl(@pos_weight_i \\log \\sigma(@input_i) - \\log(1 - \\sigma(@input_i))\\bigr)}{@input_i}\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      weight:
        "\\grad{@weight} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\sum_{\\text{broadcast}} \\bigl(\\when{pos_weight}{@pos_weight_i\\, }{}@target_i \\log \\sigma(@input_i) + (1 - @target_i) \\log(1 - \\sigma(@input_i))\\bigr)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
      pos_weight:
        "\\grad{@pos_weight} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\sum_{\\text{broadcast}} \\when{weight}{@weight_i\\, }{}@target_i \\log \\sigma(@input_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}",
    },
  },
  torch: {
    module: {
      name: "nn.BCEWithLogitsLoss",
      takes: ["reduction"],
      unless: ({ shapes }) => shapes.weight !== undefined || shapes.pos_weight !== undefined,
    },
    functions: [
      {
        name: "F.binary_cross_entropy_with_logits",
        takes: ["@input", "@target", "@weight", "reduction", "@pos_weight"],
        unless: (at) => at.differentiated("weight") || at.differentiated("pos_weight"),
      },
    ],
    // PyTorch's function knows no gradient of the weights.
    lines: ({ attrs, shapes }) => [
      `$right = ${shapes.pos_weight === undefined ? "" : "@pos_weight * "}@target * F.logsigmoid(@input)`,
      "$losses = -($right + (1 - @target) * F.logsigmoid(-@input))",
      `@output = ${shapes.weight === undefined ? "$losses" : "(@weight * $losses)"}${reducedBy(attrs.reduction)}`,
    ],
  },
  examples: [
    { shapes: { input: [2, 3], target: [2, 3], weight: undefined, pos_weight: undefined } },
    { shapes: { input: [2, 3], target: [2, 3], weight: [2, 1], pos_weight: [3] } },
    { shapes: { input: [2, 3], target: [2, 3], weight: undefined, pos_weight: [3] }, attrs: { reduction: "sum" } },
    { shapes: { input: [2, 2], target: [2, 2], weight: [2], pos_weight: undefined }, attrs: { reduction: "none" } },
  ],
})

function lossOf(x: number, t: number, p: number): number {
  return (1 - t) * softplus(x) + p * t * softplus(-x)
}

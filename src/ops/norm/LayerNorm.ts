import {
  biasGradient,
  kept,
  moments,
  scaleShift,
  standardize,
  standardizeBackward,
  weightGradient,
} from "../../tensor/net/normalize.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { bool, ints, number } from "../attributes/attrs.ts"
import { leadingAxes, momentRows, rowsSeen, trailingMeans, trailingProblem, views } from "../families/normalized.ts"
import { defineOp } from "../op.ts"

export const LayerNorm = defineOp({
  kind: "LayerNorm",
  shelf: "norm",
  title: "LayerNorm",
  short: "LN",
  summary: "Makes each sample mean 0 and variance 1 over its last axes, then scales and shifts it.",
  keywords: ["LN", "layer normalization", "LayerNormalization"],
  use: 38,

  attrs: {
    normalized_shape: ints({ doc: "Sizes of the last axes, which share one mean.", initial: [8], min: 1, least: 1 }),
    eps: number({ doc: "Added to the variance under the root.", fallback: 1e-5, min: 0 }),
    elementwise_affine: bool({ doc: "Learn a scale for each place of the normalised shape.", fallback: true }),
    bias: bool({ doc: "Learn a shift as well.", fallback: true }),
  },
  inputs: { input: { doc: "Any leading axes, then the normalised shape.", tex: "x" } },
  outputs: {
    output: { doc: "Same shape as the input.", tex: "y" },
    mean: {
      doc: "The means that were subtracted, one a row.",
      tex: "\\mu",
      hidden: true,
      onCard: true,
      constant: true,
    },
    variance: {
      doc: "The variances, correction 0, one a row.",
      tex: "\\sigma^2",
      hidden: true,
      onCard: true,
      constant: true,
    },
  },
  params: {
    weight: {
      tex: "\\gamma",
      doc: "Scale of each place.",
      rule: (at) =>
        at.attrs.elementwise_affine ? { shape: at.attrs.normalized_shape, init: { kind: "ones" }, count: "k" } : null,
    },
    bias: {
      tex: "\\beta",
      doc: "Shift of each place.",
      rule: (at) =>
        at.attrs.elementwise_affine && at.attrs.bias
          ? { shape: at.attrs.normalized_shape, init: { kind: "zeros" }, count: "k" }
          : null,
    },
  },
  buffers: {},
  caption: (attrs) => `over ${attrs.normalized_shape.join("×")}`,

  shape: (at) => {
    const { input } = at.shapes
    const problem = trailingProblem(input, at.attrs.normalized_shape)
    const leading = leadingAxes(input, at.attrs.normalized_shape)
    const outputs = { output: input, mean: leading, variance: leading }
    return problem === null ? outputs : { ...problem, outputs }
  },
  axes: (at) => {
    const { axes, leading, means } = trailingMeans(
      at.shapes.input.length,
      at.attrs.normalized_shape.length,
      "mean and variance",
    )
    return { inputs: { input: axes }, outputs: { output: axes, mean: leading, variance: leading }, means }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.shapes.input), k: sizeOf(at.attrs.normalized_shape) }),
  // An element: 1 for the mean, 3 for the variance, 2 to standardise, 2 to scale and shift.
  formulas: { flops: "8*e" },

  forward: (at) => {
    const { input } = at.inputs
    const { rows, places } = views(input.shape, at.attrs.normalized_shape)
    const used = moments(input, rows)
    const z = standardize(input, rows, used, at.attrs.eps)
    const leading = input.shape.slice(0, input.shape.length - at.attrs.normalized_shape.length)
    return { output: scaleShift(z, places, at.params.weight, at.params.bias), ...kept(used, leading, at.dtype) }
  },
  // z, which both the input's and the weight's arrow need.
  shared: (at) =>
    standardize(at.inputs.input, views(at.shapes.input, at.attrs.normalized_shape).rows, at.outputs, at.attrs.eps),
  statistics: (at) => {
    const { normalized_shape, elementwise_affine, bias } = at.attrs
    const seen = rowsSeen(at.shapes.input, normalized_shape)
    const learned = { weight: elementwise_affine, bias: elementwise_affine && bias }
    return { rows: momentRows(seen, sizeOf(normalized_shape), learned), of: "row" }
  },
  backward: {
    input: (at) => {
      const { rows, places } = views(at.shapes.input, at.attrs.normalized_shape)
      const g = scaleShift(at.grad.output, places, at.params.weight, null)
      return standardizeBackward(at.shared, g, rows, at.outputs.variance, at.attrs.eps)
    },
    weight: (at) => {
      const { normalized_shape } = at.attrs
      return weightGradient(
        at.grad.output,
        at.shared,
        views(at.shapes.input, normalized_shape).places,
        normalized_shape,
      )
    },
    bias: (at) => {
      const { normalized_shape } = at.attrs
      return biasGradient(at.grad.output, views(at.shapes.input, normalized_shape).places, normalized_shape)
    },
  },
  fast: (at) => {
    const { rows, places } = views(at.shapes.input, at.attrs.normalized_shape)
    const view = [rows.size, places.size]
    return {
      kernel: "rowNorm",
      view,
      pixels: false,
      along: [1],
      scaled: [1],
      eps: at.attrs.eps,
      of: "variance",
      running: false,
    }
  },

  tex: {
    forward:
      "@output_i = \\when{weight}{@weight_i\\, }{}\\frac{@input_i - @mean}{\\sqrt{@variance + @eps}}\\when{bias}{ + @bias_i}{}, \\quad @mean = \\frac1n \\sum_k @input_k, \\quad @variance = \\frac1n \\sum_k (@input_k - @mean)^2",
    backward: {
      input:
        "\\grad{@input_i} = \\frac{1}{\\sqrt{@variance + @eps}} \\biggl( g_i - \\frac1n \\sum_k g_k - \\frac{@input_i - @mean}{n(@variance + @eps)} \\sum_k g_k\\,(@input_k - @mean) \\biggr), \\quad g_i = \\when{weight}{@weight_i\\, }{}\\grad{@output_i}",
      weight:
        "\\grad{@weight_i} = \\sum_{\\text{rows}} \\grad{@output_i}\\, \\frac{@input_i - @mean}{\\sqrt{@variance + @eps}}",
      bias: "\\grad{@bias_i} = \\sum_{\\text{rows}} \\grad{@output_i}",
    },
  },
  torch: {
    // A scale without a shift came with PyTorch 2.1.
    module: {
      name: "nn.LayerNorm",
      takes: ["normalized_shape", "eps", "elementwise_affine"],
      unless: ({ attrs }) => attrs.elementwise_affine && !attrs.bias,
    },
    functions: [
      {
        name: "F.layer_norm",
        takes: ["@input", { normalized_shape: (at) => at.attrs.normalized_shape }, "@weight", "@bias", "eps"],
      },
    ],
  },
  examples: [
    { shapes: { input: [3, 4] }, attrs: { normalized_shape: 4 } },
    { shapes: { input: [2, 2, 3] }, attrs: { normalized_shape: [2, 3], eps: 0.1 } },
    { shapes: { input: [2, 2, 3] }, attrs: { normalized_shape: [3], bias: false } },
    { shapes: { input: [5] }, attrs: { normalized_shape: [5], elementwise_affine: false } },
  ],
})

import { type Around, around } from "../../tensor/axis.ts"
import {
  biasGradient,
  kept,
  moments,
  scaleShift,
  standardize,
  standardizeBackward,
  weightGradient,
} from "../../tensor/net/normalize.ts"
import { dim, formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import { bool, int, number } from "../attributes/attrs.ts"
import { sharedFrom } from "../axisNames.ts"
import { groupsProblem, momentRows } from "../families/normalized.ts"
import { defineOp } from "../op.ts"

export const GroupNorm = defineOp({
  kind: "GroupNorm",
  shelf: "norm",
  title: "GroupNorm",
  short: "GN",
  summary: "Makes each group of channels of each sample mean 0 and variance 1, then scales and shifts each channel.",
  keywords: ["GN", "group normalization", "GroupNormalization"],
  use: 6,

  attrs: {
    num_groups: int({ doc: "Groups that the channels are divided into.", initial: 2, min: 1 }),
    eps: number({ doc: "Added to the variance under the root.", fallback: 1e-5, min: 0 }),
    affine: bool({ doc: "Learn a scale γ and a shift β for each channel.", fallback: true }),
  },
  inputs: { input: { doc: "N×C×…; C divides into the groups.", tex: "x" } },
  outputs: {
    output: { doc: "Same shape as the input.", tex: "y" },
    mean: { doc: "Means of N×groups.", tex: "\\mu", hidden: true, onCard: true, constant: true },
    variance: {
      doc: "Variances of N×groups, correction 0.",
      tex: "\\sigma^2",
      hidden: true,
      onCard: true,
      constant: true,
    },
  },
  params: {
    weight: {
      tex: "\\gamma",
      doc: "Scale of each channel.",
      rule: (at) => (at.attrs.affine ? { shape: [dim(at.shapes.input, 1)], init: { kind: "ones" }, count: "c" } : null),
    },
    bias: {
      tex: "\\beta",
      doc: "Shift of each channel.",
      rule: (at) =>
        at.attrs.affine ? { shape: [dim(at.shapes.input, 1)], init: { kind: "zeros" }, count: "c" } : null,
    },
  },
  buffers: {},
  caption: (attrs) => `${attrs.num_groups} ${attrs.num_groups === 1 ? "group" : "groups"}`,

  shape: (at) => {
    const { input } = at.shapes
    const { num_groups } = at.attrs
    const problem = groupsProblem(input, num_groups)
    const groups = [input[0] ?? 1, num_groups]
    const outputs = { output: input, mean: groups, variance: groups }
    if (problem !== null) return problem.at === "num_groups" ? { ...problem, outputs } : problem
    if (sizeOf(input) / num_groups === 1) {
      const [whose, each] = num_groups === 1 ? ["its one group", "it"] : [`each of ${num_groups} groups`, "each"]
      const sentence = `the input ${formatShape(input)} has one value for ${whose}, whose variance is 0; ${each} needs at least two`
      return { at: "input", sentence, found: "1 value", expected: "2 or more", outputs }
    }
    return outputs
  },
  axes: (at) => {
    const input = at.shapes.input.map((_, axis) => (axis === 0 ? "batch" : axis === 1 ? "channels" : "spatial"))
    const groups = ["batch", null] as const
    const over = sharedFrom(input.length, 2).map((share, axis) => (axis === 1 ? at.attrs.num_groups : share))
    return {
      inputs: { input },
      outputs: { output: input, mean: groups, variance: groups },
      means: { port: "input", over, of: "mean and variance", scale: [1] },
    }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.shapes.input), c: dim(at.shapes.input, 1) }),
  // An element: 1 for the mean, 3 for the variance, 2 to standardise, 2 to scale and shift.
  formulas: { flops: "8*e" },

  forward: (at) => {
    const { input } = at.inputs
    const view = groupsOf(input.shape, at.attrs.num_groups)
    const used = moments(input, view)
    const z = standardize(input, view, used, at.attrs.eps)
    const output = scaleShift(z, around(input.shape, 1), at.params.weight, at.params.bias)
    return { output, ...kept(used, [dim(input.shape, 0), at.attrs.num_groups], at.dtype) }
  },
  // z, which both the input's and the weight's arrow need.
  shared: (at) =>
    standardize(at.inputs.input, groupsOf(at.shapes.input, at.attrs.num_groups), at.outputs, at.attrs.eps),
  statistics: (at) => {
    const { num_groups, affine } = at.attrs
    const rows = momentRows(num_groups, dim(at.shapes.input, 1), { weight: affine, bias: affine })
    return { rows, of: "group" }
  },
  backward: {
    input: (at) => {
      const g = scaleShift(at.grad.output, around(at.shapes.input, 1), at.params.weight, null)
      const view = groupsOf(at.shapes.input, at.attrs.num_groups)
      return standardizeBackward(at.shared, g, view, at.outputs.variance, at.attrs.eps)
    },
    weight: (at) => {
      const view = around(at.shapes.input, 1)
      return weightGradient(at.grad.output, at.shared, view, [view.size])
    },
    bias: (at) => {
      const view = around(at.shapes.input, 1)
      return biasGradient(at.grad.output, view, [view.size])
    },
  },
  fast: (at) => {
    const [batch = 1, channels = 1, ...places] = at.shapes.input
    const { num_groups, eps } = at.attrs
    const [height, width] = [sizeOf(places.slice(0, -1)), places.at(-1) ?? 1]
    const view = [batch, num_groups, channels / num_groups, height, width]
    return {
      kernel: "rowNorm",
      view,
      pixels: true,
      along: [2, 3, 4],
      scaled: [1, 2],
      eps,
      of: "variance",
      running: false,
    }
  },

  tex: {
    forward:
      "@output = \\when{affine}{@weight_c\\, }{}\\frac{@input - @mean}{\\sqrt{@variance + @eps}}\\when{affine}{ + @bias_c}{}, \\quad @mean = \\frac1n \\sum_{k \\in \\text{group}} @input_k, \\quad @variance = \\frac1n \\sum_{k \\in \\text{group}} (@input_k - @mean)^2",
    backward: {
      input:
        "\\grad{@input_i} = \\frac{1}{\\sqrt{@variance + @eps}} \\biggl( g_i - \\frac1n \\sum_{k \\in \\text{group}} g_k - \\frac{@input_i - @mean}{n(@variance + @eps)} \\sum_{k \\in \\text{group}} g_k\\,(@input_k - @mean) \\biggr), \\quad g_i = \\when{affine}{@weight_c\\, }{}\\grad{@output_i}",
      weight:
        "\\grad{@weight_c} = \\sum_{k \\in c} \\grad{@output_k}\\, \\frac{@input_k - @mean}{\\sqrt{@variance + @eps}}",
      bias: "\\grad{@bias_c} = \\sum_{k \\in c} \\grad{@output_k}",
    },
  },
  torch: {
    module: {
      name: "nn.GroupNorm",
      takes: ["num_groups", { num_channels: (at) => dim(at.shapes.input, 1) }, "eps", "affine"],
    },
    functions: [{ name: "F.group_norm", takes: ["@input", "num_groups", "@weight", "@bias", "eps"] }],
  },
  examples: [
    { shapes: { input: [2, 4, 2, 2] }, attrs: { num_groups: 2 } },
    { shapes: { input: [3, 6] }, attrs: { num_groups: 2, eps: 0.1 } },
    { shapes: { input: [2, 3, 4] }, attrs: { num_groups: 1, affine: false } },
    { shapes: { input: [2, 3, 4] }, attrs: { num_groups: 3 } },
  ],
})

/** Neighbouring channels of one sample share a mean: N×C×… seen as (N·groups) runs of cells. */
function groupsOf(input: Shape, groups: number): Around {
  const size = dim(input, 0) * groups
  return { outer: 1, size, inner: sizeOf(input) / size }
}

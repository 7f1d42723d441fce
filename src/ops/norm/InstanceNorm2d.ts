import { type Around, around } from "../../tensor/axis.ts"
import {
  biasGradient,
  divideByDeviation,
  kept,
  type Moments,
  moments,
  repeated,
  runningAverage,
  scaleShift,
  sharedMoments,
  standardize,
  standardizeBackward,
  weightGradient,
} from "../../tensor/net/normalize.ts"
import { dim, formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import { bool, number } from "../attributes/attrs.ts"
import { sharedFrom } from "../axisNames.ts"
import { momentRows } from "../families/normalized.ts"
import { planeNames } from "../families/spatial/spatial.ts"
import { defineOp, type Mode } from "../op.ts"
import { float } from "../torch.ts"

export const InstanceNorm2d = defineOp({
  kind: "InstanceNorm2d",
  shelf: "norm",
  title: "InstanceNorm2d",
  short: "IN",
  summary: "Makes each channel of each image mean 0 and variance 1.",
  keywords: ["IN", "instance normalization", "InstanceNormalization", "style transfer"],

  attrs: {
    eps: number({ doc: "Added to the variance under the root.", fallback: 1e-5, min: 0 }),
    momentum: number({ doc: "Share of the new batch in the running statistics.", fallback: 0.1, min: 0, max: 1 }),
    affine: bool({ doc: "Learn a scale γ and a shift β for each channel.", fallback: false }),
    track_running_stats: bool({ doc: "Keep running statistics and use them in evaluation mode.", fallback: false }),
  },
  inputs: { input: { doc: "N×C×H×W or C×H×W.", tex: "x" } },
  outputs: {
    output: { doc: "Same shape as the input.", tex: "y" },
    mean: { doc: "The means that were subtracted, N×C.", tex: "\\mu", hidden: true, onCard: true, constant: true },
    variance: {
      doc: "The variances that were used, N×C.",
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
      rule: (at) =>
        at.attrs.affine ? { shape: [dim(at.shapes.input, -3)], init: { kind: "ones" }, count: "c" } : null,
    },
    bias: {
      tex: "\\beta",
      doc: "Shift of each channel.",
      rule: (at) =>
        at.attrs.affine ? { shape: [dim(at.shapes.input, -3)], init: { kind: "zeros" }, count: "c" } : null,
    },
  },
  buffers: {
    running_mean: {
      tex: "\\bar\\mu",
      doc: "Kept over batches for evaluation mode.",
      rule: (at) =>
        at.attrs.track_running_stats ? { shape: [dim(at.shapes.input, -3)], init: { kind: "zeros" } } : null,
    },
    running_var: {
      tex: "\\bar\\sigma^2",
      doc: "Kept over batches for evaluation mode, with correction 1.",
      rule: (at) =>
        at.attrs.track_running_stats ? { shape: [dim(at.shapes.input, -3)], init: { kind: "ones" } } : null,
    },
  },
  caption: (attrs) => (attrs.affine ? "with γ, β" : ""),

  shape: (at) => {
    const { input } = at.shapes
    const found = formatShape(input)
    if (input.length !== 3 && input.length !== 4) {
      const sentence = `InstanceNorm2d takes N×C×H×W or C×H×W, but the input ${found} has ${input.length} axes`
      return { at: "input", sentence, found, expected: "N×C×H×W or C×H×W" }
    }
    const instances = input.slice(0, -2)
    const outputs = { output: input, mean: instances, variance: instances }
    if (ofInstance(at) && dim(input, -1) * dim(input, -2) === 1) {
      const sentence = `the input ${found} has one place a channel, whose variance is 0; instance norm needs at least two`
      return { at: "input", sentence, found: "1 place", expected: "2 or more", outputs }
    }
    return outputs
  },
  axes: (at) => {
    const input = planeNames(at.shapes.input, 2)
    const instances = input.slice(0, -2)
    const axes = { inputs: { input }, outputs: { output: input, mean: instances, variance: instances } }
    if (!ofInstance(at)) return axes
    const over = sharedFrom(input.length, instances.length)
    return { ...axes, means: { port: "input", over, of: "mean and variance", scale: [instances.length - 1] } }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.shapes.input), c: dim(at.shapes.input, -3) }),
  // An element: 1 for the mean, 3 for the variance, 2 to standardise, 2 to scale and shift.
  formulas: { flops: "8*e" },

  forward: (at) => {
    const { input } = at.inputs
    const view = instances(input.shape)
    const { running_mean, running_var } = at.buffers
    const used: Moments =
      ofInstance(at) || running_mean === null || running_var === null
        ? moments(input, view)
        : { mean: repeated(running_mean, view.size), variance: repeated(running_var, view.size) }
    const z = standardize(input, view, used, at.attrs.eps)
    const output = scaleShift(z, around(input.shape, -3), at.params.weight, at.params.bias)
    return { output, ...kept(used, input.shape.slice(0, -2), at.dtype) }
  },
  // z, which both the input's and the weight's arrow need.
  shared: (at) => standardize(at.inputs.input, instances(at.shapes.input), at.outputs, at.attrs.eps),
  statistics: (at) => {
    const [channels, { affine }] = [dim(at.shapes.input, -3), at.attrs]
    const rows = momentRows(channels, channels, { weight: affine, bias: affine })
    return { rows, of: ofInstance(at) ? "image" : "running" }
  },
  backward: {
    input: (at) => {
      const g = scaleShift(at.grad.output, around(at.shapes.input, -3), at.params.weight, null)
      const view = instances(at.shapes.input)
      return ofInstance(at)
        ? standardizeBackward(at.shared, g, view, at.outputs.variance, at.attrs.eps)
        : divideByDeviation(g, view, at.outputs.variance, at.attrs.eps)
    },
    weight: (at) => {
      const view = around(at.shapes.input, -3)
      return weightGradient(at.grad.output, at.shared, view, [view.size])
    },
    bias: (at) => {
      const view = around(at.shapes.input, -3)
      return biasGradient(at.grad.output, view, [view.size])
    },
  },
  updates: (at) => {
    const { running_mean, running_var } = at.buffers
    if (running_mean === null || running_var === null) return {}
    const n = dim(at.shapes.input, -1) * dim(at.shapes.input, -2)
    // The batch's share is the average over its samples; correction 1, as in PyTorch.
    const { mean, variance } = sharedMoments(at.outputs, dim(at.shapes.input, -3))
    return {
      running_mean: runningAverage(running_mean, mean, at.attrs.momentum),
      running_var: runningAverage(running_var, variance, at.attrs.momentum, n / (n - 1)),
    }
  },
  fast: (at) => {
    const view = [sizeOf(at.shapes.input.slice(0, -3)), ...at.shapes.input.slice(-3)]
    const running = !ofInstance(at)
    return {
      kernel: "rowNorm",
      view,
      pixels: true,
      along: [2, 3],
      scaled: [1],
      eps: at.attrs.eps,
      of: "variance",
      running,
    }
  },

  tex: {
    forward:
      "@output = \\when{affine}{@weight_c\\, }{}\\frac{@input - @mean}{\\sqrt{@variance + @eps}}\\when{affine}{ + @bias_c}{}, \\quad \\when{train | !track_running_stats}{@mean = \\frac1n \\sum_{k \\in (h,w)} @input_k, \\quad @variance = \\frac1n \\sum_{k \\in (h,w)} (@input_k - @mean)^2}{@mean = @running_mean, \\quad @variance = @running_var}",
    backward: {
      input:
        "\\grad{@input_i} = \\frac{\\when{affine}{@weight_c}{1}}{\\sqrt{@variance + @eps}}\\when{train | !track_running_stats}{ \\biggl( \\grad{@output_i} - \\frac1n \\sum_{k \\in (h,w)} \\grad{@output_k} - \\frac{@input_i - @mean}{n(@variance + @eps)} \\sum_{k \\in (h,w)} \\grad{@output_k}\\,(@input_k - @mean) \\biggr)}{\\, \\grad{@output_i}}",
      weight:
        "\\grad{@weight_c} = \\sum_{k \\in c} \\grad{@output_k}\\, \\frac{@input_k - @mean}{\\sqrt{@variance + @eps}}",
      bias: "\\grad{@bias_c} = \\sum_{k \\in c} \\grad{@output_k}",
    },
  },
  torch: {
    module: {
      name: "nn.InstanceNorm2d",
      takes: [{ num_features: (at) => dim(at.shapes.input, -3) }, "eps", "momentum", "affine", "track_running_stats"],
    },
    functions: [
      {
        name: "F.instance_norm",
        takes: [
          "@input",
          "@running_mean",
          "@running_var",
          "@weight",
          "@bias",
          "use_input_stats:training!",
          "momentum",
          "eps",
        ],
        unless: (at) => at.shapes.input.length === 3 || !at.attrs.track_running_stats,
      },
      {
        name: "F.instance_norm",
        takes: ["@input", "weight:@weight=", "bias:@bias=", "eps"],
        unless: (at) => at.shapes.input.length === 3,
      },
    ],
    // The function would take the channels of a single image for examples.
    lines: ({ attrs }) => {
      const kept = attrs.track_running_stats ? "@running_mean, @running_var" : "None, None"
      const learned = attrs.affine ? "@weight, @bias" : "None, None"
      const own = attrs.track_running_stats ? "@training" : "True"
      const numbers = `momentum=${float(attrs.momentum)}, eps=${float(attrs.eps)}`
      return [
        `$image = F.instance_norm(@input.unsqueeze(0), ${kept}, ${learned}, ${own}, ${numbers})`,
        "@output = $image.squeeze(0)",
      ]
    },
  },
  examples: [
    { shapes: { input: [2, 3, 2, 2] } },
    { shapes: { input: [2, 2, 3, 2] }, attrs: { affine: true, eps: 0.1 } },
    { shapes: { input: [3, 2, 2] }, attrs: { affine: true } },
    { shapes: { input: [2, 3, 2, 2] }, attrs: { affine: true, track_running_stats: true, momentum: 0.3 } },
  ],
})

/** In evaluation mode with running statistics, mean and variance are constants; else they are each image's own. */
function ofInstance(at: { readonly mode: Mode; readonly attrs: { readonly track_running_stats: boolean } }): boolean {
  return at.mode === "train" || !at.attrs.track_running_stats
}

/** Each channel of each image has its own mean. */
function instances(input: Shape): Around {
  const inner = dim(input, -1) * dim(input, -2)
  return { outer: 1, size: sizeOf(input) / inner, inner }
}

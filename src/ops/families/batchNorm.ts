// Batch normalisation over any spatial axes: BatchNorm1d and BatchNorm2d differ in the inputs that they accept.

import { around } from "../../tensor/axis.ts"
import {
  biasGradient,
  countIn,
  divideByDeviation,
  kept,
  type Moments,
  moments,
  runningAverage,
  scaleShift,
  standardize,
  standardizeBackward,
  weightGradient,
} from "../../tensor/net/normalize.ts"
import { dim, formatShape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { bool, type Json, number } from "../attributes/attrs.ts"
import type { BufferRule, ParamRule } from "../kept.ts"
import { type AnyOp, defineOp, type Mode, type ShapeProblem } from "../op.ts"
import { momentRows } from "./normalized.ts"

interface Words {
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly keywords: readonly string[]
  readonly use?: number
  readonly usual?: { readonly input: readonly string[] }
  /** Accepted numbers of axes, and their layout in words. */
  readonly ranks: readonly number[]
  readonly layout: string
  readonly examples: readonly {
    readonly attrs?: { readonly [name in "eps" | "momentum" | "affine" | "track_running_stats"]?: Json }
    readonly shapes: { readonly input: Shape }
  }[]
}

interface Statistics {
  readonly mode: Mode
  readonly attrs: { readonly track_running_stats: boolean }
}

/** In evaluation mode with running statistics, mean and variance are constants; else they are the batch's own. */
function ofBatch({ mode, attrs }: Statistics): boolean {
  return mode === "train" || !attrs.track_running_stats
}

const ATTRS = {
  eps: number({ doc: "Added to the variance under the root.", fallback: 1e-5, min: 0 }),
  momentum: number({ doc: "Share of the new batch in the running statistics.", fallback: 0.1, min: 0, max: 1 }),
  affine: bool({ doc: "Learn a scale γ and a shift β for each channel.", fallback: true }),
  track_running_stats: bool({ doc: "Keep running statistics and use them in evaluation mode.", fallback: true }),
}

interface Sized {
  readonly attrs: { readonly affine: boolean; readonly track_running_stats: boolean }
  readonly shapes: { readonly input: Shape }
}

/** One number a channel, learned from all ones or zeros. */
function learned(kind: "ones" | "zeros"): (at: Sized) => ParamRule | null {
  return ({ attrs, shapes }) => (attrs.affine ? { shape: [dim(shapes.input, 1)], init: { kind }, count: "c" } : null)
}

/** One number a channel, kept over batches for evaluation mode. */
function statistic(kind: "ones" | "zeros"): (at: Sized) => BufferRule | null {
  return ({ attrs, shapes }) => (attrs.track_running_stats ? { shape: [dim(shapes.input, 1)], init: { kind } } : null)
}

const PARAMS = {
  weight: { tex: "\\gamma", doc: "Scale of each channel.", rule: learned("ones") },
  bias: { tex: "\\beta", doc: "Shift of each channel.", rule: learned("zeros") },
}
const KEPT = "Kept over batches for evaluation mode."
const BUFFERS = {
  running_mean: { tex: "\\bar\\mu", doc: KEPT, rule: statistic("zeros") },
  running_var: {
    tex: "\\bar\\sigma^2",
    doc: `${KEPT} With correction 1, as in PyTorch.`,
    rule: statistic("ones"),
  },
}

/** An op of the batch norm family, with everything but its name and its layout. */
export function batchNorm({ ranks, layout, ...words }: Words): AnyOp {
  return defineOp({
    ...words,
    torch: {
      module: {
        name: `nn.${words.kind}`,
        takes: [{ num_features: (at) => dim(at.shapes.input, 1) }, "eps", "momentum", "affine", "track_running_stats"],
      },
      functions: [
        {
          name: "F.batch_norm",
          takes: ["@input", "@running_mean", "@running_var", "@weight", "@bias", "training!", "momentum", "eps"],
          unless: (at) => !at.attrs.track_running_stats,
        },
        {
          name: "F.batch_norm",
          takes: [
            "@input",
            { running_mean: () => null },
            { running_var: () => null },
            "@weight",
            "@bias",
            { "training=": () => true },
            "eps",
          ],
        },
      ],
    },
    short: "BN",
    shelf: "norm",
    attrs: ATTRS,
    inputs: { input: { doc: `${layout}; one mean and variance for each C.`, tex: "x" } },
    outputs: {
      output: { doc: "Same shape as the input.", tex: "y" },
      mean: {
        doc: "The means that were subtracted, one a channel.",
        tex: "\\mu",
        hidden: true,
        onCard: true,
        constant: true,
      },
      variance: {
        doc: "The variances that were used, correction 0.",
        tex: "\\sigma^2",
        hidden: true,
        onCard: true,
        constant: true,
      },
    },
    params: PARAMS,
    buffers: BUFFERS,
    caption: (attrs) => (attrs.affine ? "" : "no γ, β"),

    shape: (at) => {
      const { input } = at.shapes
      if (!ranks.includes(input.length)) return wrongRank(words.kind, layout, input)
      const channels = [dim(input, 1)]
      const outputs = { output: input, mean: channels, variance: channels }
      return ofBatch(at) && countIn(around(input, 1)) === 1 ? { ...oneValue(input), outputs } : outputs
    },
    axes: (at) => {
      const input = at.shapes.input.map((_, axis) => (axis === 0 ? "batch" : axis === 1 ? "channels" : "spatial"))
      const axes = {
        inputs: { input },
        outputs: { output: input, mean: ["channels"], variance: ["channels"] },
      } as const
      if (!ofBatch(at)) return axes
      const over = input.map((_, axis) => (axis === 1 ? "own" : "all"))
      return { ...axes, means: { port: "input", over, of: "mean and variance", scale: [1] } }
    },
    receptiveField: () => "pointwise",
    symbols: (at) => ({ e: sizeOf(at.shapes.input), c: dim(at.shapes.input, 1) }),
    // An element: 1 for the mean, 3 for the variance, 2 to standardise, 2 to scale and shift.
    formulas: { flops: "8*e" },

    forward: (at) => {
      const { input } = at.inputs
      const view = around(input.shape, 1)
      const used = ofBatch(at) ? moments(input, view) : running(at.buffers)
      const z = standardize(input, view, used, at.attrs.eps)
      const output = scaleShift(z, view, at.params.weight, at.params.bias)
      return { output, ...kept(used, [view.size], at.dtype) }
    },
    // z, which both the input's and the weight's arrow need.
    shared: (at) => standardize(at.inputs.input, around(at.inputs.input.shape, 1), at.outputs, at.attrs.eps),
    backward: {
      input: (at) => {
        const view = around(at.inputs.input.shape, 1)
        const { eps } = at.attrs
        const g = scaleShift(at.grad.output, view, at.params.weight, null)
        return ofBatch(at)
          ? standardizeBackward(at.shared, g, view, at.outputs.variance, eps)
          : divideByDeviation(g, view, at.outputs.variance, eps)
      },
      weight: (at) => {
        const view = around(at.inputs.input.shape, 1)
        return weightGradient(at.grad.output, at.shared, view, [view.size])
      },
      bias: (at) => {
        const view = around(at.inputs.input.shape, 1)
        return biasGradient(at.grad.output, view, [view.size])
      },
    },
    fast: (at) => {
      const [batch = 1, channels = 1, ...spatial] = at.shapes.input
      const images = { batch, channels, height: sizeOf(spatial.slice(0, -1)), width: spatial.at(-1) ?? 1 }
      return { kernel: "batchNorm", input: images, output: images, eps: at.attrs.eps, ofBatch: ofBatch(at) }
    },
    statistics: (at) => {
      const [channels, { affine }] = [dim(at.shapes.input, 1), at.attrs]
      const rows = momentRows(channels, channels, { weight: affine, bias: affine })
      return { rows, of: ofBatch(at) ? "batch" : "running" }
    },
    updates: (at) => {
      const { running_mean, running_var } = at.buffers
      if (running_mean === null || running_var === null) return {}
      const n = countIn(around(at.shapes.input, 1))
      const { momentum } = at.attrs
      return {
        running_mean: runningAverage(running_mean, at.outputs.mean, momentum),
        // Correction 1 in what is kept, correction 0 in what is used.
        running_var: runningAverage(running_var, at.outputs.variance, momentum, n / (n - 1)),
      }
    },

    tex: TEX,
  })
}

function running({ running_mean, running_var }: { running_mean: Tensor | null; running_var: Tensor | null }): Moments {
  if (running_mean === null || running_var === null) throw new Error("running statistics are wanted but not kept")
  return { mean: running_mean, variance: running_var }
}

function wrongRank(kind: string, layout: string, input: Shape): ShapeProblem<"input"> {
  return {
    at: "input",
    sentence: `${kind} takes ${layout}, but the input ${formatShape(input)} has ${input.length} axes.`,
    found: formatShape(input),
    expected: layout,
  }
}

function oneValue(input: Shape): ShapeProblem<"input"> {
  return {
    at: "input",
    sentence: `The input ${formatShape(input)} has one value a channel, whose variance is 0; in training mode batch norm needs at least two: enlarge the batch.`,
    found: "1 value a channel",
    expected: "2 or more",
  }
}

const TEX = {
  forward:
    "@output = \\when{affine}{@weight\\, }{}\\frac{@input - @mean}{\\sqrt{@variance + @eps}}\\when{affine}{ + @bias}{}, \\quad \\when{train | !track_running_stats}{@mean = \\frac1n \\sum_k @input_k, \\quad @variance = \\frac1n \\sum_k (@input_k - @mean)^2}{@mean = @running_mean, \\quad @variance = @running_var}",
  backward: {
    // The last term carries (x − μ): it comes through the variance.
    input:
      "\\grad{@input_i} = \\frac{\\when{affine}{@weight}{1}}{\\sqrt{@variance + @eps}}\\when{train | !track_running_stats}{ \\biggl( \\grad{@output_i} - \\frac1n \\sum_k \\grad{@output_k} - \\frac{@input_i - @mean}{n(@variance + @eps)} \\sum_k \\grad{@output_k}\\,(@input_k - @mean) \\biggr)}{\\, \\grad{@output_i}}",
    weight: "\\grad{@weight} = \\sum_k \\grad{@output_k}\\, \\frac{@input_k - @mean}{\\sqrt{@variance + @eps}}",
    bias: "\\grad{@bias} = \\sum_k \\grad{@output_k}",
  },
}

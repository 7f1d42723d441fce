import { mapAlong } from "../../tensor/axis.ts"
import { meanSquare, rmsBackward, scaleShift, weightGradient } from "../../tensor/net/normalize.ts"
import { castTo, sizeOf } from "../../tensor/tensor.ts"
import { bool, ints, number, optional } from "../attributes/attrs.ts"
import { leadingAxes, rmsEpsilon, rowsSeen, trailingMeans, trailingProblem, views } from "../families/normalized.ts"
import { defineOp } from "../op.ts"
import { float } from "../torch.ts"

export const RMSNorm = defineOp({
  kind: "RMSNorm",
  shelf: "norm",
  title: "RMSNorm",
  summary: "Divides each sample by its root mean square over the last axes, then scales it.",
  keywords: ["root mean square normalization", "RMS"],
  use: 6,

  attrs: {
    normalized_shape: ints({ doc: "Sizes of the last axes, which share one mean.", initial: [8], min: 1, least: 1 }),
    eps: optional(
      number({ doc: "Added under the root; none means the machine epsilon of the run's precision.", min: 0 }),
    ),
    elementwise_affine: bool({ doc: "Learn a scale for each place of the normalised shape.", fallback: true }),
  },
  inputs: { input: { doc: "Any leading axes, then the normalised shape.", tex: "x" } },
  outputs: {
    output: { doc: "Same shape as the input.", tex: "y" },
    mean_square: { doc: "Mean of the squares, one a row.", tex: "r^2", hidden: true, onCard: true, constant: true },
  },
  params: {
    weight: {
      tex: "\\gamma",
      doc: "Scale of each place.",
      rule: (at) =>
        at.attrs.elementwise_affine ? { shape: at.attrs.normalized_shape, init: { kind: "ones" }, count: "k" } : null,
    },
  },
  buffers: {},
  caption: (attrs) => `over ${attrs.normalized_shape.join("×")}`,

  shape: (at) => {
    const { input } = at.shapes
    const problem = trailingProblem(input, at.attrs.normalized_shape)
    const outputs = { output: input, mean_square: leadingAxes(input, at.attrs.normalized_shape) }
    return problem === null ? outputs : { ...problem, outputs }
  },
  axes: (at) => {
    const { axes, leading, means } = trailingMeans(
      at.shapes.input.length,
      at.attrs.normalized_shape.length,
      "mean square",
    )
    return { inputs: { input: axes }, outputs: { output: axes, mean_square: leading }, means }
  },
  receptiveField: () => "pointwise",
  symbols: (at) => ({ e: sizeOf(at.shapes.input), k: sizeOf(at.attrs.normalized_shape) }),
  // An element: 2 for the mean square, 1 to divide, 1 to scale.
  formulas: { flops: "4*e" },

  forward: (at) => {
    const { input } = at.inputs
    const { rows, places } = views(input.shape, at.attrs.normalized_shape)
    const square = meanSquare(input, rows)
    const eps = rmsEpsilon(at.attrs.eps, at.dtype)
    const z = mapAlong(input, square, rows, (x, r) => x / Math.sqrt(r + eps))
    const leading = input.shape.slice(0, input.shape.length - at.attrs.normalized_shape.length)
    return {
      output: scaleShift(z, places, at.params.weight, null),
      mean_square: castTo({ shape: leading, data: square.data }, at.dtype),
    }
  },
  // z = x/√(r² + ε), which both arrows need.
  shared: (at) => {
    const eps = rmsEpsilon(at.attrs.eps, at.dtype)
    const { rows } = views(at.shapes.input, at.attrs.normalized_shape)
    return mapAlong(at.inputs.input, at.outputs.mean_square, rows, (x, r) => x / Math.sqrt(r + eps))
  },
  statistics: (at) => {
    const { normalized_shape, elementwise_affine } = at.attrs
    const square = { name: "mean_square", count: rowsSeen(at.shapes.input, normalized_shape) } as const
    const scale = { name: "weight", count: sizeOf(normalized_shape) } as const
    return { rows: elementwise_affine ? [square, scale] : [square], of: "row" }
  },
  backward: {
    input: (at) => {
      const { rows, places } = views(at.shapes.input, at.attrs.normalized_shape)
      const g = scaleShift(at.grad.output, places, at.params.weight, null)
      return rmsBackward(at.shared, g, rows, at.outputs.mean_square, rmsEpsilon(at.attrs.eps, at.dtype))
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
  },
  fast: (at) => {
    const { rows, places } = views(at.shapes.input, at.attrs.normalized_shape)
    const view = [rows.size, places.size]
    const eps = rmsEpsilon(at.attrs.eps, "float32")
    return { kernel: "rowNorm", view, pixels: false, along: [1], scaled: [1], eps, of: "meanSquare", running: false }
  },

  tex: {
    forward:
      "@output_i = \\when{weight}{@weight_i\\, }{}\\frac{@input_i}{\\sqrt{@mean_square + @eps}}, \\quad @mean_square = \\frac1n \\sum_k @input_k^2",
    backward: {
      input:
        "\\grad{@input_i} = \\frac{1}{\\sqrt{@mean_square + @eps}} \\biggl( g_i - \\frac{@input_i}{n(@mean_square + @eps)} \\sum_k g_k\\, @input_k \\biggr), \\quad g_i = \\when{weight}{@weight_i\\, }{}\\grad{@output_i}",
      weight:
        "\\grad{@weight_i} = \\sum_{\\text{rows}} \\grad{@output_i}\\, \\frac{@input_i}{\\sqrt{@mean_square + @eps}}",
    },
  },
  // PyTorch has it from 2.4 on.
  torch: {
    lines: ({ attrs }) => {
      const axes = attrs.normalized_shape.map((_, i) => i - attrs.normalized_shape.length).join(", ")
      const eps = attrs.eps === null ? "torch.finfo(@input.dtype).eps" : float(attrs.eps)
      const scale = attrs.elementwise_affine ? " * @weight" : ""
      return [
        `$mean_square = @input.square().mean(dim=(${axes},), keepdim=True)`,
        `@output = @input * torch.rsqrt($mean_square + ${eps})${scale}`,
      ]
    },
  },
  examples: [
    { shapes: { input: [3, 4] }, attrs: { normalized_shape: 4 } },
    { shapes: { input: [2, 2, 3] }, attrs: { normalized_shape: [2, 3], eps: 0.2 } },
    { shapes: { input: [2, 2, 3] }, attrs: { normalized_shape: [3], elementwise_affine: false } },
  ],
})

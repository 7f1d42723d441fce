import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcastCell } from "../../tensor/address.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { sameShape } from "../../tensor/tensor.ts"
import { number } from "../attributes/attrs.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"
import { float } from "../torch.ts"

export const Standardize = defineOp({
  kind: "Standardize",
  shelf: "norm",
  title: "Standardize",
  short: "Z-score",
  summary: "Subtracts a mean and divides by a standard deviation, both given: the Z of batch normalisation.",
  keywords: ["z-score", "normalize", "whiten"],
  use: 17,
  usual: { x: ["Input", "Linear", "Conv2d"], mean: ["Mean"], variance: ["Var"] },

  attrs: { eps: number({ doc: "Added to the variance under the root.", fallback: 1e-5, min: 0 }) },
  inputs: {
    x: { doc: "What is standardised.", tex: "x" },
    mean: { doc: "Broadcasts against x.", tex: "\\mu" },
    variance: { doc: "Broadcasts against x.", tex: "\\sigma^2" },
  },
  outputs: { output: { doc: "The common shape of the three.", tex: "z" } },
  params: {},
  buffers: {},

  shape: (at) => broadcastPorts(at.shapes),
  axes: (at) => {
    const { x, mean } = at.shapes
    const axes = broadcastAxes(at)
    if (!sameShape(x, at.outputs.output)) return axes
    const over = x.map((size, axis) => (size === (mean[axis + mean.length - x.length] ?? 1) ? "own" : "all"))
    return { ...axes, means: { port: "x", over, of: "mean and variance", given: ["mean", "variance"] } }
  },
  receptiveField: () => "pointwise",
  symbols: outputElements,
  formulas: { flops: "2*e" },

  notFinite: (at, cell) => {
    const { x, mean, variance } = at.inputs
    const [value, mu, v = 0] = [x, mean, variance].map((one) => broadcastCell(one, at.outputs.output.shape, cell))
    if (v + at.attrs.eps < 0) return "the root of a negative variance"
    if (v + at.attrs.eps > 0) return null
    return `${value === mu ? "0" : "a number"} over 0: the variance is 0 and so is eps`
  },
  forward: (at) => {
    const { x, mean, variance } = at.inputs
    const { eps } = at.attrs
    return { output: broadcast3(x, mean, variance, (value, mu, v) => (value - mu) / Math.sqrt(v + eps)) }
  },
  backward: {
    x: (at) => {
      const { eps } = at.attrs
      const g = broadcast2(at.grad.output, at.inputs.variance, (g, v) => g / Math.sqrt(v + eps))
      return sumTo(g, at.inputs.x.shape)
    },
    mean: (at) => {
      const { eps } = at.attrs
      const g = broadcast2(at.grad.output, at.inputs.variance, (g, v) => -g / Math.sqrt(v + eps))
      return sumTo(g, at.inputs.mean.shape)
    },
    variance: (at) => {
      const { eps } = at.attrs
      const { variance } = at.inputs
      // z = (x − μ)/√(σ² + ε), so ∂z/∂σ² = −z/(2(σ² + ε)).
      const g = broadcast3(at.grad.output, at.outputs.output, variance, (g, z, v) => (-0.5 * g * z) / (v + eps))
      return sumTo(g, variance.shape)
    },
  },
  fast: ({ attrs: { eps } }) =>
    pointwiseFast(
      "(x - mean) / sqrt(variance + eps)",
      {
        x: "grad / sqrt(variance + eps)",
        mean: "-grad / sqrt(variance + eps)",
        variance: "-0.5 * grad * output / (variance + eps)",
      },
      { eps },
    ),

  tex: {
    forward: "@output = \\frac{@x - @mean}{\\sqrt{@variance + @eps}}",
    backward: {
      x: "\\grad{@x} = \\frac{1}{\\sqrt{@variance + @eps}}\\, \\grad{@output}",
      mean: "\\grad{@mean} = -\\sum \\frac{1}{\\sqrt{@variance + @eps}}\\, \\grad{@output}",
      variance: "\\grad{@variance} = -\\frac12 \\sum \\grad{@output}\\, (@x - @mean)\\,(@variance + @eps)^{-3/2}",
    },
  },
  torch: {
    lines: ({ attrs }) => [`@output = (@x - @mean) / torch.sqrt(@variance + ${float(attrs.eps)})`],
  },
  examples: [
    { shapes: { x: [4, 3], mean: [1, 3], variance: [3] }, range: { variance: [0.5, 2] } },
    { shapes: { x: [2, 3], mean: [], variance: [2, 1] }, attrs: { eps: 0.3 }, range: { variance: [0.5, 2] } },
    { shapes: { x: [], mean: [3], variance: [] }, range: { variance: [0.5, 2] } },
  ],
})

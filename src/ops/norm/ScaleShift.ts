import { pointwiseFast } from "../../kernels/fast.ts"
import { broadcast2, broadcast3, sumTo } from "../../tensor/broadcast.ts"
import { broadcastAxes } from "../axisNames.ts"
import { broadcastPorts, outputElements } from "../families/broadcasting.ts"
import { defineOp } from "../op.ts"

export const ScaleShift = defineOp({
  kind: "ScaleShift",
  shelf: "norm",
  title: "Scale and shift",
  short: "Affine",
  summary: "γ·x + β with γ and β given: the last step of batch normalisation.",
  keywords: ["affine", "gamma", "beta", "FiLM"],
  use: 16,
  usual: { x: ["Standardize"], gamma: ["Parameter"], beta: ["Parameter"] },

  attrs: {},
  inputs: {
    x: { doc: "What is scaled.", tex: "x" },
    gamma: { doc: "Scale; broadcasts against x.", tex: "\\gamma" },
    beta: { doc: "Shift; broadcasts against x.", tex: "\\beta" },
  },
  outputs: { output: { doc: "The common shape of the three.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => broadcastPorts(at.shapes),
  axes: broadcastAxes,
  receptiveField: () => "pointwise",
  symbols: outputElements,
  formulas: { flops: "2*e" },

  forward: (at) => {
    const { x, gamma, beta } = at.inputs
    return { output: broadcast3(x, gamma, beta, (value, scale, shift) => scale * value + shift) }
  },
  backward: {
    x: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.gamma, (g, scale) => g * scale),
        at.inputs.x.shape,
      ),
    gamma: (at) =>
      sumTo(
        broadcast2(at.grad.output, at.inputs.x, (g, value) => g * value),
        at.inputs.gamma.shape,
      ),
    beta: (at) => sumTo(at.grad.output, at.inputs.beta.shape),
  },

  fast: () => pointwiseFast("gamma * x + beta", { x: "grad * gamma", gamma: "grad * x", beta: "grad" }),

  tex: {
    forward: "@output = @gamma\\, @x + @beta",
    backward: {
      x: "\\grad{@x} = @gamma\\, \\grad{@output}",
      gamma: "\\grad{@gamma} = \\sum \\grad{@output}\\, @x",
      beta: "\\grad{@beta} = \\sum \\grad{@output}",
    },
  },
  torch: { lines: () => ["@output = @x * @gamma + @beta"] },
  examples: [
    { shapes: { x: [4, 3], gamma: [3], beta: [3] } },
    { shapes: { x: [3, 1], gamma: [1, 2], beta: [] } },
    { shapes: { x: [], gamma: [], beta: [2] } },
  ],
})

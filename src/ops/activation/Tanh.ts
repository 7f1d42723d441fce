import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Tanh = defineOp({
  kind: "Tanh",
  shelf: "activation",
  title: "Tanh",
  summary: "Presses every number between −1 and 1.",
  keywords: ["hyperbolic tangent", "squash"],
  use: 31,
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, Math.tanh) }),
  backward: { input: (at) => zip(at.outputs.output, at.grad.output, (y, g) => g * (1 - y * y)) },

  fast: () => pointwiseFast("tanh(input)", { input: "grad * (1 - output * output)" }),

  tex: {
    forward: "@output = \\tanh @input",
    backward: { input: "\\grad{@input} = \\grad{@output} \\cdot (1 - @output^2)" },
  },
  torch: layerAndFunction("nn.Tanh", "torch.tanh"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

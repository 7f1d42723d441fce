import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { sigmoid } from "../../tensor/special.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Sigmoid = defineOp({
  kind: "Sigmoid",
  shelf: "activation",
  title: "Sigmoid",
  summary: "Presses every number between 0 and 1.",
  keywords: ["logistic", "squash"],
  use: 34,
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, sigmoid) }),
  backward: { input: (at) => zip(at.outputs.output, at.grad.output, (y, g) => g * y * (1 - y)) },

  fast: () => pointwiseFast("sigmoid(input)", { input: "grad * output * (1 - output)" }),

  tex: {
    forward: "@output = \\frac{1}{1 + e^{-@input}}",
    backward: { input: "\\grad{@input} = \\grad{@output} \\cdot @output\\,(1 - @output)" },
  },
  torch: layerAndFunction("nn.Sigmoid", "torch.sigmoid"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

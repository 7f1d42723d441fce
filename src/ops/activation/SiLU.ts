import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { sigmoid } from "../../tensor/special.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const SiLU = defineOp({
  kind: "SiLU",
  shelf: "activation",
  title: "SiLU",
  summary: "The input times its own sigmoid.",
  keywords: ["swish", "sigmoid linear unit"],
  use: 13,
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => x * sigmoid(x)) }),
  backward: {
    input: (at) =>
      zip(at.inputs.input, at.grad.output, (x, g) => {
        const s = sigmoid(x)
        return g * s * (1 + x * (1 - s))
      }),
  },

  fast: () =>
    pointwiseFast("input * sigmoid(input)", { input: "grad * sigmoid(input) * (1 + input * (1 - sigmoid(input)))" }),

  tex: {
    forward: "@output = @input\\, \\sigma(@input), \\quad \\sigma(@input) = \\frac{1}{1 + e^{-@input}}",
    backward: {
      input: "\\grad{@input} = \\grad{@output} \\cdot \\sigma(@input)\\left(1 + @input\\,(1 - \\sigma(@input))\\right)",
    },
  },
  torch: layerAndFunction("nn.SiLU", "F.silu"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [9] }, range: { input: [-8, 8] } }],
})

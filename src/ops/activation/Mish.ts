import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { sigmoid, softplus } from "../../tensor/special.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Mish = defineOp({
  kind: "Mish",
  shelf: "activation",
  title: "Mish",
  summary: "The input times tanh of its softplus.",
  keywords: ["self-regularized activation"],
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => x * Math.tanh(softplus(x))) }),
  backward: {
    input: (at) =>
      zip(at.inputs.input, at.grad.output, (x, g) => {
        const t = Math.tanh(softplus(x))
        return g * (t + x * (1 - t * t) * sigmoid(x))
      }),
  },

  fast: () => {
    const t = "tanh(softplus(input))"
    return pointwiseFast(`input * ${t}`, { input: `grad * (${t} + input * (1 - ${t}) * (1 + ${t}) * sigmoid(input))` })
  },

  tex: {
    forward: "@output = @input\\, t, \\quad t = \\tanh\\log(1 + e^{@input})",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\left(t + @input\\,(1 - t^2)\\,\\sigma(@input)\\right), \\quad t = \\tanh\\log(1 + e^{@input})",
    },
  },
  torch: layerAndFunction("nn.Mish", "F.mish"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [9] }, range: { input: [-8, 8] } }],
})

import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

// Klambauer et al., "Self-Normalizing Neural Networks" (2017): with these two, mean 0 and variance 1 reproduce themselves.
const SCALE = 1.0507009873554805
const ALPHA = 1.6732632423543772

export const SELU = defineOp({
  kind: "SELU",
  shelf: "activation",
  title: "SELU",
  summary: "ELU scaled so that activations keep mean 0 and variance 1.",
  keywords: ["scaled exponential linear unit", "self-normalizing"],
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => (x <= 0 ? SCALE * ALPHA * Math.expm1(x) : SCALE * x)) }),
  // At 0 the slope of the negative side, λα, as in PyTorch.
  backward: {
    input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => g * SCALE * (x <= 0 ? ALPHA * Math.exp(x) : 1)),
  },

  fast: () =>
    pointwiseFast(
      "scale * (input <= 0 ? alpha * expm1(input) : input)",
      { input: "grad * scale * (input <= 0 ? alpha * exp(input) : 1)" },
      { scale: SCALE, alpha: ALPHA },
    ),

  tex: {
    forward:
      "@output = \\lambda \\begin{cases} @input & @input > 0 \\\\ \\alpha\\,(e^{@input} - 1) & @input \\le 0 \\end{cases}, \\quad \\lambda \\approx 1.0507,\\ \\alpha \\approx 1.6733",
    backward: {
      input:
        "\\grad{@input} = \\lambda\\, \\grad{@output} \\cdot \\begin{cases} 1 & @input > 0 \\\\ \\alpha\\, e^{@input} & @input \\le 0 \\end{cases}",
    },
  },
  torch: layerAndFunction("nn.SELU", "F.selu"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

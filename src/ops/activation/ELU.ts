import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { number } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const ELU = defineOp({
  kind: "ELU",
  shelf: "activation",
  title: "ELU",
  summary: "Identity above zero, a falling exponential that levels off at −α below.",
  keywords: ["exponential linear unit"],
  use: 3,
  ...pointwise,
  attrs: { alpha: number({ doc: "The output tends to −α far below zero.", fallback: 1 }) },
  caption: (attrs) => `α = ${attrs.alpha}`,

  forward: (at) => ({ output: map(at.inputs.input, (x) => (x <= 0 ? at.attrs.alpha * Math.expm1(x) : x)) }),
  // At 0 the slope of the negative side, α, as in PyTorch.
  backward: {
    input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x <= 0 ? g * at.attrs.alpha * Math.exp(x) : g)),
  },

  fast: ({ attrs }) =>
    pointwiseFast(
      "input <= 0 ? alpha * expm1(input) : input",
      { input: "input <= 0 ? grad * alpha * exp(input) : grad" },
      attrs,
    ),

  tex: {
    forward: "@output = \\begin{cases} @input & @input > 0 \\\\ @alpha\\,(e^{@input} - 1) & @input \\le 0 \\end{cases}",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\begin{cases} 1 & @input > 0 \\\\ @alpha\\, e^{@input} & @input \\le 0 \\end{cases}",
    },
  },
  torch: layerAndFunction("nn.ELU", "F.elu", "alpha"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [7] }, attrs: { alpha: 1.7 } }],
})

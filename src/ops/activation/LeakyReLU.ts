import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { number } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const LeakyReLU = defineOp({
  kind: "LeakyReLU",
  shelf: "activation",
  title: "LeakyReLU",
  summary: "ReLU with a small slope below zero.",
  keywords: ["leaky relu", "leaky rectifier"],
  use: 14,
  ...pointwise,
  attrs: { negative_slope: number({ doc: "Slope below zero.", fallback: 0.01 }) },
  caption: (attrs) => `slope ${attrs.negative_slope}`,

  forward: (at) => ({ output: map(at.inputs.input, (x) => (x > 0 ? x : x * at.attrs.negative_slope)) }),
  // At 0 the slope of the negative side, as in PyTorch.
  backward: {
    input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x > 0 ? g : g * at.attrs.negative_slope)),
  },

  fast: ({ attrs }) =>
    pointwiseFast(
      "input > 0 ? input : input * negative_slope",
      { input: "input > 0 ? grad : grad * negative_slope" },
      attrs,
    ),

  tex: {
    forward: "@output = \\begin{cases} @input & @input > 0 \\\\ @negative_slope\\, @input & @input \\le 0 \\end{cases}",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\begin{cases} 1 & @input > 0 \\\\ @negative_slope & @input \\le 0 \\end{cases}",
    },
  },
  torch: layerAndFunction("nn.LeakyReLU", "F.leaky_relu", "negative_slope"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [7] }, attrs: { negative_slope: 0.3 } }],
})

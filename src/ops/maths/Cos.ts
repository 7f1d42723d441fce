import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Cos = defineOp({
  kind: "Cos",
  shelf: "maths",
  title: "Cosine",
  summary: "The cosine of each number, in radians.",
  keywords: ["cosinus", "trigonometry", "positional encoding"],
  symbol: "\\cos",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.cos(x)) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => -g * Math.sin(x)) },

  fast: () => pointwiseFast("cos(input)", { input: "-grad * sin(input)" }),

  tex: {
    forward: "@output = \\cos @input",
    backward: { input: "\\grad{@input} = -\\sin @input \\cdot \\grad{@output}" },
  },
  torch: call("torch.cos", "@input"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Sin = defineOp({
  kind: "Sin",
  shelf: "maths",
  title: "Sine",
  summary: "The sine of each number, in radians.",
  keywords: ["sinus", "trigonometry", "positional encoding"],
  symbol: "\\sin",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.sin(x)) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => g * Math.cos(x)) },

  fast: () => pointwiseFast("sin(input)", { input: "grad * cos(input)" }),

  tex: {
    forward: "@output = \\sin @input",
    backward: { input: "\\grad{@input} = \\cos @input \\cdot \\grad{@output}" },
  },
  torch: call("torch.sin", "@input"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

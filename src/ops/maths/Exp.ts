import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Exp = defineOp({
  kind: "Exp",
  shelf: "maths",
  title: "Exponential",
  summary: "e to the power of each number.",
  keywords: ["exponential", "e^x"],
  use: 10,
  symbol: "e^{(\\cdot)}",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.exp(x)) }),
  backward: { input: (at) => zip(at.outputs.output, at.grad.output, (y, g) => g * y) },

  fast: () => pointwiseFast("exp(input)", { input: "grad * output" }),

  tex: {
    forward: "@output = e^{@input}",
    backward: { input: "\\grad{@input} = @output \\cdot \\grad{@output}" },
  },
  torch: call("torch.exp", "@input"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

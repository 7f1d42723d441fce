import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Abs = defineOp({
  kind: "Abs",
  shelf: "maths",
  title: "Absolute value",
  summary: "Drops the sign.",
  keywords: ["absolute", "magnitude", "modulus"],
  symbol: "|\\cdot|",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.abs(x)) }),
  // The derivative at 0 is 0, as in PyTorch.
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x > 0 ? g : x < 0 ? -g : 0)) },

  fast: () => pointwiseFast("abs(input)", { input: "input > 0 ? grad : input < 0 ? -grad : 0" }),

  tex: {
    forward: "@output = |@input|",
    backward: { input: "\\grad{@input} = \\operatorname{sign}(@input) \\cdot \\grad{@output}" },
  },
  torch: call("torch.abs", "@input"),
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [] } },
    { shapes: { input: [4] }, range: { input: [-3, -0.2] } },
  ],
})

import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Square = defineOp({
  kind: "Square",
  shelf: "maths",
  title: "Square",
  summary: "Multiplies each number by itself.",
  keywords: ["power of two", "x^2", "quadratic"],
  use: 11,
  symbol: "(\\cdot)^2",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => x * x) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => 2 * x * g) },

  fast: () => pointwiseFast("input * input", { input: "2 * input * grad" }),

  tex: {
    forward: "@output = @input^2",
    backward: { input: "\\grad{@input} = 2\\, @input \\cdot \\grad{@output}" },
  },
  torch: call("torch.square", "@input"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

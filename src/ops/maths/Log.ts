import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Log = defineOp({
  kind: "Log",
  shelf: "maths",
  title: "Logarithm",
  summary: "The natural logarithm of each number.",
  keywords: ["ln", "logarithm", "log"],
  use: 9,
  symbol: "\\ln",

  ...pointwise,
  attrs: {},

  notFinite: (at, cell) => {
    const x = at.inputs.input.data[cell] ?? Number.NaN
    return x === 0 ? "the logarithm of 0" : x < 0 ? "the logarithm of a negative number" : null
  },
  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.log(x)) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => g / x) },

  fast: () => pointwiseFast("log(input)", { input: "grad / input" }),

  tex: {
    forward: "@output = \\ln @input",
    backward: { input: "\\grad{@input} = \\frac{1}{@input} \\cdot \\grad{@output}" },
  },
  torch: call("torch.log", "@input"),
  examples: [
    { shapes: { input: [2, 3] }, range: { input: [0.2, 3] } },
    { shapes: { input: [] }, range: { input: [0.2, 3] } },
  ],
})

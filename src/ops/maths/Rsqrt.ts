import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Rsqrt = defineOp({
  kind: "Rsqrt",
  shelf: "maths",
  title: "Reciprocal root",
  summary: "One divided by the square root of each number.",
  keywords: ["inverse square root", "1/sqrt"],
  symbol: "1/\\sqrt{x}",

  ...pointwise,
  attrs: {},

  notFinite: (at, cell) => {
    const x = at.inputs.input.data[cell] ?? Number.NaN
    return x === 0 ? "1 over the root of 0" : x < 0 ? "the root of a negative number" : null
  },
  forward: (at) => ({ output: map(at.inputs.input, (x) => 1 / Math.sqrt(x)) }),
  backward: { input: (at) => zip(at.outputs.output, at.grad.output, (y, g) => -0.5 * g * y ** 3) },

  fast: () => pointwiseFast("1 / sqrt(input)", { input: "-0.5 * grad * output * output * output" }),

  tex: {
    forward: "@output = \\frac{1}{\\sqrt{@input}}",
    backward: { input: "\\grad{@input} = -\\tfrac{1}{2}\\, @output^3 \\cdot \\grad{@output}" },
  },
  torch: call("torch.rsqrt", "@input"),
  examples: [
    { shapes: { input: [2, 3] }, range: { input: [0.2, 3] } },
    { shapes: { input: [] }, range: { input: [0.2, 3] } },
  ],
})

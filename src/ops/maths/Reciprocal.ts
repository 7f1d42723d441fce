import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Reciprocal = defineOp({
  kind: "Reciprocal",
  shelf: "maths",
  title: "Reciprocal",
  summary: "One divided by each number.",
  keywords: ["inverse", "1/x"],
  symbol: "1/x",

  ...pointwise,
  attrs: {},

  notFinite: (at, cell) => (at.inputs.input.data[cell] === 0 ? "1 over 0" : null),
  forward: (at) => ({ output: map(at.inputs.input, (x) => 1 / x) }),
  backward: { input: (at) => zip(at.outputs.output, at.grad.output, (y, g) => -g * y * y) },

  fast: () => pointwiseFast("1 / input", { input: "-grad * output * output" }),

  tex: {
    forward: "@output = \\frac{1}{@input}",
    backward: { input: "\\grad{@input} = -@output^2 \\cdot \\grad{@output}" },
  },
  torch: call("torch.reciprocal", "@input"),
  examples: [
    { shapes: { input: [2, 3] }, range: { input: [0.2, 3] } },
    { shapes: { input: [] }, range: { input: [0.2, 3] } },
    { shapes: { input: [4] }, range: { input: [-3, -0.2] } },
  ],
})

import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Sqrt = defineOp({
  kind: "Sqrt",
  shelf: "maths",
  title: "Square root",
  summary: "The square root of each number.",
  keywords: ["root", "standard deviation"],
  use: 8,
  usual: { input: ["Var"] },
  symbol: "\\sqrt{\\cdot}",

  ...pointwise,
  attrs: {},

  notFinite: (at, cell) => ((at.inputs.input.data[cell] ?? 0) < 0 ? "the root of a negative number" : null),
  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.sqrt(x)) }),
  backward: { input: (at) => zip(at.outputs.output, at.grad.output, (y, g) => g / (2 * y)) },

  fast: () => pointwiseFast("sqrt(input)", { input: "grad / (2 * output)" }),

  tex: {
    forward: "@output = \\sqrt{@input}",
    backward: { input: "\\grad{@input} = \\frac{1}{2\\, @output} \\cdot \\grad{@output}" },
  },
  torch: call("torch.sqrt", "@input"),
  examples: [
    { shapes: { input: [2, 3] }, range: { input: [0.2, 3] } },
    { shapes: { input: [] }, range: { input: [0.2, 3] } },
  ],
})

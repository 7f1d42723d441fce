import { pointwiseFast } from "../../kernels/fast.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"

export const Identity = defineOp({
  kind: "Identity",
  shelf: "maths",
  title: "Identity",
  summary: "Passes its input on unchanged: a name for a wire.",
  keywords: ["pass through", "Linear activation", "no-op"],
  symbol: "\\operatorname{id}",

  ...pointwise,
  attrs: {},
  formulas: {},

  forward: (at) => ({ output: at.inputs.input }),
  backward: { input: (at) => at.grad.output },

  fast: () => pointwiseFast("input", { input: "grad" }),

  tex: {
    forward: "@output = @input",
    backward: { input: "\\grad{@input} = \\grad{@output}" },
  },
  torch: { module: { name: "nn.Identity", takes: [] }, lines: () => ["@output = @input"] },
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

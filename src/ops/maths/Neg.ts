import { pointwiseFast } from "../../kernels/fast.ts"
import { map } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Neg = defineOp({
  kind: "Neg",
  shelf: "maths",
  title: "Negative",
  summary: "Changes the sign.",
  keywords: ["minus", "negate", "unary minus"],
  symbol: "-",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => -x) }),
  backward: { input: (at) => map(at.grad.output, (g) => -g) },

  fast: () => pointwiseFast("-input", { input: "-grad" }),

  tex: {
    forward: "@output = -@input",
    backward: { input: "\\grad{@input} = -\\grad{@output}" },
  },
  torch: call("torch.neg", "@input"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

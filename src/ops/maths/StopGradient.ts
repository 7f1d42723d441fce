import { pointwiseFast } from "../../kernels/fast.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const StopGradient = defineOp({
  kind: "StopGradient",
  shelf: "maths",
  title: "Stop gradient",
  summary: "Passes its input on; no gradient comes back.",
  keywords: ["detach", "stop_gradient", "no_grad", "freeze"],
  symbol: "\\operatorname{sg}",

  ...pointwise,
  attrs: {},
  formulas: {},

  forward: (at) => ({ output: at.inputs.input }),
  // No gradient flows by definition: to everything upstream the input is a constant.
  backward: { input: null },

  fast: () => pointwiseFast("input", {}),

  tex: {
    forward: "@output = @input",
    backward: { input: null },
  },
  torch: call(".detach", "@input"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

import { pointwiseFast } from "../../kernels/fast.ts"
import { map } from "../../tensor/elementwise.ts"
import { zerosLike } from "../../tensor/tensor.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

export const Sign = defineOp({
  kind: "Sign",
  shelf: "maths",
  title: "Sign",
  summary: "−1, 0 or 1: which side of zero a number lies on.",
  keywords: ["signum", "sgn"],
  symbol: "\\operatorname{sign}",

  ...pointwise,
  attrs: {},

  // NaN has sign 0, as in PyTorch.
  forward: (at) => ({ output: map(at.inputs.input, (x) => (x > 0 ? 1 : x < 0 ? -1 : 0)) }),
  // Flat wherever it has a slope: the gradient is 0, not absent, as in PyTorch.
  backward: { input: (at) => zerosLike(at.grad.output) },

  fast: () => pointwiseFast("input > 0 ? 1 : input < 0 ? -1 : 0", { input: "0" }),

  tex: {
    forward: "@output = \\operatorname{sign}(@input)",
    backward: { input: "\\grad{@input} = 0" },
  },
  torch: call("torch.sign", "@input"),
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [] } },
    { shapes: { input: [4] }, range: { input: [-3, -0.2] } },
  ],
})

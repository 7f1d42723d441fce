import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Hardswish = defineOp({
  kind: "Hardswish",
  shelf: "activation",
  title: "Hardswish",
  summary: "SiLU made of straight pieces: x · clamp(x + 3, 0, 6)/6 (MobileNetV3).",
  keywords: ["hard swish", "h-swish"],
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6) }),
  // At −3 the slope of the middle piece, −½; at 3 that of the line, 1. PyTorch 1.13 agrees in its vector loop, from 8
  // elements on, and says 1½ at 3 in its scalar tail.
  backward: {
    input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x < -3 ? 0 : x < 3 ? g * (x / 3 + 0.5) : g)),
  },

  fast: () =>
    pointwiseFast("input * (atMost(atLeast(input + 3, 0), 6) / 6)", {
      input: "input < -3 ? 0 : input < 3 ? grad * (input / 3 + 0.5) : grad",
    }),

  tex: {
    forward: "@output = \\tfrac16\\, @input\\, \\min(6, \\max(0, @input + 3))",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\Bigl([@input \\ge 3] + \\bigl(\\tfrac{@input}{3} + \\tfrac12\\bigr) [-3 \\le @input < 3]\\Bigr)",
    },
  },
  torch: layerAndFunction("nn.Hardswish", "F.hardswish"),
  examples: [{ shapes: { input: [4, 5] }, range: { input: [-5, 5] } }, { shapes: { input: [] } }],
})

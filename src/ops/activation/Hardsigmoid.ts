import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Hardsigmoid = defineOp({
  kind: "Hardsigmoid",
  shelf: "activation",
  title: "Hardsigmoid",
  summary: "Sigmoid made of straight pieces: clamp(x/6 + ½, 0, 1).",
  keywords: ["hard sigmoid"],
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.min(6, Math.max(0, x + 3)) / 6) }),
  // 0 at both edges, as in PyTorch.
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x > -3 && x < 3 ? g / 6 : 0)) },

  fast: () => pointwiseFast("atMost(atLeast(input + 3, 0), 6) / 6", { input: "input > -3 & input < 3 ? grad / 6 : 0" }),

  tex: {
    forward: "@output = \\min\\left(1, \\max\\left(0, \\tfrac{@input}{6} + \\tfrac12\\right)\\right)",
    backward: { input: "\\grad{@input} = \\tfrac16\\, \\grad{@output} \\cdot [-3 < @input < 3]" },
  },
  torch: { ...layerAndFunction("nn.Hardsigmoid", "F.hardsigmoid"), rough: "Its gradient rule holds 1/6 in float32." },
  examples: [{ shapes: { input: [4, 5] }, range: { input: [-5, 5] } }, { shapes: { input: [] } }],
})

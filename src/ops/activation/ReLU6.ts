import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const ReLU6 = defineOp({
  kind: "ReLU6",
  shelf: "activation",
  title: "ReLU6",
  summary: "ReLU that stops at 6 (MobileNet).",
  keywords: ["relu 6", "clipped relu", "relu_6", "clip"],
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => Math.min(6, Math.max(0, x))) }),
  // 0 at both edges, as in PyTorch.
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x <= 0 || x >= 6 ? 0 : g)) },

  fast: () => pointwiseFast("atMost(atLeast(input, 0), 6)", { input: "input <= 0 | input >= 6 ? 0 : grad" }),

  tex: {
    forward: "@output = \\min(6, \\max(0, @input))",
    backward: { input: "\\grad{@input} = \\grad{@output} \\cdot [0 < @input < 6]" },
  },
  torch: layerAndFunction("nn.ReLU6", "F.relu6"),
  examples: [{ shapes: { input: [4, 5] }, range: { input: [-3, 9] } }, { shapes: { input: [] } }],
})

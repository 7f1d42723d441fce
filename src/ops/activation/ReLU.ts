import { pointwiseFast } from "../../kernels/fast.ts"
import { positivePart, wherePositive } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const ReLU = defineOp({
  kind: "ReLU",
  shelf: "activation",
  title: "ReLU",
  summary: "Keeps what is positive, zero elsewhere.",
  keywords: ["rectifier", "rectified linear unit"],
  use: 85,
  usual: { input: ["Conv2d", "Linear", "BatchNorm2d", "BatchNorm1d"] },
  ...pointwise,
  attrs: {},

  // Math.max would turn −0 into 0 and keeps NaN; PyTorch keeps NaN as well.
  forward: (at) => ({ output: positivePart(at.inputs.input) }),
  // The derivative at 0 is 0, as in PyTorch. The output is positive exactly where the input is, and the next layer most
  // often keeps it anyway: so the input need not be kept as well.
  backward: { input: (at) => wherePositive(at.outputs.output, at.grad.output) },

  fast: () => pointwiseFast("atLeast(input, 0)", { input: "output > 0 ? grad : 0" }),

  tex: {
    forward: "@output = \\max(0, @input)",
    backward: { input: "\\grad{@input} = \\grad{@output} \\cdot [@input > 0]" },
  },
  torch: layerAndFunction("nn.ReLU", "F.relu"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

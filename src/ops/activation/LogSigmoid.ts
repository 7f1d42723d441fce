import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { sigmoid, softplus } from "../../tensor/special.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const LogSigmoid = defineOp({
  kind: "LogSigmoid",
  shelf: "activation",
  title: "LogSigmoid",
  summary: "The logarithm of the sigmoid, without overflow.",
  keywords: ["log sigmoid"],
  ...pointwise,
  attrs: {},

  // log σ(x) = −log(1 + e^(−x)).
  forward: (at) => ({ output: map(at.inputs.input, (x) => -softplus(-x)) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => g * sigmoid(-x)) },

  fast: () => pointwiseFast("-softplus(-input)", { input: "grad * sigmoid(-input)" }),

  tex: {
    forward: "@output = \\log \\sigma(@input) = -\\log\\left(1 + e^{-@input}\\right)",
    backward: { input: "\\grad{@input} = \\grad{@output} \\cdot \\sigma(-@input)" },
  },
  torch: layerAndFunction("nn.LogSigmoid", "F.logsigmoid"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [9] }, range: { input: [-30, 30] } }],
})

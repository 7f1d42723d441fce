import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Softsign = defineOp({
  kind: "Softsign",
  shelf: "activation",
  title: "Softsign",
  summary: "Like tanh with slower tails: x over 1 + |x|.",
  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, (x) => x / (1 + Math.abs(x))) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => g / (1 + Math.abs(x)) ** 2) },

  fast: () => pointwiseFast("input / (1 + abs(input))", { input: "grad / ((1 + abs(input)) * (1 + abs(input)))" }),

  tex: {
    forward: "@output = \\frac{@input}{1 + |@input|}",
    backward: { input: "\\grad{@input} = \\frac{\\grad{@output}}{(1 + |@input|)^2}" },
  },
  torch: layerAndFunction("nn.Softsign", "F.softsign"),
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [] } }],
})

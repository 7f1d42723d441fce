import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { erf } from "../../tensor/special.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { call } from "../torch.ts"

const SLOPE_AT_0 = 2 / Math.sqrt(Math.PI)

export const Erf = defineOp({
  kind: "Erf",
  shelf: "maths",
  title: "Error function",
  summary: "The Gaussian error function; GELU is made of it.",
  keywords: ["erf", "gaussian", "normal distribution"],
  symbol: "\\operatorname{erf}",

  ...pointwise,
  attrs: {},

  forward: (at) => ({ output: map(at.inputs.input, erf) }),
  backward: { input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => g * SLOPE_AT_0 * Math.exp(-x * x)) },

  fast: () => pointwiseFast("erf(input)", { input: "grad * slope * exp(-input * input)" }, { slope: SLOPE_AT_0 }),

  tex: {
    forward: "@output = \\operatorname{erf}(@input) = \\frac{2}{\\sqrt{\\pi}} \\int_0^{@input} e^{-t^2}\\, dt",
    backward: { input: "\\grad{@input} = \\frac{2}{\\sqrt{\\pi}}\\, e^{-@input^2} \\cdot \\grad{@output}" },
  },
  torch: call("torch.erf", "@input"),
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [] } },
    { shapes: { input: [6] }, range: { input: [-5, 5] } },
  ],
})

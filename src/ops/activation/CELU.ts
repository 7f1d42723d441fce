import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { number } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const CELU = defineOp({
  kind: "CELU",
  shelf: "activation",
  title: "CELU",
  summary: "ELU whose slope at zero is 1 for every α.",
  keywords: ["continuously differentiable exponential linear unit"],
  ...pointwise,
  attrs: { alpha: number({ doc: "The output tends to −α far below zero; not 0.", fallback: 1 }) },
  caption: (attrs) => `α = ${attrs.alpha}`,
  shape: (at) => {
    const outputs = { output: at.shapes.input }
    return at.attrs.alpha === 0
      ? { at: "alpha", sentence: "alpha is 0 and the formula divides by it; set another alpha.", outputs }
      : outputs
  },

  forward: (at) => {
    const { alpha } = at.attrs
    return { output: map(at.inputs.input, (x) => (x <= 0 ? alpha * Math.expm1(x / alpha) : x)) }
  },
  backward: {
    input: (at) => zip(at.inputs.input, at.grad.output, (x, g) => (x <= 0 ? g * Math.exp(x / at.attrs.alpha) : g)),
  },

  fast: ({ attrs }) =>
    pointwiseFast(
      "input <= 0 ? alpha * expm1(input / alpha) : input",
      { input: "input <= 0 ? grad * exp(input / alpha) : grad" },
      attrs,
    ),

  tex: {
    forward:
      "@output = \\begin{cases} @input & @input > 0 \\\\ @alpha\\,(e^{@input / @alpha} - 1) & @input \\le 0 \\end{cases}",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\begin{cases} 1 & @input > 0 \\\\ e^{@input / @alpha} & @input \\le 0 \\end{cases}",
    },
  },
  torch: { ...layerAndFunction("nn.CELU", "F.celu", "alpha"), rough: "Its gradient rule holds 1/alpha in float32." },
  examples: [{ shapes: { input: [2, 3] } }, { shapes: { input: [7] }, attrs: { alpha: 0.6 } }],
})

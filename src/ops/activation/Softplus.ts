import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { sigmoid, softplus } from "../../tensor/special.ts"
import { number } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const Softplus = defineOp({
  kind: "Softplus",
  shelf: "activation",
  title: "Softplus",
  summary: "A smooth ReLU.",
  keywords: ["smooth relu", "log(1 + exp)"],
  ...pointwise,
  attrs: {
    beta: number({ doc: "Sharpness of the bend; not 0.", fallback: 1 }),
    threshold: number({ doc: "Where β·x is above it the output is x itself.", fallback: 20 }),
  },
  caption: (attrs) => `β = ${attrs.beta}`,
  shape: (at) => {
    const outputs = { output: at.shapes.input }
    return at.attrs.beta === 0
      ? { at: "beta", sentence: "beta is 0 and the formula divides by it; set another beta.", outputs }
      : outputs
  },

  forward: (at) => {
    const { beta, threshold } = at.attrs
    return { output: map(at.inputs.input, (x) => (beta * x > threshold ? x : softplus(beta * x) / beta)) }
  },
  backward: {
    input: (at) => {
      const { beta, threshold } = at.attrs
      return zip(at.inputs.input, at.grad.output, (x, g) => (beta * x > threshold ? g : g * sigmoid(beta * x)))
    },
  },

  fast: ({ attrs }) =>
    pointwiseFast(
      "beta * input > threshold ? input : softplus(beta * input) / beta",
      { input: "beta * input > threshold ? grad : grad * sigmoid(beta * input)" },
      attrs,
    ),

  tex: {
    forward:
      "@output = \\begin{cases} \\tfrac{1}{@beta}\\log(1 + e^{@beta @input}) & @beta @input \\le @threshold \\\\ @input & \\text{above} \\end{cases}",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\begin{cases} \\sigma(@beta\\, @input) & @beta @input \\le @threshold \\\\ 1 & \\text{above} \\end{cases}",
    },
  },
  torch: layerAndFunction("nn.Softplus", "F.softplus", "beta", "threshold"),
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [9] }, attrs: { beta: 2.5, threshold: 3 } },
    { shapes: { input: [9] }, attrs: { beta: -0.7 } },
  ],
})

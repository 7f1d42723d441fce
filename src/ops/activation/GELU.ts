import { pointwiseFast } from "../../kernels/fast.ts"
import { map, zip } from "../../tensor/elementwise.ts"
import { normalCdf, normalPdf } from "../../tensor/special.ts"
import { choice } from "../attributes/attrs.ts"
import { pointwise } from "../families/pointwise.ts"
import { defineOp } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

const SLOPE = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715

export const GELU = defineOp({
  kind: "GELU",
  shelf: "activation",
  title: "GELU",
  summary: "The input times the chance that a standard normal number is smaller (transformers).",
  keywords: ["gaussian error linear unit"],
  use: 36,
  usual: { input: ["Linear"] },
  ...pointwise,
  attrs: {
    approximate: choice(["none", "tanh"], { doc: "The exact Φ, or its approximation by tanh.", fallback: "none" }),
  },
  caption: (attrs) => (attrs.approximate === "tanh" ? "by tanh" : ""),

  forward: (at) => ({
    output: map(at.inputs.input, at.attrs.approximate === "tanh" ? (x) => x * share(x) : (x) => x * normalCdf(x)),
  }),
  backward: {
    input: (at) =>
      at.attrs.approximate === "tanh"
        ? zip(at.inputs.input, at.grad.output, (x, g) => {
            const y = share(x)
            // d/dx ½(1 + tanh u) = 2y(1 − y) u′, with y = ½(1 + tanh u).
            return g * (y + x * 2 * y * (1 - y) * SLOPE * (1 + 3 * CUBIC * x * x))
          })
        : zip(at.inputs.input, at.grad.output, (x, g) => g * (normalCdf(x) + x * normalPdf(x))),
  },

  // ½(1 + tanh u) = σ(2u). Far out the slope is 0 or 1, however large x² is.
  fast: ({ attrs }) => {
    const cdf = "cdf(input, bell(input))"
    const share = "sigmoid(2 * slope * (input + cubic * input * input * input))"
    return attrs.approximate === "tanh"
      ? pointwiseFast(
          `input * ${share}`,
          {
            input: `grad * (${share} + input * 2 * ${share} * (1 - ${share}) * slope * (1 + 3 * cubic * atMost(input * input, 1000)))`,
          },
          { slope: SLOPE, cubic: CUBIC },
        )
      : pointwiseFast(
          `input * ${cdf}`,
          { input: `grad * (${cdf} + input * density * bell(input))` },
          { density: normalPdf(0) },
        )
  },

  tex: {
    forward:
      "@output = @input\\, \\Phi(@input), \\quad \\Phi(@input) \\when{approximate=tanh}{\\approx \\tfrac12\\Bigl(1 + \\tanh\\bigl(\\sqrt{2/\\pi}\\,(@input + 0.044715\\, @input^3)\\bigr)\\Bigr)}{= \\tfrac12\\bigl(1 + \\operatorname{erf}\\tfrac{@input}{\\sqrt2}\\bigr)}",
    backward: {
      input:
        "\\grad{@input} = \\grad{@output} \\cdot \\when{approximate=tanh}{\\tfrac12 \\Bigl(1 + t + @input\\, (1 - t^2) \\sqrt{2/\\pi}\\, (1 + 0.134145\\, @input^2)\\Bigr), \\quad t = \\tanh\\bigl(\\sqrt{2/\\pi}\\,(@input + 0.044715\\, @input^3)\\bigr)}{\\bigl(\\Phi(@input) + @input\\, \\Phi'(@input)\\bigr), \\quad \\Phi'(@input) = \\tfrac{1}{\\sqrt{2\\pi}}\\, e^{-@input^2/2}}",
    },
  },
  torch: layerAndFunction("nn.GELU", "F.gelu", "approximate"),
  examples: [
    { shapes: { input: [2, 3] } },
    { shapes: { input: [11] }, range: { input: [-6, 6] } },
    { shapes: { input: [11] }, attrs: { approximate: "tanh" }, range: { input: [-6, 6] } },
  ],
})

/** ½(1 + tanh(√(2/π)(x + 0.044715 x³))), close to Φ(x). */
function share(x: number): number {
  return 0.5 * (1 + Math.tanh(SLOPE * (x + CUBIC * x * x * x)))
}

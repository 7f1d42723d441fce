import { number } from "../attributes/attrs.ts"
import { compare, comparedFast, comparedShape, comparison, reduction, slopeOf } from "../families/losses.ts"
import { defineOp, isProblem } from "../op.ts"

export const HuberLoss = defineOp({
  kind: "HuberLoss",
  shelf: "loss",
  title: "Huber loss",
  summary: "Half squared for small differences, a line of slope δ for large ones.",
  keywords: ["robust regression", "smooth L1"],
  ...comparison,
  attrs: {
    delta: number({ doc: "Difference at which the parabola becomes a line; above 0.", fallback: 1, min: 0 }),
    reduction,
  },
  caption: (attrs) => `δ = ${attrs.delta}`,

  shape: (at) => {
    const outputs = comparedShape(at)
    if (at.attrs.delta !== 0 || isProblem(outputs)) return outputs
    const sentence = "delta is 0, so every loss would be 0; set a delta above 0"
    return { at: "delta", sentence, found: "0", expected: "above 0", outputs }
  },

  forward: (at) => {
    const { delta } = at.attrs
    return compare(at, (x, t) => {
      const d = Math.abs(x - t)
      return d < delta ? 0.5 * d * d : delta * (d - 0.5 * delta)
    })
  },
  backward: {
    input: (at) => slopeOf(at, "input", (x, t) => slope(x - t, at.attrs.delta)),
    target: (at) => slopeOf(at, "target", (x, t) => -slope(x - t, at.attrs.delta)),
  },
  fast: (at) => {
    const d = "abs(input - target)"
    const of = `${d} < delta ? 0.5 * ${d} * ${d} : delta * (${d} - 0.5 * delta)`
    return comparedFast(at, of, "max(-delta, min(delta, input - target))", { numbers: { delta: at.attrs.delta } })
  },

  tex: {
    forward:
      "\\when{!reduction=none}{@output = \\when{!reduction=sum}{\\frac1n }{}\\sum_i \\ell(@input_i - @target_i)}{@output_i = \\ell(@input_i - @target_i)}, \\quad \\ell(d) = \\begin{cases} \\frac12 d^2 & |d| < @delta \\\\ @delta \\left(|d| - \\tfrac12 @delta\\right) & \\text{else} \\end{cases}",
    backward: {
      input:
        "\\grad{@input_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\ell'(@input_i - @target_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad \\ell'(d) = \\max(-@delta, \\min(@delta, d))",
      target:
        "\\grad{@target_i} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\ell'(@input_i - @target_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad \\ell'(d) = \\max(-@delta, \\min(@delta, d))",
    },
  },
  // Module and function have their arguments in different orders.
  torch: {
    module: { name: "nn.HuberLoss", takes: ["reduction", "delta"] },
    functions: [{ name: "F.huber_loss", takes: ["@input", "@target", "reduction", "delta"] }],
  },
  examples: [
    { shapes: { input: [2, 3], target: [2, 3] } },
    { shapes: { input: [4], target: [4] }, attrs: { reduction: "sum", delta: 0.4 } },
    { shapes: { input: [2, 1], target: [3] }, attrs: { reduction: "none", delta: 1.5 } },
    { shapes: { input: [], target: [] } },
  ],
})

/** ∂ℓ/∂d: d itself, at most δ either way. */
function slope(d: number, delta: number): number {
  return Math.max(-delta, Math.min(delta, d))
}

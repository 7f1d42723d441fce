import { number } from "../attributes/attrs.ts"
import { compare, comparedFast, comparedShape, comparison, lossTorch, reduction, slopeOf } from "../families/losses.ts"
import { defineOp } from "../op.ts"

export const SmoothL1Loss = defineOp({
  kind: "SmoothL1Loss",
  shelf: "loss",
  title: "Smooth L1 loss",
  summary: "Squared for small differences, absolute for large ones.",
  keywords: ["smooth L1", "Huber"],
  ...comparison,
  attrs: { beta: number({ doc: "Difference at which the parabola becomes a line.", fallback: 1, min: 0 }), reduction },
  caption: (attrs) => `β = ${attrs.beta}`,

  shape: comparedShape,

  forward: (at) => {
    const { beta } = at.attrs
    return compare(at, (x, t) => {
      const d = Math.abs(x - t)
      return d < beta ? (0.5 * d * d) / beta : d - 0.5 * beta
    })
  },
  backward: {
    input: (at) => slopeOf(at, "input", (x, t) => slope(x - t, at.attrs.beta)),
    target: (at) => slopeOf(at, "target", (x, t) => -slope(x - t, at.attrs.beta)),
  },
  fast: (at) => {
    const { beta } = at.attrs
    const d = "abs(input - target)"
    const of = `${d} < beta ? 0.5 * ${d} * ${d} / beta : ${d} - 0.5 * beta`
    const slope = "input - target <= least ? -1 : input - target >= beta ? 1 : (input - target) / beta"
    return comparedFast(at, of, slope, { numbers: { beta, least: -beta } })
  },

  tex: {
    forward:
      "\\when{!reduction=none}{@output = \\when{!reduction=sum}{\\frac1n }{}\\sum_i \\ell(@input_i - @target_i)}{@output_i = \\ell(@input_i - @target_i)}, \\quad \\ell(d) = \\begin{cases} \\frac{d^2}{2 @beta} & |d| < @beta \\\\ |d| - \\frac{@beta}{2} & \\text{else} \\end{cases}",
    backward: {
      input:
        "\\grad{@input_i} = \\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\ell'(@input_i - @target_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad \\ell'(d) = \\begin{cases} \\frac{d}{@beta} & |d| < @beta \\\\ \\operatorname{sign} d & \\text{else} \\end{cases}",
      target:
        "\\grad{@target_i} = -\\when{!reduction=sum & !reduction=none}{\\frac1n\\, }{}\\ell'(@input_i - @target_i)\\, \\grad{\\when{!reduction=none}{@output}{@output_i}}, \\quad \\ell'(d) = \\begin{cases} \\frac{d}{@beta} & |d| < @beta \\\\ \\operatorname{sign} d & \\text{else} \\end{cases}",
    },
  },
  torch: lossTorch("nn.SmoothL1Loss", "F.smooth_l1_loss", "reduction", "beta"),
  examples: [
    { shapes: { input: [2, 3], target: [2, 3] } },
    { shapes: { input: [4], target: [4] }, attrs: { reduction: "sum", beta: 0.4 } },
    { shapes: { input: [2, 1], target: [3] }, attrs: { reduction: "none", beta: 1.5 } },
    { shapes: { input: [], target: [] } },
  ],
})

/** ∂ℓ/∂d. With β = 0 PyTorch answers −1 at d = 0, since it asks first whether d ≤ −β. */
function slope(d: number, beta: number): number {
  return d <= -beta ? -1 : d >= beta ? 1 : d / beta
}

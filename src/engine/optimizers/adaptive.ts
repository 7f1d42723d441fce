// What Adam and AdamW share: they differ only in where weight decay enters.

import type { FastLines } from "../../kernels/update/fast.ts"
import { bool, number } from "../../ops/attributes/attrs.ts"
import { adamStep } from "../../tensor/net/optimize.ts"
import { COUPLED, DECAY_LETTERS } from "./decay.ts"
import { type AnyOptimizer, defineOptimizer, type RuleLine } from "./optimizer.ts"

interface Variant {
  readonly kind: string
  readonly title: string
  readonly summary: string
  /** λ shrinks the weight itself instead of entering by the gradient. */
  readonly decoupled: boolean
  readonly decay: number
}

/** Adam (Kingma and Ba, 2015) or AdamW (Loshchilov and Hutter, 2019), as in PyTorch. */
export function adaptive({ kind, title, summary, decoupled, decay }: Variant): AnyOptimizer {
  return defineOptimizer({
    kind,
    title,
    summary,
    attrs: {
      lr: number({ doc: "Learning rate η.", fallback: 0.001, min: 0 }),
      beta1: number({ doc: "β₁: how long the mean of gradients remembers.", fallback: 0.9, min: 0, max: 0.999999 }),
      beta2: number({ doc: "β₂: how long the mean of squares remembers.", fallback: 0.999, min: 0, max: 0.99999999 }),
      eps: number({ doc: "ε: keeps the division finite.", fallback: 1e-8, min: 0 }),
      weight_decay: number({
        doc: decoupled ? "λ: shrinks each weight by ηλ a step." : "λ: adds λw to the gradient.",
        fallback: decay,
        min: 0,
      }),
      amsgrad: bool({ doc: "Divide by the largest mean of squares so far.", fallback: false }),
    },
    slots: {
      exp_avg: { doc: "Moving mean of gradients.", tex: "m" },
      exp_avg_sq: { doc: "Moving mean of squared gradients.", tex: "s" },
      max_exp_avg_sq: { doc: "The largest of those means so far.", tex: "\\hat s" },
    },
    uses: ({ amsgrad }) => ["exp_avg", "exp_avg_sq", ...(amsgrad ? (["max_exp_avg_sq"] as const) : [])],

    update: ({ attrs, rate, step, param, gradient, state, next, nextState }) => {
      const { beta1, beta2, eps, weight_decay, amsgrad } = attrs
      const of = (held: typeof state) => ({
        m: held.exp_avg,
        s: held.exp_avg_sq,
        top: amsgrad ? held.max_exp_avg_sq : null,
      })
      adamStep({ w: param.data, g: gradient.data, next, rate }, of(state), of(nextState), {
        beta1,
        beta2,
        eps,
        step,
        decay: decoupled ? 0 : weight_decay,
        decoupled: decoupled ? weight_decay : 0,
      })
    },

    fast: ({ amsgrad }) => [{ kernel: "lines", lines: linesOf(amsgrad) }],
    scalars: ({ attrs: { beta1, beta2, eps, weight_decay }, rate, step }) => ({
      beta1,
      beta2,
      eps,
      fresh1: 1 - beta1,
      fresh2: 1 - beta2,
      decay: decoupled ? 0 : weight_decay,
      keep: 1 - rate * (decoupled ? weight_decay : 0),
      size: rate / (1 - beta1 ** step),
      root: Math.sqrt(1 - beta2 ** step),
    }),

    torch: {
      name: `optim.${kind}`,
      takes: ["lr!", { "betas=": ({ attrs }) => betas(attrs.beta1, attrs.beta2) }, "eps", "weight_decay", "amsgrad"],
    },

    rule: ({ weight_decay, amsgrad }) => {
      const coupled = !decoupled && weight_decay !== 0
      const from = coupled ? "g" : "d"
      const top = amsgrad ? "nextTop" : "nextS"
      const shrunk = decoupled && weight_decay !== 0
      return { letters: LETTERS, lines: [...(coupled ? [COUPLED] : []), ...moments(from, amsgrad), step(top, shrunk)] }
    },
    numbers: ({ attrs, state, step: t }, index) => ({
      betaOne: attrs.beta1,
      betaTwo: attrs.beta2,
      eps: attrs.eps,
      lambda: attrs.weight_decay,
      t,
      m: state.exp_avg[index] ?? 0,
      s: state.exp_avg_sq[index] ?? 0,
      top: state.max_exp_avg_sq[index] ?? 0,
    }),
  })
}

/** As `adamStep` has them. */
function linesOf(amsgrad: boolean): FastLines["lines"] {
  const top = amsgrad ? "max_exp_avg_sq" : "exp_avg_sq"
  return [
    ["d", "grad + decay * param"],
    ["exp_avg", "beta1 * exp_avg + fresh1 * d"],
    ["exp_avg_sq", "beta2 * exp_avg_sq + fresh2 * d * d"],
    ...(amsgrad ? [["max_exp_avg_sq", "max(max_exp_avg_sq, exp_avg_sq)"] as const] : []),
    ["next", `param * keep - (size * exp_avg) / (sqrt(${top}) / root + eps)`],
  ]
}

/** Nothing where they are PyTorch's own. */
function betas(first: number, second: number): readonly number[] | undefined {
  return first === 0.9 && second === 0.999 ? undefined : [first, second]
}

function moments(from: string, amsgrad: boolean): readonly RuleLine[] {
  const mean = (to: string, beta: string, before: string, power: 1 | 2): RuleLine => ({
    to,
    tex: `@${beta} \\cdot @${before} + (1 - @${beta}) \\cdot ${power === 2 ? `{@${from}}^2` : `@${from}`}`,
    value: (n) => (n[beta] ?? 0) * (n[before] ?? 0) + (1 - (n[beta] ?? 0)) * (n[from] ?? 0) ** power,
  })
  const lines = [mean("nextM", "betaOne", "m", 1), mean("nextS", "betaTwo", "s", 2)]
  if (!amsgrad) return lines
  return [
    ...lines,
    { to: "nextTop", tex: "\\max(@top, @nextS)", value: ({ top = 0, nextS = 0 }) => Math.max(top, nextS) },
  ]
}

function step(top: string, shrunk: boolean): RuleLine {
  const start = shrunk ? "@w \\cdot (1 - @eta \\cdot @lambda)" : "@w"
  return {
    to: "next",
    tex: `${start} - @eta \\cdot \\frac{@nextM / (1 - {@betaOne}^{@t})}{\\sqrt{@${top} / (1 - {@betaTwo}^{@t})} + @eps}`,
    value: (n) => {
      const { w = 0, eta = 0, lambda = 0, nextM = 0, betaOne = 0, betaTwo = 0, t = 1, eps = 0 } = n
      const size = Math.sqrt((n[top] ?? 0) / (1 - betaTwo ** t)) + eps
      return w * (1 - (shrunk ? eta * lambda : 0)) - (eta * (nextM / (1 - betaOne ** t))) / size
    },
  }
}

const LETTERS = {
  ...DECAY_LETTERS,
  betaOne: { tex: "\\beta_1", means: "memory of the mean" },
  betaTwo: { tex: "\\beta_2", means: "memory of the mean of squares" },
  m: { tex: "m", means: "moving mean of gradients" },
  nextM: { tex: "m'", means: "that mean after this step" },
  s: { tex: "s", means: "moving mean of squared gradients" },
  nextS: { tex: "s'", means: "that mean after this step" },
  top: { tex: "\\hat s", means: "largest mean of squares so far" },
  nextTop: { tex: "\\hat s'", means: "the largest after this step" },
  t: { tex: "t", means: "step" },
  eps: { tex: "\\varepsilon", means: "keeps the division finite" },
}

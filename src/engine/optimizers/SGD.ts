import { bool, number } from "../../ops/attributes/attrs.ts"
import { sgdStep } from "../../tensor/net/optimize.ts"
import { COUPLED, DECAY_LETTERS } from "./decay.ts"
import { defineOptimizer, type RuleLine } from "./optimizer.ts"

export const SGD = defineOptimizer({
  kind: "SGD",
  title: "Gradient descent",
  summary: "A step against the gradient; with momentum, against a moving sum of gradients.",
  attrs: {
    lr: number({ doc: "Learning rate η.", fallback: 0.01, min: 0 }),
    momentum: number({ doc: "Share μ of the last step's direction that is kept.", fallback: 0, min: 0, max: 1 }),
    dampening: number({ doc: "Share τ of each new gradient that momentum leaves out.", fallback: 0, min: 0, max: 1 }),
    nesterov: bool({ doc: "Look ahead along the new direction.", fallback: false }),
    weight_decay: number({ doc: "λ: adds λw to the gradient.", fallback: 0, min: 0 }),
  },
  slots: { momentum_buffer: { doc: "Moving sum of gradients.", tex: "v" } },
  uses: ({ momentum }) => (momentum === 0 ? [] : ["momentum_buffer"]),

  update: ({ attrs, rate, step, param, gradient, state, next, nextState }) => {
    const { momentum, nesterov, weight_decay: decay } = attrs
    const fresh = freshShare(attrs, step)
    const at = { w: param.data, g: gradient.data, next, rate }
    sgdStep(at, state.momentum_buffer, nextState.momentum_buffer, { momentum, fresh, nesterov, decay })
  },

  fast: ({ momentum, nesterov }) => {
    const way = momentum === 0 ? "d" : nesterov ? "(d + momentum * momentum_buffer)" : "momentum_buffer"
    const moved = ["momentum_buffer", "momentum * momentum_buffer + fresh * d"] as const
    const lines = [
      ["d", "grad + decay * param"] as const,
      ...(momentum === 0 ? [] : [moved]),
      ["next", `param - rate * ${way}`] as const,
    ]
    return [{ kernel: "lines", lines }]
  },
  scalars: ({ attrs, rate, step }) => ({
    rate,
    momentum: attrs.momentum,
    fresh: freshShare(attrs, step),
    decay: attrs.weight_decay,
  }),

  torch: {
    name: "optim.SGD",
    takes: [
      "lr!",
      "momentum",
      "dampening",
      "weight_decay",
      // PyTorch refuses to look ahead where nothing is kept.
      { "nesterov=": ({ attrs }) => (attrs.nesterov && attrs.momentum > 0 ? true : undefined) },
    ],
    cannot: ({ nesterov, momentum, dampening }) =>
      nesterov && momentum > 0 && dampening !== 0 ? "PyTorch's SGD has no dampening beside Nesterov's momentum." : null,
  },

  rule: ({ momentum, dampening, nesterov, weight_decay }, first) => {
    const lines: RuleLine[] = []
    let way = "d"
    if (weight_decay !== 0) {
      lines.push(COUPLED)
      way = "g"
    }
    if (momentum !== 0) {
      const from = way
      const dampened = dampening !== 0 && !first
      lines.push(
        first
          ? { to: "nextV", tex: `@${from}`, value: (n) => n[from] ?? 0 }
          : {
              to: "nextV",
              tex: `@mu \\cdot @v + ${dampened ? "(1 - @tau) \\cdot " : ""}@${from}`,
              value: (n) => (n.mu ?? 0) * (n.v ?? 0) + (1 - (dampened ? (n.tau ?? 0) : 0)) * (n[from] ?? 0),
            },
      )
      way = "nextV"
      if (nesterov) {
        lines.push({
          to: "ahead",
          tex: `@${from} + @mu \\cdot @nextV`,
          value: (n) => (n[from] ?? 0) + (n.mu ?? 0) * (n.nextV ?? 0),
        })
        way = "ahead"
      }
    }
    const last = way
    lines.push({
      to: "next",
      tex: `@w - @eta \\cdot @${last}`,
      value: (n) => (n.w ?? 0) - (n.eta ?? 0) * (n[last] ?? 0),
    })
    return { letters: LETTERS, lines }
  },
  numbers: ({ attrs, state }, index) => ({
    mu: attrs.momentum,
    tau: attrs.dampening,
    lambda: attrs.weight_decay,
    v: state.momentum_buffer[index] ?? 0,
  }),
})

/** PyTorch starts the moving sum with the whole first gradient, whatever the dampening. */
function freshShare({ dampening }: { readonly dampening: number }, step: number): number {
  return step === 1 ? 1 : 1 - dampening
}

const LETTERS = {
  ...DECAY_LETTERS,
  mu: { tex: "\\mu", means: "momentum" },
  tau: { tex: "\\tau", means: "dampening" },
  v: { tex: "v", means: "moving sum of gradients" },
  nextV: { tex: "v'", means: "moving sum after this step" },
  ahead: { tex: "u", means: "direction, looking ahead" },
}

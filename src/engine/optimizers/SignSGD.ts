import { number } from "../../ops/attributes/attrs.ts"
import { signStep } from "../../tensor/net/optimize.ts"
import { defineOptimizer, type RuleLine } from "./optimizer.ts"

const PROGRAM = `class SignSGD(torch.optim.Optimizer):
    """A step of one length for every weight, against the sign of its gradient or of their moving mean."""

    def __init__(self, params, lr=0.001, momentum=0.0, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is None:
                    continue
                v = self.state[w].setdefault("momentum_buffer", torch.zeros_like(w))
                v.lerp_(w.grad, 1 - group["momentum"])
                w.mul_(1 - group["lr"] * group["weight_decay"])
                w.sub_(v.sign(), alpha=group["lr"])
`

export const SignSGD = defineOptimizer({
  kind: "SignSGD",
  title: "SignSGD",
  summary: "A step of one length for every weight, against the sign of its gradient or of their moving mean.",
  attrs: {
    lr: number({ doc: "Learning rate η.", fallback: 0.001, min: 0 }),
    momentum: number({ doc: "μ: how long the mean of gradients remembers.", fallback: 0, min: 0, max: 0.999999 }),
    weight_decay: number({ doc: "λ: shrinks each weight by ηλ a step.", fallback: 0, min: 0 }),
  },
  slots: { momentum_buffer: { doc: "Moving mean of gradients.", tex: "v" } },
  uses: ({ momentum }) => (momentum === 0 ? [] : ["momentum_buffer"]),

  update: ({ attrs, rate, param, gradient, state, next, nextState }) => {
    const at = { w: param.data, g: gradient.data, next, rate }
    signStep(at, state.momentum_buffer, nextState.momentum_buffer, attrs.momentum, attrs.weight_decay)
  },

  fast: ({ momentum }) => {
    const moved = momentum === 0 ? "grad" : "momentum_buffer"
    // NaN stays NaN.
    const sign = `(${moved} != ${moved} ? ${moved} : (${moved} > 0 ? 1 : 0) - (${moved} < 0 ? 1 : 0))`
    const lines = [
      ...(momentum === 0 ? [] : [["momentum_buffer", "momentum * momentum_buffer + fresh * grad"] as const]),
      ["next", `param * keep - rate * ${sign}`] as const,
    ]
    return [{ kernel: "lines", lines }]
  },
  scalars: ({ attrs: { momentum, weight_decay }, rate }) => ({
    rate,
    momentum,
    fresh: 1 - momentum,
    keep: 1 - rate * weight_decay,
  }),

  torch: { name: "SignSGD", takes: ["lr!", "momentum", "weight_decay"], written: PROGRAM },

  rule: ({ momentum, weight_decay }) => {
    const lines: RuleLine[] = []
    if (momentum !== 0) {
      lines.push({
        to: "nextV",
        tex: "@mu \\cdot @v + (1 - @mu) \\cdot @d",
        value: ({ mu = 0, v = 0, d = 0 }) => mu * v + (1 - mu) * d,
      })
    }
    const from = momentum === 0 ? "d" : "nextV"
    const start = weight_decay === 0 ? "@w" : "@w \\cdot (1 - @eta \\cdot @lambda)"
    lines.push({
      to: "next",
      tex: `${start} - @eta \\cdot \\operatorname{sign}(@${from})`,
      value: (n) => (n.w ?? 0) * (1 - (n.eta ?? 0) * (n.lambda ?? 0)) - (n.eta ?? 0) * Math.sign(n[from] ?? 0),
    })
    return { letters: LETTERS, lines }
  },
  numbers: ({ attrs, state }, index) => ({
    mu: attrs.momentum,
    lambda: attrs.weight_decay,
    v: state.momentum_buffer[index] ?? 0,
  }),
})

const LETTERS = {
  lambda: { tex: "\\lambda", means: "weight decay" },
  mu: { tex: "\\mu", means: "momentum" },
  v: { tex: "v", means: "moving mean of gradients" },
  nextV: { tex: "v'", means: "that mean after this step" },
}

import { bool, choice, int, number } from "../../ops/attributes/attrs.ts"
import { asMatrix, averaged, decayedStep, type NewtonSchulz, orthogonalised } from "../../tensor/net/optimize.ts"
import { allocate, dtypeOf, type Tensor, type TensorData } from "../../tensor/tensor.ts"
import { defineOptimizer, type RuleLine } from "./optimizer.ts"

/** The quintic of K. Jordan's Muon brings singular values near 1 fast; the cubic ½(3I − XXᵀ)X brings them to 1. */
const POLYNOMIALS: { readonly [name in "quintic" | "cubic"]: NewtonSchulz } = {
  quintic: [3.4445, -4.775, 2.0315],
  cubic: [1.5, -0.5, 0],
}

const PROGRAM = `class Muon(torch.optim.Optimizer):
    """Makes the moving mean of gradients orthogonal by Newton-Schulz steps, matrix by matrix."""

    POLYNOMIALS = {"quintic": (${POLYNOMIALS.quintic.join(", ")}), "cubic": (${POLYNOMIALS.cubic.join(", ")})}
    FACTORS = {
        "original": lambda rows, columns: math.sqrt(max(1, rows / columns)),
        "match_rms_adamw": lambda rows, columns: 0.2 * math.sqrt(max(rows, columns)),
        "sqrt_out": lambda rows, columns: math.sqrt(rows),
        "none": lambda rows, columns: 1.0,
    }

    def __init__(
        self,
        params,
        lr=0.02,
        momentum=0.95,
        nesterov=True,
        weight_decay=0.0,
        ns_steps=5,
        polynomial="quintic",
        eps=1e-7,
        adjust_lr_fn="original",
    ):
        settings = {"lr": lr, "momentum": momentum, "nesterov": nesterov, "weight_decay": weight_decay}
        more = {"ns_steps": ns_steps, "polynomial": polynomial, "eps": eps, "adjust_lr_fn": adjust_lr_fn}
        super().__init__(params, {**settings, **more})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is None:
                    continue
                v = self.state[w].setdefault("momentum_buffer", torch.zeros_like(w))
                v.lerp_(w.grad, 1 - group["momentum"])
                way = w.grad.lerp(v, group["momentum"]) if group["nesterov"] else v
                # A filter is a row; a bias is taken as a column.
                matrix = way.reshape(way.shape[0] if way.dim() > 0 else 1, -1)
                size = self.FACTORS[group["adjust_lr_fn"]](*matrix.shape)
                w.mul_(1 - group["lr"] * group["weight_decay"])
                w.sub_(self.orthogonal(matrix, group).reshape(w.shape), alpha=group["lr"] * size)

    def orthogonal(self, matrix, group):
        a, b, c = self.POLYNOMIALS[group["polynomial"]]
        tall = matrix.shape[0] > matrix.shape[1]
        x = (matrix.T if tall else matrix) / max(matrix.norm().item(), group["eps"])
        for _ in range(group["ns_steps"]):
            gram = x @ x.T
            x = a * x + (b * gram + c * gram @ gram) @ x
        return x.T if tall else x
`

export const Muon = defineOptimizer({
  kind: "Muon",
  title: "Muon",
  summary:
    "Makes the moving mean of gradients orthogonal by Newton–Schulz steps, matrix by matrix. A filter is a row; a bias is taken as a column.",
  attrs: {
    lr: number({ doc: "Learning rate η.", fallback: 0.02, min: 0 }),
    momentum: number({ doc: "μ: how long the mean of gradients remembers.", fallback: 0.95, min: 0, max: 0.999999 }),
    nesterov: bool({ doc: "Look ahead along the new mean.", fallback: true }),
    weight_decay: number({ doc: "λ: shrinks each weight by ηλ a step.", fallback: 0, min: 0 }),
    ns_steps: int({ doc: "Newton–Schulz steps.", fallback: 5, min: 1, max: 100 }),
    polynomial: choice(["quintic", "cubic"], {
      doc: "Of a step: quintic is fast and stops near 1, cubic ½(3I − XXᵀ)X goes to 1.",
      fallback: "quintic",
    }),
    eps: number({ doc: "Least norm that is divided by.", fallback: 1e-7, min: 0 }),
    adjust_lr_fn: choice(["original", "match_rms_adamw", "sqrt_out", "none"], {
      doc: "Factor on η for r×c matrices: original √max(1, r/c), match_rms_adamw 0.2·√max(r, c), sqrt_out √r, none 1.",
      fallback: "original",
    }),
  },
  slots: { momentum_buffer: { doc: "Moving mean of gradients.", tex: "v" } },
  uses: () => ["momentum_buffer"],

  update: function* ({ attrs, rate, param, gradient, state, next, nextState }) {
    const direction = yield* directionOf(attrs, gradient, state.momentum_buffer, nextState.momentum_buffer)
    const at = { w: param.data, g: gradient.data, next, rate }
    decayedStep(at, direction.data, rate * factorOf(attrs.adjust_lr_fn, direction), attrs.weight_decay)
  },

  // Products of kernels are float32 throughout, so that o has other last digits than the loops'.
  fast: ({ nesterov, ns_steps, polynomial, eps }) => [
    {
      kernel: "lines",
      lines: [
        ["momentum_buffer", "momentum * momentum_buffer + fresh * grad"],
        ["way", nesterov ? "fresh * grad + momentum * momentum_buffer" : "momentum_buffer"],
      ],
    },
    { kernel: "orthogonal", of: "way", to: "o", steps: ns_steps, polynomial: POLYNOMIALS[polynomial], eps },
    { kernel: "lines", lines: [["next", "param * keep - size * o"]] },
  ],
  scalars: ({ attrs: { momentum, weight_decay, adjust_lr_fn }, rate, param }) => ({
    momentum,
    fresh: 1 - momentum,
    keep: 1 - rate * weight_decay,
    size: rate * factorOf(adjust_lr_fn, asMatrix(param)),
  }),

  // PyTorch has one from 2.9 on, for matrices alone.
  torch: {
    name: "Muon",
    takes: ["lr!", "momentum", "nesterov", "weight_decay", "ns_steps", "polynomial", "eps", "adjust_lr_fn"],
    written: PROGRAM,
  },

  rule: ({ nesterov, weight_decay, adjust_lr_fn }) => {
    const lines: RuleLine[] = [
      {
        to: "nextV",
        tex: "@mu \\cdot @v + (1 - @mu) \\cdot @d",
        value: ({ mu = 0, v = 0, d = 0 }) => mu * v + (1 - mu) * d,
      },
    ]
    if (nesterov) {
      lines.push({
        to: "ahead",
        tex: "(1 - @mu) \\cdot @d + @mu \\cdot @nextV",
        value: ({ mu = 0, d = 0, nextV = 0 }) => (1 - mu) * d + mu * nextV,
      })
    }
    const [start, scale] = [
      weight_decay === 0 ? "@w" : "@w \\cdot (1 - @eta \\cdot @lambda)",
      adjust_lr_fn === "none" ? "" : "@scale \\cdot ",
    ]
    lines.push({
      to: "next",
      tex: `${start} - @eta \\cdot ${scale}@o`,
      value: ({ w = 0, eta = 0, lambda = 0, scale: s = 1, o = 0 }) => w * (1 - eta * lambda) - eta * s * o,
    })
    return { letters: letters(nesterov), lines }
  },
  numbers: function* ({ attrs, gradient, state }, index) {
    const direction = yield* directionOf(attrs, gradient, state.momentum_buffer, null)
    return {
      mu: attrs.momentum,
      lambda: attrs.weight_decay,
      v: state.momentum_buffer[index] ?? 0,
      scale: factorOf(attrs.adjust_lr_fn, direction),
      o: direction.data[index] ?? 0,
    }
  },
})

interface Settings {
  readonly momentum: number
  readonly nesterov: boolean
  readonly ns_steps: number
  readonly polynomial: keyof typeof POLYNOMIALS
  readonly eps: number
}

/** The orthogonal direction, as a matrix. `nextV`: where the new mean goes, if it is to be kept. */
function* directionOf(
  attrs: Settings,
  gradient: Tensor,
  v: TensorData,
  nextV: TensorData | null,
): Generator<void, Tensor, void> {
  const into = nextV ?? allocate(v.length, dtypeOf(gradient))
  const data = averaged(gradient.data, v, into, attrs.momentum, attrs.nesterov)
  const matrix = asMatrix({ shape: gradient.shape, data })
  return yield* orthogonalised(matrix, attrs.ns_steps, POLYNOMIALS[attrs.polynomial], attrs.eps)
}

function factorOf(rule: "original" | "match_rms_adamw" | "sqrt_out" | "none", matrix: Tensor): number {
  const [rows = 1, columns = 1] = matrix.shape
  switch (rule) {
    case "original":
      return Math.sqrt(Math.max(1, rows / columns))
    case "match_rms_adamw":
      return 0.2 * Math.sqrt(Math.max(rows, columns))
    case "sqrt_out":
      return Math.sqrt(rows)
    case "none":
      return 1
  }
}

function letters(nesterov: boolean) {
  const from = nesterov ? "u" : "v'"
  return {
    lambda: { tex: "\\lambda", means: "weight decay" },
    mu: { tex: "\\mu", means: "momentum" },
    v: { tex: "v", means: "moving mean of gradients" },
    nextV: { tex: "v'", means: "that mean after this step" },
    ahead: { tex: "u", means: "direction, looking ahead" },
    o: {
      tex: "o",
      means: `this weight's place in the matrix ${from} made orthogonal: X ← aX + b(XXᵀ)X + c(XXᵀ)²X from ${from}/‖${from}‖`,
    },
    scale: { tex: "s", means: "factor for the matrix's size" },
  }
}

// How the learning rate changes: constant, in steps, or along a cosine, as torch.optim.lr_scheduler has it (in closed form).

import { type AttrSpecs, type AttrValues, choice, int, number, optional } from "../../ops/attributes/attrs.ts"
import { float } from "../../ops/torch.ts"

/** How far a training is, for its rate. */
interface When {
  /** Epochs and steps done before this step. */
  readonly epoch: number
  readonly step: number
  /** Of the whole training. */
  readonly epochs: number
  readonly steps: number
}

/** One schedule, with the types of its own attributes. */
interface Schedule<A extends AttrSpecs> {
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly attrs: A
  /** The rate at a time, from the optimizer's `lr` (times a param's multiplier, as PyTorch's param groups have it). */
  readonly rate: (attrs: AttrValues<A>, lr: number, when: When) => number
  /** LaTeX. */
  readonly tex: string
  /** The rate in Python, from `lr`, `epoch`, `step`, `epochs` and `steps`: in closed form, as it is meant here. */
  readonly torch: (attrs: AttrValues<A>) => string
}
/** A schedule without its own types: what the list holds. */
export interface AnySchedule extends Pick<Schedule<AttrSpecs>, "kind" | "title" | "summary" | "attrs" | "tex"> {
  readonly rate: (attrs: { readonly [name: string]: unknown }, lr: number, when: When) => number
  readonly torch: (attrs: { readonly [name: string]: unknown }) => string
}

function defineSchedule<const A extends AttrSpecs>(schedule: Schedule<A>): AnySchedule {
  // Types are erased here: training hands a schedule only what its own attrs have read.
  return schedule as unknown as AnySchedule
}

const per = choice(["epoch", "step"], { doc: "What t counts.", fallback: "epoch" })

const constant = defineSchedule({
  kind: "constant",
  title: "Constant",
  summary: "The same rate throughout.",
  attrs: {},
  rate: (_, lr) => lr,
  tex: "\\eta_t = \\eta",
  torch: () => "lr",
})

const StepLR = defineSchedule({
  kind: "StepLR",
  title: "Steps",
  summary: "The rate is multiplied by γ every so many epochs or steps.",
  attrs: {
    step_size: int({ doc: "t from one drop to the next.", fallback: 10, min: 1 }),
    gamma: number({ doc: "γ: factor of each drop.", fallback: 0.1, min: 0 }),
    per,
  },
  rate: ({ step_size, gamma, per: unit }, lr, when) => lr * gamma ** Math.floor(when[unit] / step_size),
  tex: "\\eta_t = \\eta\\, \\gamma^{\\lfloor t / t_{\\text{step}} \\rfloor}",
  torch: ({ step_size, gamma, per: unit }) => `lr * ${float(gamma)} ** (${unit} // ${step_size})`,
})

const CosineAnnealingLR = defineSchedule({
  kind: "CosineAnnealingLR",
  title: "Cosine",
  summary: "The rate falls along half a cosine from η to its least value.",
  attrs: {
    T_max: optional(int({ doc: "t at which the least rate is reached; none: the end of the training.", min: 1 })),
    eta_min: number({ doc: "Least rate.", fallback: 0, min: 0 }),
    per,
  },
  rate: ({ T_max, eta_min, per: unit }, lr, when) => {
    const last = T_max ?? (unit === "epoch" ? when.epochs : when.steps)
    return eta_min + ((lr - eta_min) * (1 + Math.cos((Math.PI * when[unit]) / last))) / 2
  },
  tex: "\\eta_t = \\eta_{\\min} + \\tfrac12 (\\eta - \\eta_{\\min}) \\left(1 + \\cos \\frac{\\pi t}{T_{\\max}}\\right)",
  torch: ({ T_max, eta_min, per: unit }) => {
    const share = `(1 + math.cos(math.pi * ${unit} / ${T_max ?? `${unit}s`})) / 2`
    return eta_min === 0 ? `lr * ${share}` : `${float(eta_min)} + (lr - ${float(eta_min)}) * ${share}`
  },
})

/** Every schedule by kind. */
export const schedules: ReadonlyMap<string, AnySchedule> = new Map(
  [constant, StepLR, CosineAnnealingLR].map((schedule) => [schedule.kind, schedule]),
)

// A training in words of PyTorch.

import type { TrainingNumbers, TrainingSettings } from "../../graph/values/recorded.ts"
import { float } from "../../ops/torch.ts"
import { line, quoted } from "../python/python.ts"
import { argumentsOf } from "./calls.ts"

/** What programs/steps.py has marks for. */
export function stepMarks(training: TrainingNumbers) {
  return {
    ...settingMarks(training),
    steps: String(training.steps.length),
    steps_per_epoch: String(training.stepsPerEpoch),
    clip: training.clip === null ? "" : line(2, training.clip),
  }
}

/** Optimizer, rates and schedule, as every program has them. */
export function settingMarks({ optimizer, lr, epochs, schedule, multipliers }: TrainingSettings) {
  const { written, name } = optimizer.torch
  const described = { kind: optimizer.kind, attrs: optimizer.specs }
  const none = { tensor: () => null, training: "" }
  const settings = argumentsOf(optimizer.torch, described, { attrs: optimizer.attrs }, none)
  const factors = [...multipliers].filter(([, factor]) => factor !== 1)
  const items = factors.map(([param, factor]) => `${quoted(param)}: ${float(factor)}`)
  return {
    lr: float(lr),
    epochs: String(epochs),
    factors: line(0, `{${items.join(", ")}}`).trimEnd(),
    optimizer_class: written === undefined ? "" : `\n${written}\n`,
    optimizer: line(1, `${written === undefined ? "torch." : ""}${name}(${["params", ...settings].join(", ")})`).trim(),
    rate: schedule,
  }
}

// A training in words of PyTorch.

import type { TrainingNumbers } from "../../graph/values/recorded.ts"
import { float } from "../../ops/torch.ts"
import { argumentsOf } from "./calls.ts"
import { line, quoted } from "./python.ts"

/** What programs/steps.py has marks for. */
export function stepMarks(training: TrainingNumbers) {
  const { optimizer, lr, epochs, stepsPerEpoch, schedule, clip, multipliers, steps } = training
  const { written, name } = optimizer.torch
  const described = { kind: optimizer.kind, attrs: optimizer.specs }
  const none = { tensor: () => null, training: "" }
  const settings = argumentsOf(optimizer.torch, described, { attrs: optimizer.attrs }, none)
  const factors = [...multipliers].filter(([, factor]) => factor !== 1)
  const items = factors.map(([param, factor]) => `${quoted(param)}: ${float(factor)}`)
  return {
    steps: String(steps.length),
    lr: float(lr),
    epochs: String(epochs),
    steps_per_epoch: String(stepsPerEpoch),
    factors: line(0, `{${items.join(", ")}}`).trimEnd(),
    optimizer_class: written === undefined ? "" : `\n${written}\n`,
    optimizer: line(1, `${written === undefined ? "torch." : ""}${name}(${["params", ...settings].join(", ")})`).trim(),
    rate: schedule,
    clip: clip === null ? "" : line(2, clip),
  }
}

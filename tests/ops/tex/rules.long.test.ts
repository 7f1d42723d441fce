// Every rule as it is written, worked out with numbers, is what the engine computes.

import { describe, expect, it } from "vitest"
import type { AnyBackwardContext } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import type { Shape } from "../../../src/tensor/tensor.ts"
import { checkCellwise, checkInSets } from "./sets.ts"
import { type Step, stepsOf } from "./steps.ts"
import { checkClasses, checkRows, checkWindows, isPlain } from "./windows.ts"

type Check = (step: Step) => void
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>(
  [
    ...[
      ..."CELU ELU GELU Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid Mish ReLU ReLU6 SELU SiLU Sigmoid".split(
        " ",
      ),
    ],
    ...[
      "Softplus",
      "Softsign",
      "Tanh",
      "Dropout",
      "Abs",
      "Add",
      "Clamp",
      "Cos",
      "Div",
      "Erf",
      "Exp",
      "Identity",
      "Log",
    ],
    ...[
      "Maximum",
      "Minimum",
      "Mul",
      "Neg",
      "Pow",
      "Reciprocal",
      "Rsqrt",
      "Sign",
      "Sin",
      "Sqrt",
      "Square",
      "Sub",
      "Where",
    ],
    ...["BCELoss", "BCEWithLogitsLoss", "HuberLoss", "KLDivLoss", "L1Loss", "MSELoss", "SmoothL1Loss"],
  ]
    .map((kind) => [kind, checkCellwise] as const)
    .concat(
      [
        "BatchNorm1d",
        "BatchNorm2d",
        "GroupNorm",
        "InstanceNorm2d",
        "LayerNorm",
        "RMSNorm",
        "Mean",
        "Sum",
        "Var",
        "Std",
        "LogSumExp",
        "Prod",
      ].map((kind) => [kind, checkInSets] as const),
      ["Softmax", "LogSoftmax"].map((kind) => [kind, checkRows] as const),
      ["Conv1d", "Conv2d", "ConvTranspose1d", "ConvTranspose2d"].map((kind) => [kind, checkWindows] as const),
      ["CrossEntropyLoss", "NLLLoss"].map((kind) => [kind, checkClasses] as const),
    ),
)

function applies(kind: string, at: AnyBackwardContext): boolean {
  if (kind.startsWith("Conv")) return isPlain(at)
  if (kind === "CrossEntropyLoss" || kind === "NLLLoss") {
    const ignored = Number(at.attrs.ignore_index)
    return (at.shapes.input as Shape).length === 2 && ignored < 0
  }
  return true
}

describe.each([...CHECKS.keys()])("%s", (kind) => {
  const op = ops.get(kind)!
  it("every backward rule, worked out as it is written, is the engine's gradient", () => {
    let checked = 0
    op.examples.forEach((example, i) => {
      for (const mode of example.mode === undefined ? (["train", "eval"] as const) : [example.mode]) {
        for (const step of stepsOf(op, example, mode)) {
          if (!applies(kind, step.at)) continue
          try {
            CHECKS.get(kind)!(step)
          } catch (error) {
            throw new Error(`example ${i}, ${mode}, ${step.arrow}: ${String(error)}`)
          }
          checked++
        }
      }
    })
    expect(checked).toBeGreaterThan(0)
  })
})

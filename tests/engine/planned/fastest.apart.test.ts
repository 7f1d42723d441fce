// The fastest kernels, whose products are added in one rounding: near the reproducible ones, and said so in results. Node 20 has
// them behind a flag that has to be set before the first module is compiled.

import { setFlagsFromString } from "node:v8"
import { expect, test } from "vitest"
import type { Engine } from "../../../src/engine/pass/result.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { train } from "../../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { hasMultiplyAdd } from "../../../src/kernels/wasm/instance.ts"
import { clouds } from "../train/documents.ts"

setFlagsFromString("--experimental-wasm-relaxed-simd")

const picture = { out_channels: 12, kernel_size: 3, padding: 1 }
const CNN: GradwireDocument = {
  gradwire: 1,
  seed: 4,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [8, 3, 12, 12] } },
    { id: "t", op: "Input", attrs: { shape: [8] } },
    { id: "conv", op: "Conv2d", attrs: picture, inputs: { input: "x" } },
    { id: "act", op: "ReLU", inputs: { input: "conv" } },
    { id: "wide", op: "Conv2d", attrs: picture, inputs: { input: "act" } },
    { id: "norm", op: "BatchNorm2d", inputs: { input: "wide" } },
    { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "norm" } },
    { id: "flat", op: "Flatten", inputs: { input: "pool" } },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
  training: { optimizer: { kind: "SGD", lr: 0.01 }, epochs: 10 },
}

function trained(document: GradwireDocument, engine: Engine) {
  const { plan, problems } = planTraining(document, { dtype: "float32", engine })
  if (plan === null) throw new Error(problems[0]?.sentence)
  const run = train(plan)
  expect(run.problem).toBeNull()
  return { losses: run.recorder.take().steps.map(({ loss }) => loss), engine: plan.summary.engine }
}

test.for([
  ["a CNN", CNN],
  ["a small classifier", clouds({ batch_size: 5, epochs: 4 }, 0.25)],
] as const)("%s: nearly the losses of the reproducible kernels, other digits at the end", ([, document]) => {
  expect(hasMultiplyAdd()).toBe(true)
  const [planned, fastest] = [trained(document, "planned"), trained(document, "fastest")]
  expect(fastest.engine).toBe("fastest")
  expect(fastest.losses.length).toBe(planned.losses.length)
  for (const [i, loss] of planned.losses.entries()) expect(fastest.losses[i]).toBeCloseTo(loss, 4)
  expect(fastest.losses).not.toEqual(planned.losses)
})

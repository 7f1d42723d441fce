// A training by the planned engine beside the eager one: each step from the eager twin's params is nearly the same step.

import { expect, test } from "vitest"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { train } from "../../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { clouds } from "../train/documents.ts"

const CNN: GradwireDocument = {
  gradwire: 1,
  seed: 4,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [6, 2, 9, 7] } },
    { id: "t", op: "Input", attrs: { shape: [6] } },
    { id: "conv", op: "Conv2d", attrs: { out_channels: 5, kernel_size: 3, padding: 1 }, inputs: { input: "x" } },
    { id: "act", op: "ReLU", inputs: { input: "conv" } },
    { id: "wide", op: "Conv2d", attrs: { out_channels: 5, kernel_size: 3, padding: 1 }, inputs: { input: "act" } },
    { id: "sum", op: "Add", inputs: { a: "act", b: "wide" } },
    { id: "tanh", op: "Tanh", inputs: { input: "sum" } },
    { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "tanh" } },
    { id: "flat", op: "Flatten", inputs: { input: "pool" } },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
  training: { optimizer: { kind: "Adam", lr: 0.01 }, epochs: 20 },
}

function trained(document: GradwireDocument, engine: "eager" | "planned", dtype: "float32" | "float64" = "float32") {
  const { plan, problems } = planTraining(document, { dtype, engine })
  if (plan === null) throw new Error(problems[0]?.sentence)
  const run = train(plan)
  expect(run.problem).toBeNull()
  return { run, losses: run.recorder.take().steps.map(({ loss }) => loss), engine: plan.summary.engine }
}

test.for([
  ["a CNN with a residual and Adam", CNN],
  ["a small classifier with batches of two sizes and validation", clouds({ batch_size: 5, epochs: 8 }, 0.25)],
] as const)("%s: losses and params as by the eager engine", ([, document]) => {
  const [eager, planned] = [trained(document, "eager"), trained(document, "planned")]
  expect([eager.engine, planned.engine]).toEqual(["eager", "planned"])
  expect(planned.losses.length).toBe(eager.losses.length)
  for (const [i, loss] of eager.losses.entries()) expect(planned.losses[i]).toBeCloseTo(loss, 4)
  for (const { name } of eager.run.learner.plan.summary.params) {
    const [a, b] = [eager.run.learner.param(name)!.data, planned.run.learner.param(name)!.data]
    for (const [i, value] of a.entries()) expect(b[i]).toBeCloseTo(value, 3)
  }
})

test("the same bits on every run", () => {
  expect(trained(CNN, "planned").losses).toEqual(trained(CNN, "planned").losses)
})

test("float64 is eager, and says so", () => {
  expect(trained(clouds({ epochs: 1 }), "planned", "float64").engine).toBe("eager")
})

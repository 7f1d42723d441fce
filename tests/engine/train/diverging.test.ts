// A training that goes wrong says where, and keeps what was learned before.

import { expect, test } from "vitest"
import { startRun, train, trainSteps } from "../../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { clouds, onePoint } from "./documents.ts"
import { planned, weights } from "./training.ts"

test("divergence names the step, the node and the tensor, and keeps the last good params", () => {
  const plan = planned(onePoint({ optimizer: { kind: "SGD", lr: 1e6 }, epochs: 50 }), { dtype: "float32" })
  const training = startRun(plan)
  let last: number[] = []
  for (const event of trainSteps(training)) if (event.kind === "step") last = weights(training, "w.weight")
  expect(training.problem).toMatchObject({ code: "GW-R120", severity: "error", node: "loss" })
  expect(training.problem!.sentence).toMatch(
    /^Training diverged in step \d+ at "loss:output"\. The value becomes ∞: .* smaller learning rate/,
  )
  expect(weights(training, "w.weight")).toEqual(last)
  expect(last.every(Number.isFinite)).toBe(true)
  expect(training.learner.step()).toBe(training.recorder.take().steps.length)
})

test("gradients whose norm overflows are named, though each number is finite", () => {
  const fifthPower: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "w", op: "Parameter", attrs: { shape: [] }, values: { value: 3e38 } },
      { id: "five", op: "Constant", attrs: { shape: [] }, values: { value: 5 } },
      { id: "loss", op: "Pow", inputs: { a: "w", b: "five" } },
    ],
    target: "loss",
  }
  const training = train(planned(fifthPower))
  expect(training.problem).toMatchObject({ code: "GW-R120", node: "w", port: "value" })
  expect(training.problem!.sentence).toContain('the gradient of "w.value" is too large')
})

test("an update that overflows is named by its param", () => {
  const document = onePoint({ optimizer: { kind: "SGD", lr: 1e38 }, epochs: 3 })
  const training = train(planned(document, { dtype: "float32" }))
  expect(training.problem!.sentence).toContain('Training diverged in step 1: the update makes "w.weight" ∞')
  expect(training.problem).toMatchObject({ node: "w", port: "weight" })
  expect(weights(training, "w.weight")).toEqual([0, 0])
})

test("a step broken off in the middle leaves nothing behind", () => {
  const plan = planned(clouds({ batch_size: 4, epochs: 2 }))
  const whole = train(plan)
  const training = startRun(plan)
  const first = trainSteps(training)
  while (training.learner.step() < 2) first.next()
  first.next()
  for (const _ of trainSteps(training));
  expect(weights(training, "fc.weight")).toEqual(weights(whole, "fc.weight"))
})

test("a batch of which nothing counts is named as such, not as a step too large", () => {
  const document = clouds({ batch_size: 1, epochs: 1, shuffle: false })
  const nodes = document.nodes.map((entry) => (entry.id === "loss" ? { ...entry, attrs: { ignore_index: 1 } } : entry))
  const { problem, learner } = train(planned({ ...document, nodes }))
  expect(learner.step()).toBe(1)
  expect(problem!.sentence).toBe(
    'Step 2 has no loss: every example of its batch has the class 1, which "loss" leaves out, and a mean over none is NaN. The params are as they were before this step. Take larger batches, or leave out fewer examples.',
  )
})

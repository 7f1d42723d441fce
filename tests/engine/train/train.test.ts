// The loop: it learns, it is the same for one seed, it stops where numbers do, and what it shows adds up.

import { expect, test } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import { snapshotOf } from "../../../src/engine/train/answers/snapshot.ts"
import { startRun, train, trainSteps } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { clouds, onePoint } from "./documents.ts"
import { ended, planned, weights } from "./training.ts"

test("two clouds are told apart; training and validation are measured each epoch", () => {
  const run = train(planned(clouds({ batch_size: 4, epochs: 30 }, 0.25)))
  const { steps, epochs, params } = run.recorder.take()
  expect(steps).toHaveLength(90)
  expect(epochs).toHaveLength(30)
  expect(params).toHaveLength(90)
  expect(epochs.at(-1)!.training.loss).toBeLessThan(epochs[0]!.training.loss / 3)
  expect(epochs.at(-1)).toMatchObject({ epoch: 30, step: 90, training: { accuracy: 1 }, validation: { accuracy: 1 } })
  const weight = weights(run, "fc.weight")
  const rms = Math.sqrt(weight.reduce((sum, w) => sum + w * w, 0) / weight.length)
  expect(params.at(-1)!.values[0]).toBeCloseTo(rms, 12)
})

test("one seed, one curve; another seed, another", () => {
  const losses = (seed: number, document = clouds({ batch_size: 4, epochs: 5 })) =>
    train(planned(document, { seed }))
      .recorder.take()
      .steps.map(({ loss }) => loss)
  expect(losses(1)).toEqual(losses(1))
  expect(losses(1)).not.toEqual(losses(2))
  const plain = clouds({ batch_size: 4, epochs: 5, shuffle: false })
  expect(losses(1, plain)).not.toEqual(losses(1))
})

test("drop_last leaves out what would not fill a batch, other examples in each epoch", () => {
  // Twelve points in batches of seven: five are left out of each epoch.
  const document = clouds({ batch_size: 7, epochs: 3, drop_last: true, optimizer: { kind: "SGD", lr: 0 } })
  const training = startRun(planned(document))
  const seen: string[] = []
  for (const event of trainSteps(training)) {
    if (event.kind !== "step") continue
    expect(event.epoch).toBe(true)
    seen.push(String(training.learner.last()?.kept.get("X")?.buffers.get("value")?.data))
  }
  expect(seen).toHaveLength(3)
  expect(new Set(seen).size).toBe(3)
  const { steps, epochs } = training.recorder.take()
  expect(epochs.map(({ step, training: { loss } }) => [step, loss])).toEqual(
    steps.map(({ step, loss }) => [step, loss]),
  )
  // In the order as written the first seven are taken each time.
  const plain = startRun(planned(clouds({ batch_size: 7, epochs: 3, drop_last: true, shuffle: false })))
  const rows = document.data?.values?.points as readonly (readonly number[])[]
  for (const event of trainSteps(plain)) {
    if (event.kind !== "step") continue
    const held = plain.learner.last()?.kept.get("X")?.buffers.get("value")
    expect(Array.from(held?.data ?? [])).toEqual(rows.slice(0, 7).flat())
  }
})

test("the first step is a plain run of the document: same loss, same gradients", () => {
  const document = onePoint({ optimizer: { kind: "SGD", lr: 0.001 }, epochs: 2 })
  const plain = run(analyze(document, ops, "train"), { mode: "train", dtype: "float64" })
  const training = startRun(planned(document))
  const steps = trainSteps(training)
  while (training.learner.step() < 1) steps.next()
  const shown = ended(snapshotOf(training.learner, 0, true)).run!
  expect(shown.loss).toBe(plain.loss)
  expect(shown.loss).toBe(training.recorder.take().steps[0]!.loss)
  for (const [name, tensor] of plain.gradients) expect(shown.gradients.get(name)).toEqual(tensor)
  // Nothing was spent on the gradient of the data in training; looked at, it is there.
  expect(shown.gradients.has("x:value")).toBe(true)
  expect(shown.params.get("w.weight")!.data).toEqual(new Float64Array([0, 0]))
})

test("dropout draws anew each step, and a step shown again draws the same", () => {
  const document = clouds({ batch_size: 6, epochs: 2 })
  const dropped: GradwireDocument = {
    ...document,
    nodes: document.nodes
      .map((node) => (node.id === "fc" ? { ...node, inputs: { input: "drop" } } : node))
      .concat({ id: "drop", op: "Dropout", attrs: { p: 0.5 }, inputs: { input: "X" } }),
  }
  const training = startRun(planned(dropped))
  const masks: string[] = []
  for (const event of trainSteps(training)) {
    if (event.kind !== "step") continue
    const shown = ended(snapshotOf(training.learner, 0, true)).run!
    masks.push(shown.values.get("drop:mask")!.data.join())
    expect(shown.loss).toBe(training.recorder.take().steps.at(-1)!.loss)
  }
  expect(new Set(masks).size).toBeGreaterThan(1)
})

test("redraw gives Inputs without values new numbers each step", () => {
  const document = (redraw: boolean): GradwireDocument => ({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [8, 3] } },
      { id: "fc", op: "Linear", attrs: { out_features: 1 }, inputs: { input: "x" } },
      { id: "loss", op: "Mean", attrs: { dim: [0, 1] }, inputs: { input: "fc" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0 }, epochs: 4, redraw },
  })
  const losses = (redraw: boolean) =>
    new Set(
      train(planned(document(redraw)))
        .recorder.take()
        .steps.map(({ loss }) => loss),
    ).size
  expect(losses(false)).toBe(1)
  expect(losses(true)).toBe(4)
})

test("running statistics are kept from step to step", () => {
  const document = clouds({ batch_size: 6, epochs: 2 })
  const normed: GradwireDocument = {
    ...document,
    nodes: document.nodes
      .map((node) => (node.id === "fc" ? { ...node, inputs: { input: "bn" } } : node))
      .concat({ id: "bn", op: "BatchNorm1d", inputs: { input: "X" } }),
  }
  const done = train(planned(normed))
  const { buffers } = ended(snapshotOf(done.learner, 2, false))
  expect([...buffers.keys()]).toEqual(expect.arrayContaining(["bn.running_mean", "bn.running_var"]))
  expect(buffers.get("bn.running_var")!.data[0]).not.toBe(1)
})

test("the loss of a sum is that of a full batch, whatever the sizes of the last batch and of what is held back", () => {
  const of = (reduction: string, behind: GradwireDocument["nodes"] = []) => {
    const document = clouds({ batch_size: 5, epochs: 1, optimizer: { kind: "SGD", lr: 0 } }, 0.25)
    const nodes = document.nodes.map((entry) => (entry.id === "loss" ? { ...entry, attrs: { reduction } } : entry))
    const training = train(planned({ ...document, nodes: [...nodes, ...behind], target: behind.at(-1)?.id ?? "loss" }))
    const [epoch] = training.recorder.take().epochs
    return [epoch!.training.loss, epoch!.validation!.loss]
  }
  const [training, validation] = of("mean")
  const half: GradwireDocument["nodes"] = [
    { id: "sum", op: "Sum", inputs: { input: "loss" } },
    { id: "two", op: "Constant", values: { value: 2 }, attrs: { shape: [] } },
    { id: "half", op: "Div", inputs: { a: "sum", b: "two" } },
  ]
  for (const [found, times] of [
    [of("sum"), 5],
    [of("none", half), 2.5],
  ] as const) {
    expect(found[0]).toBeCloseTo(times * training!, 12)
    expect(found[1]).toBeCloseTo(times * validation!, 12)
  }
})

// The loop: it learns, it is the same for one seed, it stops where numbers do, and what it shows adds up.

import { expect, test } from "vitest"
import { run } from "../../../src/engine/run.ts"
import { evaluatePart } from "../../../src/engine/train/evaluate.ts"
import { addProgress, EMPTY_HISTORY, thinned } from "../../../src/engine/train/history.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import type { TrainOptions } from "../../../src/engine/train/report.ts"
import { explainUpdate, snapshotOf } from "../../../src/engine/train/snapshot.ts"
import { surfaceOver } from "../../../src/engine/train/surface.ts"
import { type Run, startRun, train, trainSteps } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { clouds, onePoint } from "./documents.ts"

const options: TrainOptions = { dtype: "float64" }

function planned(document: GradwireDocument, more: Partial<TrainOptions> = {}) {
  const { plan, problems } = planTraining(document, { ...options, ...more })
  if (plan === null) throw new Error(problems[0]?.sentence)
  return plan
}

/** The end of a generator. */
function ended<T>(work: Generator<unknown, T, void>): T {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
  }
}

const weights = ({ learner }: Run, name: string): number[] => Array.from(learner.param(name)!.data)

test("gradient descent from zero finds the answer of least norm, Adam another (D1)", () => {
  const descent = train(planned(onePoint({ optimizer: { kind: "SGD", lr: 0.004 }, epochs: 500 })))
  expect(weights(descent, "w.weight")).toEqual([expect.closeTo(110 / 101, 6), expect.closeTo(11 / 101, 6)])
  const adam = train(planned(onePoint({ optimizer: { kind: "Adam", lr: 0.01 }, epochs: 4000 })))
  expect(weights(adam, "w.weight")).toEqual([expect.closeTo(1, 4), expect.closeTo(1, 4)])
})

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

test("an evaluation counts every example once, and its worst mistakes come first", () => {
  const training = startRun(planned(clouds({ batch_size: 5 }, 0.25)))
  const found = ended(evaluatePart(training.learner, "training", 5))
  const all = found.confusion!.flat().reduce((sum, n) => sum + n, 0)
  const right = found.confusion!.reduce((sum, row, i) => sum + row[i]!, 0)
  expect(all).toBe(9)
  expect(found.accuracy).toBe(right / 9)
  expect(found.mistakes).toHaveLength(Math.min(5, 9 - right))
  const losses = found.mistakes.map(({ loss }) => loss)
  expect(losses).toEqual([...losses].sort((a, b) => b - a))
  for (const { example, predicted, actual, inputs } of found.mistakes) {
    expect(predicted).not.toBe(actual)
    const field = training.learner.plan.data!.training.fields.get("points")!
    expect(Array.from(inputs.get("X")!.data)).toEqual(Array.from(field.tensor.data.slice(2 * example, 2 * example + 2)))
    expect(inputs.get("T")).toEqual({ shape: [], data: new Float64Array([actual]) })
  }
})

test("a class that the loss leaves out is neither right nor wrong, even where it is one of the classes", () => {
  const document = clouds({ batch_size: 5, epochs: 3 })
  const nodes = document.nodes.map((entry) => (entry.id === "loss" ? { ...entry, attrs: { ignore_index: 0 } } : entry))
  const training = train(planned({ ...document, nodes }))
  // What is left is class 1 alone, which is soon everybody's guess.
  expect(training.recorder.take().epochs.at(-1)!.training.accuracy).toBe(1)
  const found = ended(evaluatePart(training.learner, "training", 12))
  expect(found).toMatchObject({ accuracy: 1, mistakes: [] })
  expect(found.confusion).toEqual([
    [0, 0],
    [0, 6],
  ])
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

test("a surface is the output at each point of the grid", () => {
  const training = train(planned(clouds({ epochs: 5 })))
  const request = { input: "X", output: "fc:output", x: [-1, 1], y: [0, 2], columns: 3, rows: 5 } as const
  const surface = ended(surfaceOver(training.learner, request))
  if (typeof surface === "string") throw new Error(surface)
  expect(surface.values.shape).toEqual([5, 3, 2])
  const [w, b] = [weights(training, "fc.weight"), weights(training, "fc.bias")]
  // Row 4, column 2 is the point (1, 2).
  expect(surface.values.data[(4 * 3 + 2) * 2]).toBeCloseTo(w[0]! + 2 * w[1]! + b[0]!, 12)
  expect(ended(surfaceOver(training.learner, { ...request, output: "loss:output" }))).toContain("does not depend")
  expect(ended(surfaceOver(training.learner, { ...request, rows: 1 }))).toContain("2 to")
})

test("the update of a weight, in letters and numbers", () => {
  const document = onePoint({ optimizer: { kind: "SGD", lr: 0.001, momentum: 0.9, weight_decay: 0.1 }, epochs: 2 })
  const training = startRun(planned(document))
  expect(ended(explainUpdate(training.learner, "w.weight", 0))).toContain("No step has been taken")
  for (const _ of trainSteps(training));
  const told = ended(explainUpdate(training.learner, "w.weight", 0))
  if (typeof told === "string") throw new Error(told)
  expect(told.tex).toEqual(["g = dw + \\lambda \\cdot w", "v' = \\mu \\cdot v + g", "w' = w - \\eta \\cdot v'"])
  expect(told.lines.at(-1)!.value).toBe(told.after)
  expect(told.lines[1]!.worked).toBe("v' = 0.9 \\cdot (-220) + (-175.54) = -373.54")
  expect(told.symbols.find(({ tex }) => tex === "\\eta")).toMatchObject({ value: 0.001 })
  expect(ended(explainUpdate(training.learner, "w.weight", 9))).toContain("has 2 numbers")
})

test("curves are thinned, the last point stays, and points add up", () => {
  const points = Array.from({ length: 10 }, (_, i) => i)
  expect(thinned(points, 10)).toBe(points)
  expect(thinned(points, 5)).toEqual([1, 3, 5, 7, 9])
  expect(thinned(points, 4)).toEqual([1, 5, 9])
  const step = { step: 1, loss: 1, rate: 1, gradientNorm: 1 }
  const once = addProgress(EMPTY_HISTORY, { steps: [step], epochs: [], params: [] })
  expect(addProgress(once, { steps: [step], epochs: [], params: [] }).steps).toHaveLength(2)
  expect(addProgress(once, EMPTY_HISTORY)).toBe(once)
})

// What a training is asked about itself: evaluation, surface, one weight's update, curves.

import { expect, test } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import { withLearned } from "../../../src/engine/train/answers/learned.ts"
import { explainUpdate, learnedBy } from "../../../src/engine/train/answers/snapshot.ts"
import { surfaceOver, surfacesOver } from "../../../src/engine/train/answers/surface.ts"
import { evaluatePart } from "../../../src/engine/train/evaluate.ts"
import { addProgress, EMPTY_HISTORY, thinned } from "../../../src/engine/train/history.ts"
import { startRun, train, trainSteps } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { setValues } from "../../../src/graph/edit/edit.ts"
import { ops } from "../../../src/ops/registry.ts"
import { clouds, onePoint } from "./documents.ts"
import { ended, planned, weights } from "./training.ts"

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

test("surfaces of several outputs are those of each alone, and the numbers of a direct run at every point", () => {
  const document = clouds({ epochs: 5 })
  const nodes = document.nodes.map((node) =>
    node.id === "loss" ? { ...node, inputs: { input: "out", target: "T" } } : node,
  )
  const deep = {
    ...document,
    nodes: [
      ...nodes,
      { id: "h", op: "Tanh", inputs: { input: "fc" } },
      { id: "out", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "h" } },
    ],
  }
  const training = train(planned(deep))
  const { learner } = training
  const { plane } = learner.plan.summary
  // Where the points lie, with some air.
  const points = learner.plan.data!.training.fields.get("points")!.tensor.data
  for (const [axis, [from, to]] of [plane!.x, plane!.y].entries()) {
    const numbers = Array.from(points).filter((_, i) => i % 2 === axis)
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
    expect(from).toBeCloseTo(least - 0.08 * (most - least), 12)
    expect(to).toBeCloseTo(most + 0.08 * (most - least), 12)
  }
  const outputs = ["fc:output", "h:output", "out:output"]
  expect(plane!.outputs).toEqual(outputs)
  const grid = { input: "X", x: plane!.x, y: plane!.y, columns: 4, rows: 3 }
  const from = { step: learner.step(), kept: learner.kept() }
  const surfaces = ended(surfacesOver(learner, from, grid, outputs))
  if (typeof surfaces === "string") throw new Error(surfaces)
  const values = Array.from({ length: 12 }, (_, i) => [
    grid.x[0] + ((grid.x[1] - grid.x[0]) * (i % 4)) / 3,
    grid.y[0] + ((grid.y[1] - grid.y[0]) * Math.floor(i / 4)) / 2,
  ])
  const asked = setValues(withLearned(deep, learnedBy(learner, 5).params, new Map()), "X", "value", values)
  const labels = values.map(() => 0)
  const { data: _, training: __, ...bare } = setValues(asked, "T", "value", labels)
  const shaped = bare.nodes.map((node) =>
    node.id === "X"
      ? { ...node, attrs: { shape: [12, 2] } }
      : node.id === "T"
        ? { ...node, attrs: { shape: [12] } }
        : node,
  )
  const direct = run(analyze({ ...bare, nodes: shaped } as GradwireDocument, ops, "eval"), {
    mode: "eval",
    dtype: "float64",
  })
  for (const [i, surface] of surfaces.entries()) {
    expect(surface.values.shape).toEqual([3, 4, 2])
    const there = direct.values.get(outputs[i]!)!.data
    for (const [at, x] of surface.values.data.entries()) expect(x).toBeCloseTo(there[at]!, 12)
    expect(ended(surfaceOver(learner, { ...grid, output: outputs[i]! }))).toEqual(surface)
  }
  expect(ended(surfacesOver(learner, from, grid, ["loss:output"]))).toContain("does not depend")
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

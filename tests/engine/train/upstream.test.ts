// Training what has no loss of its own: a target with a given upstream gradient, L = Σ dY·y.

import { expect, test } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import { sweep } from "../../../src/engine/sweep/sweep.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { train } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, TrainingDocument, UpstreamRule, ValueLiteral } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"

/** G1 with a rate: y = x ⋆ w, no padding. */
function correlation(dY: ValueLiteral | UpstreamRule, training: TrainingDocument = {}): GradwireDocument {
  return {
    gradwire: 2,
    seed: 3,
    target: "y",
    upstream: { "y:output": dY },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 1, 4, 4] } },
      {
        id: "y",
        op: "Conv2d",
        attrs: { out_channels: 1, kernel_size: 2, bias: false },
        inputs: { input: "x" },
        values: {
          weight: [
            [
              [
                [1, 2],
                [3, 4],
              ],
            ],
          ],
        },
      },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.1 }, epochs: 1, ...training },
  }
}

function planned(document: GradwireDocument) {
  const { plan, problems } = planTraining(document, { dtype: "float64" })
  if (plan === null) throw new Error(problems[0]?.sentence)
  return plan
}

const WRITTEN = [
  [
    [
      [1, -1, 0.5],
      [0, 2, -2],
      [0.25, 0, 1],
    ],
  ],
]

test.each([
  ["numbers", WRITTEN],
  ["a rule", { distribution: "normal" }],
])("one SGD step by %s is w − η dw", (_, dY) => {
  const document = correlation(dY)
  const before = run(analyze(document, ops, "train"), { mode: "train", dtype: "float64" })
  const trained = train(planned(document))
  const dw = before.gradients.get("y.weight")?.data ?? []
  const w = trained.learner.param("y.weight")?.data ?? []
  expect(Array.from(w, (v, i) => (([1, 2, 3, 4][i] ?? 0) - v) / 0.1)).toEqual(
    Array.from(dw, (v) => expect.closeTo(v, 12)),
  )
  // The curve begins at what Backward differentiates.
  expect(trained.recorder.take().steps[0]?.loss).toBeCloseTo(before.loss ?? Number.NaN, 12)
})

test("dY by rule is the same in every step: the curve falls by η‖dw‖² a step, exactly", () => {
  const trained = train(planned(correlation({ distribution: "normal" }, { epochs: 5 })))
  const losses = trained.recorder.take().steps.map(({ loss }) => loss)
  const falls = losses.slice(1).map((loss, i) => (losses[i] ?? 0) - loss)
  expect(losses).toHaveLength(5)
  expect(falls[0]).toBeGreaterThan(0)
  for (const fall of falls) expect(fall).toBeCloseTo(falls[0] ?? Number.NaN, 10)
})

test("with redraw, what is drawn is drawn anew for each step, dY as well; a seed of its own holds it", () => {
  const losses = (dY: UpstreamRule) => {
    const document = correlation(dY, { epochs: 3, redraw: true, optimizer: { kind: "SGD", lr: 0 } })
    const ones = {
      ...document.nodes[0],
      values: {
        value: [
          [
            [
              [1, 0, 0, 0],
              [0, 0, 0, 0],
              [0, 0, 0, 0],
              [0, 0, 0, 0],
            ],
          ],
        ],
      },
    }
    return train(planned({ ...document, nodes: [ones as never, document.nodes[1] as never] }))
      .recorder.take()
      .steps.map(({ loss }) => loss)
  }
  expect(new Set(losses({ distribution: "normal" })).size).toBe(3)
  expect(new Set(losses({ distribution: "normal", seed: 1 })).size).toBe(1)
})

test("the plan and the sweep say what is made smaller", () => {
  const scalar: GradwireDocument = {
    ...correlation(WRITTEN),
    target: "s",
    upstream: {},
    nodes: [...correlation(WRITTEN).nodes, { id: "s", op: "Sum", inputs: { input: "y" } }],
  }
  expect(planned(correlation(WRITTEN)).summary).toMatchObject({ target: "y:output", objective: "Σ dY·y" })
  expect(planned(scalar).summary.objective).toBe("loss")
  expect(planned({ ...scalar, upstream: { s: 2 } }).summary.objective).toBe("Σ dY·y")
})

test("an upstream gradient of a scalar target scales what is learned, as it scales Backward", () => {
  const scalar = (dL: number): GradwireDocument => ({
    ...correlation(WRITTEN),
    target: "s",
    upstream: { "s:output": dL },
    nodes: [...correlation(WRITTEN).nodes, { id: "s", op: "Sum", inputs: { input: "y" } }],
  })
  const step = (dL: number) => Array.from(train(planned(scalar(dL))).learner.param("y.weight")?.data ?? [])
  const once = step(1).map((v, i) => v - (i + 1))
  expect(step(3).map((v, i) => v - (i + 1))).toEqual(once.map((v) => expect.closeTo(3 * v, 12)))
})

/** A layer on ten examples in batches of four: the last batch has two, the validation other numbers still. */
function batched(dY: ValueLiteral | UpstreamRule): GradwireDocument {
  const rows = Array.from({ length: 10 }, (_, i) => [Math.sin(i), Math.cos(i)])
  return {
    gradwire: 2,
    seed: 5,
    target: "y",
    upstream: { "y:output": dY },
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [4, 2] } },
      { id: "y", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "X" } },
    ],
    data: { source: { kind: "values" }, feeds: { X: "points" }, values: { points: rows } },
    training: { optimizer: { kind: "SGD", lr: 0.01 }, batch_size: 4, epochs: 2 },
  }
}

test("a rule follows the size of each batch; numbers of another size are refused in one sentence", () => {
  const trained = train(planned(batched({ distribution: "normal" })))
  expect(trained.problem).toBeNull()
  expect(trained.learner.step()).toBe(6)
  const four = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 1, 1],
  ]
  const { plan, problems } = planTraining(batched(four), { dtype: "float64" })
  expect(plan).toBeNull()
  expect(problems).toMatchObject([
    {
      code: "GW-R111",
      place: "upstream.y:output",
      sentence:
        'The upstream gradient of "y:output" is written down for 4×3, but with 2 examples it must be 2×3. Draw it by a rule, which follows the shape, or train on exactly the examples that it is written for, in one batch.',
    },
  ])
})

test("what is wrong with the document's own upstream gradient is said as Check says it", () => {
  for (const dY of [[1], { distribution: "normal", std: -1 }]) {
    const document = batched(dY)
    const [said] = analyze(document, ops, "train").problems
    expect(said).toBeDefined()
    expect(planTraining(document, { dtype: "float64" }).problems).toEqual([said])
  }
})

test("without a given one, a target of several numbers is refused, and the sentence names both ways out", () => {
  const { upstream: _, ...bare } = correlation(WRITTEN)
  expect(planTraining(bare, { dtype: "float64" }).problems).toMatchObject([
    { code: "GW-R102", sentence: expect.stringMatching(/add a loss .* or give it an upstream gradient dY/) },
  ])
})

test("a sweep over n by rule has a number at every n, in runs and in trainings", () => {
  const document = (run: "backward" | "train"): GradwireDocument => ({
    gradwire: 2,
    seed: 3,
    target: "y",
    upstream: { "y:output": { distribution: "normal" } },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3, 1] } },
      { id: "mu", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
      { id: "d", op: "Sub", inputs: { a: "x", b: "mu" } },
      { id: "g", op: "Parameter", attrs: { shape: [1], init: "ones" } },
      { id: "y", op: "Mul", inputs: { a: "d", b: "g" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.1 }, epochs: 2 },
    sweep: { set: ["x.shape[0]"], values: [1, 2, 3, 8, 50], run, readouts: [{ take: "loss" }] },
  })
  for (const run of ["backward", "train"] as const) {
    const report = sweep(document(run), { dtype: "float64" })
    expect(report.curves.map(({ words }) => words)).toEqual(["Σ dY·y"])
    expect(report.points.map(({ problem }) => problem)).toEqual(report.points.map(() => undefined))
    expect(report.points.every(({ readouts }) => Number.isFinite(readouts[0]))).toBe(true)
  }
})

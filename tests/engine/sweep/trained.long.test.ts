import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { sweep } from "../../../src/engine/sweep/sweep.ts"
import type { GradwireDocument, SweepDocument } from "../../../src/graph/document.ts"
import { commandLineLimits } from "../../../src/graph/limits.ts"
import { readDocument } from "../../../src/graph/text/read.ts"

const options = { dtype: "float64" } as const

/** w learns to be 3 by plain descent on (w − 3)²: w after n steps is 3·(1 − (1 − 2η)ⁿ). */
function parabola(plan: SweepDocument): GradwireDocument {
  return {
    gradwire: 1,
    target: "L",
    nodes: [
      { id: "W", op: "Parameter", attrs: { shape: [] }, values: { value: 0 } },
      { id: "three", op: "Constant", attrs: { shape: [], init: "constant", fill_value: 3 } },
      { id: "d", op: "Sub", inputs: { a: "W", b: "three" } },
      { id: "L", op: "Square", inputs: { input: "d" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.1 }, epochs: 4 },
    sweep: { run: "train", ...plan },
  }
}

const reads = [
  { take: "loss" },
  { take: "mean", of: "value W.value" },
  { take: "mean", of: "value W" },
  { take: "mean", of: "gradient W.value" },
]

test("each point trains to its end: the rate, by hand", () => {
  const report = sweep(parabola({ set: ["training.optimizer.lr"], values: [0, 0.1, 0.5], readouts: reads }), options)
  for (const { value, readouts, problem } of report.points) {
    expect(problem).toBeUndefined()
    const w = 3 * (1 - (1 - 2 * value) ** 4)
    // Readouts are those of the params as they ended, all of one pass.
    for (const [i, want] of [(w - 3) ** 2, w, w, 2 * (w - 3)].entries()) expect(readouts[i]).toBeCloseTo(want, 12)
  }
})

test("epochs are a place like any other; the rate need not be written to be swept", () => {
  const document = parabola({ set: ["training.epochs"], values: [1, 2, 8], readouts: reads })
  const report = sweep(document, options)
  expect(report.points.map(({ readouts }) => readouts[1])).toEqual(
    [1, 2, 8].map((n) => expect.closeTo(3 * (1 - 0.8 ** n), 12)),
  )
  const { training: _, ...bare } = parabola({ set: ["training.optimizer.lr"], values: [0.25], readouts: reads })
  expect(sweep(bare, options).points[0]?.readouts[1]).toBeCloseTo(3 * (1 - 0.5 ** 10), 12)
})

test("a training that diverges is a point with its sentence; one that cannot begin is too", () => {
  const report = sweep(parabola({ set: ["training.optimizer.lr"], values: [1e38, 0.1, -1], readouts: reads }), {
    dtype: "float32",
  })
  const [wild, calm, wrong] = report.points
  expect(wild?.readouts).toEqual([null, null, null, null])
  expect(wild?.problem?.code).toMatch(/^GW-R12/)
  expect(wild?.problem?.sentence).toMatch(/[Ss]tep \d/)
  expect(calm?.problem).toBeUndefined()
  expect(wrong?.problem?.sentence).toMatch(/"training\.optimizer\.lr" cannot be -1/)
})

describe("with data", () => {
  const line: GradwireDocument = {
    gradwire: 1,
    seed: 3,
    target: "L",
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [8, 1] } },
      { id: "T", op: "Input", attrs: { shape: [8, 1] } },
      { id: "fc", op: "Linear", attrs: { out_features: 1 }, inputs: { input: "X" } },
      { id: "L", op: "MSELoss", inputs: { input: "fc", target: "T" } },
    ],
    data: {
      source: { kind: "line", count: 40, slope: 2, intercept: 1, noise: 0 },
      feeds: { X: "x", T: "y" },
      validation: 0.25,
    },
    training: { optimizer: { kind: "SGD", lr: 0.2 }, batch_size: 10, epochs: 60 },
  }

  test("loss of both parts, and the line that was learned; repeats have seeds and data of their own", () => {
    const readouts = [
      { take: "loss" },
      { take: "loss", validation: true },
      { take: "cell", of: "value fc.weight", index: [0, 0] },
      { take: "cell", of: "value fc.bias", index: [0] },
    ]
    const plan: SweepDocument = { set: ["data.source.slope"], values: [2, -1], repeats: 2, run: "train", readouts }
    const report = sweep({ ...line, sweep: plan }, options)
    expect(report.points.map(({ seed }) => seed)).toEqual([3, 4, 3, 4])
    for (const { value, readouts: numbers } of report.points) {
      expect(numbers[0]).toBeLessThan(1e-6)
      expect(numbers[1]).toBeLessThan(1e-6)
      expect(numbers[2]).toBeCloseTo(value, 2)
      expect(numbers[3]).toBeCloseTo(1, 2)
    }
    expect(report.points[0]?.readouts[0]).not.toBe(report.points[1]?.readouts[0])
  })

  test("accuracy where no classes are compared, and validation where nothing is held back, have sentences", () => {
    const plan: SweepDocument = { set: ["seed"], values: [1], run: "train", readouts: [{ take: "accuracy" }] }
    expect(sweep({ ...line, sweep: plan }, options).points[0]?.problem?.sentence).toMatch(/compares no classes/)
    const held: SweepDocument = { ...plan, set: ["data.validation"], values: [0, 0.5] }
    const report = sweep({ ...line, sweep: { ...held, readouts: [{ take: "loss", validation: true }] } }, options)
    expect(report.points[0]?.problem?.sentence).toMatch(/There are no validation data/)
    expect(report.points[1]?.readouts[0]).toBeTypeOf("number")
  })

  test("a batch larger than the data is that point's trouble alone", () => {
    const plan: SweepDocument = {
      set: ["data.source.count"],
      values: [8, 40],
      run: "train",
      readouts: [{ take: "loss" }],
    }
    const [small, large] = sweep({ ...line, sweep: plan }, options).points
    expect(small?.problem?.sentence).toMatch(/A batch takes 10 examples, but there are 6/)
    expect(large?.readouts[0]).toBeTypeOf("number")
  })
})

test("readouts after training are of the params as they ended: one Muon step has moved y (homework T4)", () => {
  const { document } = readDocument(readFileSync("graphs/t4-muon-update.json"), commandLineLimits)
  const report = sweep({ ...document!, sweep: { ...document!.sweep!, values: [1, 4] } }, options)
  expect(report.problems).toEqual([])
  for (const { readouts, problem } of report.points) {
    expect(problem).toBeUndefined()
    expect(readouts[0]).toBeGreaterThan(0)
    expect(readouts[1]).toBeGreaterThan(0)
  }
})

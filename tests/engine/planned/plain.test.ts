// Plain runs by kernels: when they are chosen, how their numbers are read, and that plans are made once.

import { expect, test } from "vitest"
import { answerOf } from "../../../src/engine/numbers/questions.ts"
import type { RunOptions, RunResult } from "../../../src/engine/pass/result.ts"
import { run as eagerRun } from "../../../src/engine/pass/run.ts"
import { run, runSteps } from "../../../src/engine/planned/plain.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { compilations } from "./compilations.ts"
import { wholeTwins } from "./wholeTwins.ts"

/** A network of convolutions with a residual over pictures; with a side of 24 it takes more than two million products. */
function cnn(side: number, more: Partial<GradwireDocument> = {}, seed = 3): GradwireDocument {
  const conv = { out_channels: 16, kernel_size: 3, padding: 1 }
  return {
    gradwire: 1,
    seed,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2, 3, side, side] } },
      { id: "a", op: "Conv2d", attrs: conv, inputs: { input: "x" } },
      { id: "norm", op: "BatchNorm2d", inputs: { input: "a" } },
      { id: "act", op: "ReLU", inputs: { input: "norm" } },
      { id: "b", op: "Conv2d", attrs: conv, inputs: { input: "act" } },
      { id: "sum", op: "Add", inputs: { a: "act", b: "b" } },
      { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "sum" } },
      { id: "flat", op: "Flatten", inputs: { input: "pool" } },
      { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" } },
    ],
    ...more,
  }
}

const ASKED: RunOptions = { mode: "train", dtype: "float32", engine: "planned" }
const by = (document: GradwireDocument, options: RunOptions = ASKED): RunResult =>
  run(analyze(document, ops, options.mode), options)

test("a small graph and float64 go by the ops' own rules, a large one by kernels, and results say so", () => {
  expect(by(cnn(8)).engine).toBe("eager")
  expect(by(cnn(24)).engine).toBe("planned")
  expect(by(cnn(8), { ...ASKED, anySize: true }).engine).toBe("planned")
  expect(by(cnn(24), { ...ASKED, engine: "eager" }).engine).toBe("eager")
  expect(by(cnn(24), { mode: "train", dtype: "float32" }).engine).toBe("eager")
  expect(by(cnn(24), { ...ASKED, dtype: "float64" }).engine).toBe("eager")
})

test("all tensors are as by the ops' own rules, steps and their times too", () => {
  const { names, apart, planned, eager } = wholeTwins(analyze(cnn(16), ops, "train"))
  expect(names.planned).toEqual(names.eager)
  for (const [name, share] of apart) expect(share, name).toBeLessThanOrEqual(1e-4)
  expect(planned.steps.map(({ phase, node }) => [phase, node])).toEqual(
    eager.steps.map(({ phase, node }) => [phase, node]),
  )
  let now = 0
  const steps = runSteps(analyze(cnn(16), ops, "train"), { ...ASKED, anySize: true }, () => {
    now += 1
    return now
  })
  let next = steps.next()
  while (!next.done) next = steps.next()
  expect(next.value.steps.find(({ node }) => node === "a")?.milliseconds).toBeGreaterThan(0)
})

test("a window, a summary and a thumbnail of what lies in planes are those of the eager run", () => {
  const [planned, eager] = [by(cnn(24)), eagerRun(analyze(cnn(24), ops, "train"), ASKED)]
  const place = { kind: "wire", name: "sum:output>pool:input" } as const
  const window = [
    { from: 1, to: 2 },
    { from: 3, to: 9 },
    { from: 5, to: 6 },
    { from: 0, to: 24 },
  ]
  const questions = [
    { ask: "read", place, window },
    { ask: "read", place, window: null },
    { ask: "thumbnail", place, first: 2, count: 3, size: 12 },
  ] as const
  for (const question of questions) {
    const [a, b] = [planned, eager].map((result) => answerOf({ number: 1, result }, 1, question))
    expect(shapeOf(a)).toEqual(shapeOf(b))
    const [found, wanted] = [numbersOf(a), numbersOf(b)]
    expect(found.length).toBeGreaterThan(0)
    for (const [i, x] of wanted.entries()) expect(found[i]).toBeCloseTo(x, 4)
  }
  const told = [planned, eager].map((result) => answerOf({ number: 1, result }, 1, { ask: "summary", place }))
  const [a, b] = told.map((answer) => (answer.to === "summary" ? answer.summary : null))
  expect(a?.zeros).toEqual(b?.zeros)
  expect(a?.stats.rms).toBeCloseTo(b?.stats.rms ?? 0, 5)
  expect(a?.stats.max).toBeCloseTo(b?.stats.max ?? 0, 5)
})

type Answered = ReturnType<typeof answerOf> | undefined

function numbersOf(answer: Answered): readonly number[] {
  if (answer?.to === "read") return [...answer.tensor.data]
  return answer?.to === "thumbnail" ? [...answer.thumbnail.planes.data] : []
}

function shapeOf(answer: Answered): readonly number[] {
  if (answer?.to === "read") return answer.tensor.shape
  return answer?.to === "thumbnail" ? answer.thumbnail.planes.shape : []
}

test("other numbers, places and titles find the plan again; another kernel size, mode or target does not", () => {
  const planned: RunOptions = { ...ASKED, anySize: true }
  by(cnn(12), planned).arena?.release()
  const bias = { values: { bias: Array.from({ length: 16 }, (_, i) => i) } }
  const same = [
    cnn(12, { title: "moved", training: { optimizer: { kind: "SGD", lr: 0.5 } } }, 9),
    cnn(12, { nodes: cnn(12).nodes.map((node) => (node.id === "a" ? { ...node, at: [5, 5], ...bias } : node)) }),
  ]
  const made = compilations(() => {
    for (const document of same) by(document, planned).arena?.release()
  })
  expect(made).toBe(0)
  const moved = by(same[1]!, planned)
  expect([...moved.params.get("a.bias")!.data.slice(0, 3)]).toEqual([0, 1, 2])
  expect(compilations(() => by(cnn(12, { target: "b" }), planned))).toBe(1)
  expect(compilations(() => by(cnn(12), { ...planned, mode: "eval" }))).toBe(1)
  expect(compilations(() => by(cnn(12), { ...planned, backward: false }))).toBe(1)
})

test("a run that is read keeps its memory while the next one works in another", () => {
  const first = by(cnn(24))
  const before = [...first.values.get("b:output")!.data.slice(0, 50)]
  const second = by(cnn(24, {}, 4))
  expect([...first.values.get("b:output")!.data.slice(0, 50)]).toEqual(before)
  expect([...second.values.get("b:output")!.data.slice(0, 50)]).not.toEqual(before)
})

test("where a rule refuses its numbers, the others are there as by the eager run", () => {
  const nodes = [
    ...cnn(24).nodes,
    { id: "t", op: "Input", attrs: { shape: [2] }, values: { value: [7, 1] } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ]
  const result = by(cnn(24, { nodes }))
  expect(result.engine).toBe("eager")
  expect(result.problems.map(({ code, node }) => [code, node])).toContainEqual(["GW-E101", "loss"])
  expect(result.values.has("fc:output")).toBe(true)
})

test("the first number that is not finite is named with its reason", () => {
  const weight = Array.from({ length: 16 }, () => 3e38)
  const nodes = cnn(24).nodes.map((node) => (node.id === "norm" ? { ...node, values: { weight } } : node))
  const { engine, problems } = by(cnn(24, { nodes }))
  expect(engine).toBe("planned")
  expect(problems.map(({ code, node, port }) => [code, node, port])).toEqual([["GW-E120", "norm", "output"]])
  expect(problems[0]?.sentence).toMatch(/becomes .*∞ at .* of 2×16×24×24.* It is too large for float32/)
})

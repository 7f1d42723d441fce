import { describe, expect, test } from "vitest"
import type { SweepReport } from "../../../src/engine/sweep/report.ts"
import { reportOf } from "../../../src/engine/sweep/summary.ts"
import { sweep, sweepSteps } from "../../../src/engine/sweep/sweep.ts"
import type { GradwireDocument, SweepDocument } from "../../../src/graph/document.ts"
import { filterGradient, square } from "./filterGradient.ts"

const options = { dtype: "float64" } as const

function resized({ nodes }: GradwireDocument, n: number): GradwireDocument["nodes"] {
  return nodes.map((node) => ("op" in node && node.op === "Input" ? { ...node, attrs: { shape: [1, 1, n, n] } } : node))
}

const matrix: GradwireDocument = {
  gradwire: 1,
  nodes: [
    {
      id: "W",
      op: "Parameter",
      attrs: { shape: [2, 2] },
      values: {
        value: [
          [3, 0],
          [4, 5],
        ],
      },
    },
    { id: "s", op: "Constant", attrs: { shape: [], init: "constant", fill_value: 2 } },
    { id: "y", op: "Mul", inputs: { a: "W", b: "s" } },
    { id: "L", op: "Sum", inputs: { input: "y" } },
  ],
}

test("a seed names its numbers: the same sweep twice is the same, and each repeat is another", () => {
  const document = filterGradient({ set: square, values: [6], repeats: 3, readouts: [{ take: "loss" }] })
  const [first, second] = [sweep(document, options), sweep(document, options)]
  expect(first.points).toEqual(second.points)
  expect(first.points.map(({ seed }) => seed)).toEqual([1, 2, 3])
  expect(new Set(first.points.map(({ readouts }) => readouts[0])).size).toBe(3)
})

test("a swept seed is its own repeat, and gives what a repeat with that seed gives", () => {
  const repeated = sweep(
    filterGradient({ set: square, values: [6], repeats: 3, readouts: [{ take: "loss" }] }),
    options,
  )
  const document = filterGradient({ set: ["seed"], values: [1, 2, 3], readouts: [{ take: "loss" }] })
  const swept = sweep({ ...document, nodes: resized(document, 6) }, options)
  expect(swept.points.map(({ readouts }) => readouts)).toEqual(repeated.points.map(({ readouts }) => readouts))
})

test("a point that cannot be run says why, and the others go on", () => {
  const report = sweep(
    filterGradient({ set: ["x.shape[2]"], values: [2, 8, 9, 2.5], readouts: [{ take: "loss" }] }),
    options,
  )
  expect(report.complete).toBe(true)
  const [small, fits, clash, half] = report.points
  expect(small?.readouts).toEqual([null])
  expect(small?.problem).toMatchObject({ code: "GW-T101", node: "conv" })
  expect(fits?.readouts[0]).toBeTypeOf("number")
  expect(fits?.problem).toBeUndefined()
  expect(clash?.problem).toMatchObject({ node: "m" })
  expect(half?.problem?.sentence).toMatch(/"x\.shape\[2\]" cannot be 2\.5/)
  expect(report.curves[0]?.summaries.map(({ n }) => n)).toEqual([0, 1, 0, 0])
})

test("every readout of a tensor: of values, gradients, params and wires", () => {
  const readouts = [
    { take: "cell", of: "value y:output", index: [1, 0] },
    { take: "mean", of: "value y" },
    { take: "std", of: "value W.value" },
    { take: "rms", of: "value W:value" },
    { take: "frobenius", of: "value W" },
    { take: "spectral", of: "value W" },
    { take: "mean", of: "gradient W.value" },
    { take: "spectral", of: "wire y:output>L:input" },
    { take: "loss" },
  ]
  const report = sweep({ ...matrix, sweep: { set: ["s.fill_value"], values: [2, 10], readouts } }, options)
  const deviation = Math.sqrt(14 / 3)
  const at = (s: number) => [4 * s, 3 * s, deviation, Math.sqrt(12.5), Math.sqrt(50), 3 * Math.sqrt(5), s, 2, 12 * s]
  for (const { value, readouts: numbers, problem } of report.points) {
    expect(problem).toBeUndefined()
    for (const [i, want] of at(value).entries()) expect(numbers[i]).toBeCloseTo(want, 12)
  }
})

test.for([
  [{ take: "mean", of: "value Y" }, /The run has no value called "Y"/],
  [{ take: "mean", of: "gradient s" }, /./],
  [{ take: "cell", of: "value y", index: [2, 0] }, /no cell \[2, 0\] in "value y": its shape is 2×2/],
  [{ take: "std", of: "value s" }, /single number/],
] as const)("%o has no answer at any point, in a sentence", ([readout, words]) => {
  const run = readout.of === "gradient s" ? ("forward" as const) : ("backward" as const)
  const report = sweep({ ...matrix, sweep: { set: ["s.fill_value"], values: [1], run, readouts: [readout] } }, options)
  expect(report.points[0]?.readouts).toEqual([null])
  expect(report.points[0]?.problem?.sentence).toMatch(words)
})

test("accuracy of a run: two of three examples have the right class on top", () => {
  const classes: GradwireDocument = {
    gradwire: 1,
    target: "L",
    nodes: [
      {
        id: "z",
        op: "Input",
        attrs: { shape: [3, 2] },
        values: {
          value: [
            [1, 0],
            [0, 1],
            [5, 1],
          ],
        },
      },
      { id: "s", op: "Constant", attrs: { shape: [], init: "constant", fill_value: 1 } },
      { id: "scores", op: "Mul", inputs: { a: "z", b: "s" } },
      { id: "t", op: "Input", attrs: { shape: [3] }, values: { value: [0, 1, 1] } },
      { id: "L", op: "CrossEntropyLoss", inputs: { input: "scores", target: "t" } },
    ],
    sweep: { set: ["s.fill_value"], values: [1, -1], run: "forward", readouts: [{ take: "accuracy" }] },
  }
  expect(sweep(classes, options).points.map(({ readouts }) => readouts[0])).toEqual([2 / 3, 1 / 3])
  const none = sweep({ ...matrix, sweep: { ...classes.sweep!, values: [1] } }, options)
  expect(none.points[0]?.problem?.sentence).toMatch(/compares no classes/)
})

test("a run that overflows shows as infinite, with the place where it began", () => {
  const readouts = [{ take: "loss" }, { take: "rms", of: "value y" }]
  const report = sweep(
    { ...matrix, sweep: { set: ["s.fill_value"], values: [1e38], run: "forward", readouts } },
    { dtype: "float32" },
  )
  expect(report.points[0]?.readouts[0]).toBe(Number.POSITIVE_INFINITY)
  expect(report.points[0]?.problem).toMatchObject({ code: "GW-E120", node: "y" })
})

describe("a sweep that cannot be run says why and runs nothing", () => {
  const sound: SweepDocument = { set: ["s.fill_value"], values: [1], readouts: [{ take: "loss" }] }
  test.for<readonly [string, Partial<SweepDocument>, RegExp]>([
    ["no values", { values: [] }, /no values/],
    ["a value that is not finite", { values: [1, Number.NaN] }, /not finite/],
    ["a logarithmic range from 0", { values: { from: 0, to: 1, count: 3, scale: "log" } }, /ends above 0/],
    ["half a value", { values: { from: 0, to: 1, count: 1.5 } }, /at least 1/],
    ["too many runs", { values: { from: 0, to: 1, count: 2000 }, repeats: 6 }, /12,000 runs; the limit is 10,000/],
    ["no place", { set: [] }, /sets nothing/],
    ["a place that does not exist", { set: ["ss.fill_value"] }, /Did you mean "s\.fill_value"/],
    ["nothing to read", { readouts: [] }, /reads nothing/],
    ["an unknown readout", { readouts: [{ take: "RMS", of: "value y" }] }, /Did you mean "rms"/],
    ["a readout of nothing", { readouts: [{ take: "mean" }] }, /is of a tensor/],
    ["a cell without an index", { readouts: [{ take: "cell", of: "value y" }] }, /needs an index/],
    ["validation without training", { readouts: [{ take: "loss", validation: true }] }, /after training/],
    ["a seed swept and repeated", { set: ["seed"], repeats: 2 }, /seed itself is swept/],
    ["no repeats", { repeats: 0 }, /not 0/],
  ])("%s", ([_, part, words]) => {
    const report = sweep({ ...matrix, sweep: { ...sound, ...part } }, options)
    expect(report.plan).toBeNull()
    expect(report.points).toEqual([])
    expect(report.problems.map(({ sentence }) => sentence).join("\n")).toMatch(words)
    for (const { path } of report.problems) expect(path).toMatch(/^\/sweep\//)
  })

  test("no sweep at all", () => {
    expect(sweep(matrix, options).problems[0]?.sentence).toMatch(/describes no sweep/)
  })
})

test("ranges hold both ends, equal steps or equal ratios", () => {
  const values = (range: SweepDocument["values"]) => {
    const plan = { set: ["s.fill_value"], values: range, readouts: [{ take: "loss" }] }
    return sweep({ ...matrix, sweep: plan }, options).plan?.values
  }
  expect(values({ from: 0, to: 1, count: 5 })).toEqual([0, 0.25, 0.5, 0.75, 1])
  expect(values({ from: 0.001, to: 1000, count: 7, scale: "log" })).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1000])
  expect(values({ from: 3, to: -1, count: 3 })).toEqual([3, 1, -1])
  expect(values({ from: 3, to: 9, count: 1 })).toEqual([3])
})

test("progress gives every point once, in order; stopping early keeps them, with curves of their own", () => {
  const document = filterGradient({ set: square, values: [4, 6, 8], repeats: 2, readouts: [{ take: "loss" }] })
  const whole = sweep(document, options)
  const steps = sweepSteps(document, options)
  const seen: SweepReport["points"][number][] = []
  let last = 0
  for (let step = steps.next(); !step.done && seen.length < 3; step = steps.next()) {
    seen.push(...step.value.points)
    expect(step.value.done).toBe(seen.length)
    expect(step.value.of).toBe(6)
    last = step.value.done
  }
  expect(last).toBe(3)
  expect(seen).toEqual(whole.points.slice(0, 3))
  const partial = reportOf(whole.plan!, seen)
  expect(partial.complete).toBe(false)
  expect(partial.curves[0]?.summaries.map(({ value, n }) => [value, n])).toEqual([
    [4, 2],
    [6, 1],
  ])
})

// Winograd's transforms against the definition: every remainder of a tile, cropped and wide borders, both directions.

import { expect, test } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import { plannedSteps } from "../../../src/engine/planned/plain.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { ended } from "../../../src/tensor/work.ts"
import { exampleDocument, twins } from "./twins.ts"
import { wholeTwins } from "./wholeTwins.ts"

/** Largest difference as a share of the largest number: the transforms multiply by up to 8 and take differences. */
const MOST = 3e-5

test.for([
  { input: [8, 16, 8, 8], filters: 16, padding: 1 },
  { input: [5, 18, 13, 11], filters: 21, padding: 1 },
  { input: [6, 17, 14, 10], filters: 16, padding: 0 },
  { input: [4, 16, 9, 15], filters: 28, padding: 2 },
  { input: [3, 20, 17, 12], filters: 24, padding: 3 },
  { input: [1, 19, 7, 7], filters: 23, padding: 1 },
])("$input to $filters filters, padding $padding", ({ input, filters, padding }) => {
  const attrs = { out_channels: filters, kernel_size: 3, padding, flip: filters === 28 }
  const { apart, steps } = twins(exampleDocument(ops.get("Conv2d")!, { attrs, shapes: { input } }))
  const ways = ["Winograd convolution", "Winograd convolution, weights", "Winograd convolution, input"]
  expect(steps).toEqual(expect.arrayContaining(ways))
  for (const [name, share] of apart) expect(share, name).toBeLessThanOrEqual(MOST)
})

/** A residual network whose convolutions all go by Winograd's transforms. */
function residual(blocks: number): GradwireDocument {
  const conv = { out_channels: 16, kernel_size: 3, padding: 1, bias: false }
  const nodes: NodeDocument[] = [
    { id: "x", op: "Input", attrs: { shape: [8, 16, 16, 16] } },
    { id: "t", op: "Input", attrs: { shape: [8] } },
  ]
  let last = "x"
  for (let i = 0; i < blocks; i++) {
    nodes.push(
      { id: `conv${i}`, op: "Conv2d", attrs: conv, inputs: { input: last } },
      { id: `norm${i}`, op: "BatchNorm2d", inputs: { input: `conv${i}` } },
      { id: `sum${i}`, op: "Add", inputs: { a: last, b: `norm${i}` } },
      { id: `act${i}`, op: "ReLU", inputs: { input: `sum${i}` } },
    )
    last = `act${i}`
  }
  nodes.push(
    { id: "pool", op: "AdaptiveAvgPool2d", attrs: { output_size: 1 }, inputs: { input: last } },
    { id: "flat", op: "Flatten", inputs: { input: "pool" } },
    { id: "fc", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  )
  return { gradwire: 2, seed: 6, target: "loss", nodes }
}

test("through ten blocks all gradients together stay within a hundredth, though masks of ReLU may turn", () => {
  const { planned, eager, names } = wholeTwins(analyze(residual(10), ops, "train"))
  expect(names.planned).toEqual(names.eager)
  const steps = planned.plan?.().steps.map(({ step }) => step) ?? []
  expect(steps.filter((step) => step === "Winograd convolution").length).toBe(10)
  let [apart, whole] = [0, 0]
  for (const [name, { data }] of eager.gradients) {
    for (const [i, x] of data.entries()) {
      apart += (x - (planned.gradients.get(name)?.data[i] ?? Number.NaN)) ** 2
      whole += x ** 2
    }
  }
  expect(whole).toBeGreaterThan(0)
  expect(Math.sqrt(apart / whole)).toBeLessThanOrEqual(1e-2)
})

/** Images that are black but for a square of nine, and what a convolution with a ReLU behind it makes of them. */
function blackGround(size: readonly [number, number], padding: number): GradwireDocument {
  const [height, width] = size
  const at = (row: number, column: number): number =>
    Math.max(Math.abs(row - Math.floor(height / 2)), Math.abs(column - 5)) <= 1 ? row + 0.37 * column : 0
  const map = Array.from({ length: height }, (_, row) => Array.from({ length: width }, (__, column) => at(row, column)))
  const channels = 18
  const value = Array.from({ length: 3 }, (_, image) =>
    Array.from({ length: channels }, (__, channel) =>
      map.map((row) => row.map((x) => x * (channel % 5) * (image + 1))),
    ),
  )
  const bias = Array.from({ length: 20 }, (_, filter) => [0, 0.25, -0.125][filter % 3] ?? 0)
  return {
    gradwire: 2,
    seed: 8,
    target: "relu",
    upstream: { "relu:output": { distribution: "normal" } },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3, channels, height, width] }, values: { value } },
      {
        id: "conv",
        op: "Conv2d",
        attrs: { out_channels: 20, kernel_size: 3, padding },
        inputs: { input: "x" },
        values: { bias },
      },
      { id: "relu", op: "ReLU", inputs: { input: "conv" } },
    ],
  }
}

test.for([
  [[12, 12], 1],
  [[24, 24], 1],
  [[13, 18], 0],
  [[11, 15], 2],
  [[9, 21], 3],
  [[14, 14], 1],
] as const)(
  "where a window is zeros the output is the bias alone, and no gradient passes a ReLU: %s, padding %s",
  ([size, padding]) => {
    const { planned, eager } = wholeTwins(analyze(blackGround(size, padding), ops, "train"))
    expect(planned.plan?.().steps.map(({ step }) => step)).toContain("Winograd convolution")
    const [own, others] = [eager, planned].map(({ values }) => values.get("conv:output")?.data ?? [])
    const biases = eager.params.get("conv.bias")?.data ?? []
    const pixels = (own?.length ?? 0) / 60
    let zeros = 0
    for (const [i, x] of own?.entries() ?? []) {
      const bias = biases[Math.floor(i / pixels) % 20]
      if (x !== bias) continue
      zeros++
      expect(others?.[i]).toBe(bias)
    }
    expect(zeros).toBeGreaterThan(1000)
    for (const place of ["conv:output", "conv.bias"]) {
      const passed = [eager, planned].map(({ gradients }) =>
        [...(gradients.get(place)?.data ?? [])].map((x) => x !== 0),
      )
      expect(passed[1], place).toEqual(passed[0])
    }
  },
)

test("a weight that is not finite is seen where a window is zeros too: zero times infinity is no number", () => {
  const analysis = analyze(blackGround([12, 12], 1), ops, "train")
  const weight = { shape: [20, 18, 3, 3], data: new Float32Array(20 * 18 * 9).fill(1) }
  weight.data[18 * 9 * 4] = Number.POSITIVE_INFINITY
  const bias = { shape: [20], data: new Float32Array(20) }
  const kept = new Map([["conv", { params: new Map(Object.entries({ weight, bias })), buffers: new Map() }]])
  const options = { mode: "train", dtype: "float32" } as const
  const eager = run(analysis, options, undefined, kept)
  const planned = ended(plannedSteps(analysis, { ...options, engine: "planned" }, undefined, kept))
  const [own, others] = [eager, planned].map(({ values }) => [...(values.get("conv:output")?.data ?? [])])
  expect(planned.engine).toBe("planned")
  expect(own?.filter(Number.isNaN).length).toBeGreaterThan(100)
  for (const [i, x] of own?.entries() ?? []) if (Number.isNaN(x)) expect(others?.[i]).toBeNaN()
})

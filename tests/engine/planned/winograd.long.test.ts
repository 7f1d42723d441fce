// Winograd's transforms against the definition: every remainder of a tile, cropped and wide borders, both directions.

import { expect, test } from "vitest"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
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

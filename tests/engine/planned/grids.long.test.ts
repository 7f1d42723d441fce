// Kernels over odd sizes, against the eager rules: channels 1 to 17, maps up to 33, strides, dilations, groups, paddings of every
// kind, NaN and infinities. No two numbers of an input are equal, so that no maximum is a matter of luck.

import { expect, test } from "vitest"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import type { TensorData } from "../../../src/tensor/tensor.ts"
import { cases, counted, seed } from "../../campaign.ts"
import { exampleDocument, twins } from "./twins.ts"

const MOST = 1e-5

interface Case {
  readonly kind: string
  readonly attrs: { readonly [name: string]: number | readonly number[] | boolean | string }
  readonly input: readonly number[]
}

function convolution(draw: (low: number, high: number) => number): Case {
  const groups = draw(0, 5) === 0 ? draw(2, 4) : 1
  const pair = (low: number, high: number): readonly [number, number] => [draw(low, high), draw(low, high)]
  const [kernel, dilation] = [pair(1, 4), pair(1, 3)]
  const padding = draw(0, 3) === 0 ? ("same" as const) : pair(0, 4)
  const least = (axis: 0 | 1): number => (kernel[axis] - 1) * dilation[axis] + 1
  const size = [draw(least(0), least(0) + 12), draw(least(1), least(1) + (draw(0, 6) === 0 ? 30 : 9))]
  const attrs = {
    out_channels: groups * draw(1, 18 / groups),
    kernel_size: kernel,
    stride: padding === "same" ? 1 : pair(1, 3),
    padding,
    dilation,
    groups,
    bias: draw(0, 2) === 0,
    flip: draw(0, 4) === 0,
  }
  return { kind: "Conv2d", attrs, input: [draw(1, 3), groups * draw(1, 18 / groups), ...size] }
}

function pooling(draw: (low: number, high: number) => number): Case {
  const kind = draw(0, 2) === 0 ? "MaxPool2d" : "AvgPool2d"
  const kernel = [draw(1, 4), draw(1, 5)] as const
  const attrs = {
    kernel_size: kernel,
    stride: [draw(1, 4), draw(1, 4)],
    padding: [draw(0, 1 + Math.floor(kernel[0] / 2)), draw(0, 1 + Math.floor(kernel[1] / 2))],
    ceil_mode: draw(0, 2) === 0,
  }
  return { kind, attrs, input: [draw(1, 3), draw(1, 18), draw(5, 14), draw(5, 34)] }
}

function product(draw: (low: number, high: number) => number): Case {
  return {
    kind: "Linear",
    attrs: { out_features: draw(1, 40), bias: draw(0, 2) === 0 },
    input: [draw(1, 70), draw(0, 6) === 0 ? 4 * draw(260, 300) : draw(1, 60)],
  }
}

function resizing(draw: (low: number, high: number) => number): Case {
  const input = [draw(1, 3), draw(1, 10), draw(1, 9), draw(1, 12)]
  const mode = ["nearest", "bilinear"][draw(0, 2)]!
  const to =
    draw(0, 2) === 0
      ? { size: [draw(1, 20), draw(1, 20)] }
      : { scale_factor: [[1.5, 2, 2.5, 3][draw(0, 4)]!, draw(1, 4)] }
  const attrs = { mode, ...to, align_corners: mode === "bilinear" && draw(0, 2) === 0 }
  return { kind: "Upsample", attrs, input }
}

function documentOf({ kind, attrs, input }: Case, number: number): GradwireDocument {
  const op = ops.get(kind)!
  return exampleDocument(op, { attrs, shapes: { input } }, number)
}

test.for([
  ["convolutions", convolution, 60],
  ["pools", pooling, 40],
  ["resized planes", resizing, 30],
  ["matrix products", product, 30],
] as const)("%s", ([what, draw, atPush]) => {
  const random = randomStream(seed, "planned", what)
  const count = cases(atPush)
  for (let number = 0; number < count; number++) {
    const one = draw((low, high) => low + random.below(Math.max(1, high - low)))
    const { apart, eager } = twins(documentOf(one, number))
    expect(eager, JSON.stringify(one)).toEqual([])
    for (const [name, share] of apart) expect(share, `${JSON.stringify(one)} ${name}`).toBeLessThanOrEqual(MOST)
  }
  counted(count, `${what} by kernels, against the eager loops`)
})

/** A norm, with a ReLU behind it or without, of images whose mean is far from 0. */
function normed(draw: (low: number, high: number) => number): GradwireDocument {
  const input = [draw(1, 5), draw(1, 40), draw(1, 12), draw(2, 40)]
  const bare = documentOf({ kind: "BatchNorm2d", attrs: { affine: draw(0, 3) > 0 }, input }, draw(0, 1000))
  if (draw(0, 3) === 0) return bare
  const act = { id: "act", op: "ReLU", inputs: { input: "op" } }
  const upstream = { "act:output": { distribution: "normal" as const, seed: 5 } }
  return { ...bare, nodes: [...bare.nodes, act], target: "act:output", upstream }
}

test("batch norms by kernels, with the ReLU behind them, mean far from 0, NaN and infinities", () => {
  const random = randomStream(seed, "planned", "norms")
  const count = cases(30)
  const special = [Number.NaN, Number.POSITIVE_INFINITY, 1e-42]
  for (let number = 0; number < count; number++) {
    const document = normed((low, high) => low + random.below(Math.max(1, high - low)))
    const change = (data: TensorData): void => {
      if (number % 3 === 1) for (let i = 0; i < data.length; i++) data[i] = data[i]! + 5 * ((number % 5) - 2)
      if (number % 6 === 2) data.fill(special[Math.floor(number / 6) % 3] ?? 0, 0, 2)
    }
    const { apart, steps } = twins(document, "train", change)
    expect(steps.some((step) => step.startsWith("ReLU → "))).toBe(document.target === "act:output")
    for (const [name, share] of apart)
      expect(share, `${number} ${JSON.stringify(document)} ${name}`).toBeLessThanOrEqual(MOST)
  }
  counted(count, "batch norms by kernels, against the eager loops")
})

test("NaN, infinities and denormals stay where they are, and no number beside them changes", () => {
  const layers = [
    { op: "Conv2d", attrs: { out_channels: 6, kernel_size: 3, padding: 1 } },
    { op: "MaxPool2d", attrs: { kernel_size: 3, stride: 2, padding: 1 } },
    { op: "ReLU" },
    { op: "AvgPool2d", attrs: { kernel_size: 2 } },
  ]
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-40, -1e-42, 0]
  for (const [i, { op, ...rest }] of layers.entries()) {
    for (const [j, value] of special.entries()) {
      const document = documentOf({ kind: op, attrs: {}, input: [1, 5, 8, 9], ...rest }, 10 * i + j)
      const { apart } = twins(document, "eval", (data) => data.fill(value, 77, 79))
      const [share] = apart.values()
      expect(share, `${op} with ${value}`).toBeLessThanOrEqual(MOST)
    }
  }
})

// Windows of convolutions and pools: what does not fit and how that is said, and what one cell sees.

import { describe, expect, it } from "vitest"
import { isProblem } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import { type Shape, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"
import { type Raw, read } from "./rawConvolution.ts"

function answer(kind: string, input: Shape, raw: Raw): unknown {
  const found = ops.get(kind)!.shape({ attrs: read(kind, raw), shapes: { input }, mode: "train" })
  return isProblem(found) ? `${found.at}: ${found.sentence}` : found.output
}

/** Input cells on which each output cell depends, by backward from one output cell at a time. */
function sensitivity(kind: string, input: Shape, raw: Raw): number[][] {
  const op = ops.get(kind)!
  const attrs = read(kind, raw)
  const shapes = { input }
  const at = { attrs, shapes, mode: "eval" as const }
  const ones = (shape: Shape) => tensorOf(shape, Array(shape.reduce((a, b) => a * b, 1)).fill(1), "float64")
  const weight = op.params.weight?.rule(at)
  const params = weight === undefined || weight === null ? {} : { weight: ones(weight.shape), bias: null }
  const random = () => {
    throw new Error("nothing is drawn")
  }
  const forward = { ...at, inputs: { input: ones(input) }, params, buffers: {}, random, dtype: "float64" as const }
  const outputs = finish(op.forward(forward))
  const { output } = outputs as { output: Tensor }
  return Array.from(output.data, (_, o) => {
    const grad = { output: { shape: output.shape, data: Float64Array.from(output.data, (_v, i) => (i === o ? 1 : 0)) } }
    const dx = finish(op.backward.input!({ ...forward, outputs, grad, shared: undefined })) as Tensor
    return Array.from(dx.data, (value, i) => (value === 0 ? -1 : i)).filter((i) => i >= 0)
  })
}

describe("windows that do not fit", () => {
  const conv = { out_channels: 4, kernel_size: 3 }
  it.each<[string, Shape, Raw, string]>([
    [
      "Conv2d",
      [1, 1, 28, 28],
      { ...conv, kernel_size: 31 },
      "kernel_size: The kernel (31) is larger than the padded input (28) along the height: (28 + 2·0 − 31)/1 + 1 = −2. Reduce kernel_size or add padding.",
    ],
    [
      "Conv2d",
      [3, 8, 4],
      { ...conv, padding: 1, dilation: 3, stride: 2 },
      "kernel_size: The kernel (3 with dilation 3: 7 cells) is larger than the padded input (6) along the width: ⌊(4 + 2·1 − 3·(3 − 1) − 1)/2⌋ + 1 = 0. Reduce kernel_size or dilation or add padding.",
    ],
    [
      "Conv1d",
      [1, 1, 2],
      { ...conv, kernel_size: 4 },
      "kernel_size: The kernel (4) is larger than the padded input (2): (2 + 2·0 − 4)/1 + 1 = −1. Reduce kernel_size or add padding.",
    ],
    [
      "MaxPool2d",
      [1, 1, 1, 4],
      { kernel_size: 2 },
      "kernel_size: The kernel (2) is larger than the padded input (1) along the height: ⌊(1 + 2·0 − 2)/2⌋ + 1 = 0. Reduce kernel_size or add padding.",
    ],
    [
      "Conv2d",
      [28, 28],
      conv,
      "input: Conv2d takes N×C×H×W or C×H×W; the input is 28×28 (2 axes). Reshape or Unsqueeze it first.",
    ],
    [
      "MaxPool1d",
      [5],
      { kernel_size: 2 },
      "input: MaxPool1d takes N×C×L or C×L; the input is 5 (1 axis). Reshape or Unsqueeze it first.",
    ],
    [
      "Conv2d",
      [1, 3, 8, 8],
      { ...conv, groups: 2 },
      "groups: 2 groups do not divide 3 input channels (3/2 = 1.5); choose groups that divide both input and output channels.",
    ],
    [
      "Conv2d",
      [1, 3, 8, 8],
      { ...conv, groups: 3 },
      "out_channels: 3 groups do not divide 4 output channels (4/3 = 1.333); choose groups that divide both input and output channels.",
    ],
    [
      "Conv2d",
      [1, 3, 8, 8],
      { ...conv, padding: "same", stride: [1, 2] },
      'stride: padding "same" needs stride 1, found stride 1×2; set stride to 1 or give padding as a number.',
    ],
    [
      "Conv2d",
      [1, 3, 4, 9],
      { ...conv, padding: 4, padding_mode: "reflect" },
      "padding: reflect padding must be less than the size, 4 < 4 fails; pad by at most 3, or use another mode.",
    ],
    [
      "Conv1d",
      [3, 4],
      { ...conv, padding: 5, padding_mode: "circular" },
      "padding: circular padding must be at most the size, 5 ≤ 4 fails; pad by at most 4, or use another mode.",
    ],
    [
      "MaxPool2d",
      [1, 1, 8, 2],
      { kernel_size: 5, stride: 2, ceil_mode: true },
      "kernel_size: The kernel (5) is larger than the padded input (2) along the width: ⌈(2 + 2·0 − 5)/2⌉ + 1 = 0. Reduce kernel_size or add padding.",
    ],
    [
      "AvgPool2d",
      [1, 1, 8, 8],
      { kernel_size: 3, padding: 2 },
      "padding: padding (2) may be at most half of kernel_size (3/2 = 1.5); use at most 1 or a larger kernel.",
    ],
    [
      "ConvTranspose2d",
      [1, 1, 4, 4],
      { ...conv, stride: 2, output_padding: 2 },
      "output_padding: output_padding (2) must be less than the larger of stride (2) and dilation (1); use at most 1.",
    ],
    [
      "ConvTranspose1d",
      [1, 1, 1],
      { ...conv, padding: 2 },
      "padding: padding (2) cuts the whole output off: (1 − 1)·1 − 2·2 + 1·(3 − 1) + 0 + 1 = −1. Reduce padding or enlarge kernel_size.",
    ],
    [
      "Conv2d",
      [1, 1, 4, 4],
      { ...conv, padding: 5000, stride: 9999 },
      "padding: With its padding one example would be 1×10004×10004, 100080016 numbers; at most 16777216 fit. Reduce padding.",
    ],
    [
      "Upsample",
      [1, 2, 3],
      { scale_factor: [2, 3] },
      "scale_factor: scale_factor has two numbers, 2 and 3, but N×C×L has one spatial axis; give one.",
    ],
    ["Upsample", [1, 2, 3, 3], {}, "scale_factor: neither scale_factor nor size is set; set one of them."],
    [
      "Upsample",
      [1, 2, 3, 3],
      { size: 2, scale_factor: 2 },
      "size: size and scale_factor are both set; clear one of them.",
    ],
    [
      "Upsample",
      [1, 2, 3, 3],
      { size: 2, mode: "linear" },
      'mode: mode "linear" is for inputs with 3 axes, this one has 4; use "bilinear".',
    ],
    [
      "Upsample",
      [1, 2, 3, 3],
      { scale_factor: [1, 0.3] },
      "scale_factor: nothing would be left: ⌊3 · 0.3⌋ = 0 cells; choose a larger factor.",
    ],
    [
      "Upsample",
      [3, 3],
      { size: 2 },
      "input: Upsample takes N×C×L or N×C×H×W; the input has 2 axes. Reshape or Unsqueeze it first.",
    ],
  ])("%s of %j with %j", (kind, input, raw, sentence) => {
    expect(answer(kind, input, raw)).toBe(sentence)
  })
  it("a window that just fits is no problem", () => {
    expect(answer("Conv2d", [1, 1, 3, 3], conv)).toEqual([1, 4, 1, 1])
    expect(answer("Conv2d", [3, 5, 5], { ...conv, padding: 4, padding_mode: "reflect" })).toEqual([4, 11, 11])
    expect(answer("MaxPool2d", [1, 1, 5, 5], { kernel_size: 2, ceil_mode: true })).toEqual([1, 1, 3, 3])
    expect(answer("MaxPool2d", [1, 1, 3, 3], { kernel_size: 1, stride: 3, ceil_mode: true })).toEqual([1, 1, 1, 1])
    expect(answer("MaxPool2d", [1, 1, 2, 2], { kernel_size: 3, stride: 2, ceil_mode: true })).toEqual([1, 1, 1, 1])
  })
})

describe("what one cell sees", () => {
  const field = (kind: string, input: Shape, raw: Raw) =>
    ops.get(kind)!.receptiveField("input", { attrs: read(kind, raw), shapes: { input }, mode: "train" })
  const image = [1, 4, 12, 12]
  it.each<[string, Shape, Raw, unknown]>([
    [
      "Conv2d",
      image,
      { out_channels: 2, kernel_size: [3, 2], stride: 2, padding: 1, dilation: [2, 1] },
      { size: [5, 2], stride: [2, 2], start: [-1, -1] },
    ],
    ["Conv1d", [4, 12], { out_channels: 2, kernel_size: 4, padding: "same" }, { size: [4], stride: [1], start: [-1] }],
    ["MaxPool2d", image, { kernel_size: 2 }, { size: [2, 2], stride: [2, 2], start: [0, 0] }],
    [
      "ConvTranspose1d",
      [4, 12],
      { out_channels: 2, kernel_size: 4, stride: 2, padding: 1 },
      { size: [2.5], stride: [0.5], start: [-1] },
    ],
    ["AdaptiveAvgPool2d", image, { output_size: 1 }, "global"],
    ["AdaptiveAvgPool2d", image, { output_size: [4, 1] }, { size: [3, 12], stride: [3, 12], start: [0, 0] }],
    ["Upsample", image, { scale_factor: 2 }, { size: [1.5, 1.5], stride: [0.5, 0.5], start: [-0.5, -0.5] }],
    ["Upsample", image, { size: 12, mode: "bilinear" }, "pointwise"],
    ["Flatten", image, {}, "global"],
    ["Flatten", image, { start_dim: 0, end_dim: 1 }, "pointwise"],
    ["Reshape", image, { shape: [4, 1, 12, 12] }, "pointwise"],
    ["Reshape", image, { shape: [4, -1] }, "global"],
    ["Reshape", image, { shape: [1, 16, 6, 6] }, "undefined"],
    ["Permute", image, { dims: [1, 0, 2, 3] }, "pointwise"],
    ["Permute", image, { dims: [0, 2, 3, 1] }, "undefined"],
    ["Pad", image, { pad: [3, 1] }, { size: [1, 1], stride: [1, 1], start: [0, -3] }],
    ["Slice", image, { dim: 2, start: 3, step: 2 }, { size: [1, 1], stride: [2, 1], start: [3, 0] }],
    ["Slice", image, { dim: 1, start: 1 }, "pointwise"],
    ["PixelShuffle", image, { upscale_factor: 2 }, { size: [1.5, 1.5], stride: [0.5, 0.5], start: [-0.5, -0.5] }],
  ])("%s of %j with %j", (kind, input, raw, want) => {
    expect(field(kind, input, raw)).toEqual(want)
  })

  /** The window as documented: whole cells in [start + o·stride, start + o·stride + size − 1]. */
  it.each<[string, Shape, Raw]>([
    ["Conv1d", [1, 9], { out_channels: 1, kernel_size: 3, stride: 2, padding: 1, dilation: 2, bias: false }],
    ["ConvTranspose1d", [1, 6], { out_channels: 1, kernel_size: 4, stride: 3, padding: 1, bias: false }],
    ["ConvTranspose1d", [1, 6], { out_channels: 1, kernel_size: 3, dilation: 2, stride: 2, bias: false }],
    ["Upsample", [1, 1, 6], { scale_factor: 2 }],
    ["Upsample", [1, 1, 6], { size: 9 }],
    ["Upsample", [1, 1, 6], { scale_factor: 1.5 }],
    ["Upsample", [1, 1, 6], { scale_factor: 3, mode: "linear" }],
    ["Upsample", [1, 1, 6], { size: 9, mode: "linear", align_corners: true }],
    ["Upsample", [1, 1, 7], { size: 3, mode: "linear" }],
    ["AvgPool1d", [1, 8], { kernel_size: 3, stride: 2, padding: 1 }],
    ["Slice", [1, 1, 9], { dim: 2, start: 2, step: 3 }],
    ["Pad", [1, 1, 4], { pad: [2, 1] }],
  ])("%s of %j with %j never sees beyond it, and reaches its ends", (kind, input, raw) => {
    const window = field(kind, input, raw)
    if (typeof window === "string") throw new Error(`no window: ${window}`)
    const [size, stride, start] = [window.size[0]!, window.stride[0]!, window.start[0]!]
    const seen = sensitivity(kind, input, raw)
    let widest = 0
    for (const [o, cells] of seen.entries()) {
      const from = Math.ceil(start + o * stride - 1e-9)
      const to = Math.floor(start + o * stride + size - 1 + 1e-9)
      for (const cell of cells)
        expect(cell >= from && cell <= to, `cell ${o} sees ${cell}, not in ${from}..${to}`).toBe(true)
      if (cells.length > 0) widest = Math.max(widest, Math.max(...cells) - Math.min(...cells) + 1)
    }
    expect(widest).toBe(Math.floor(size + 1e-9))
  })
})

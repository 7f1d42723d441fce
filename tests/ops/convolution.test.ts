// Convolutions as the course does them by hand; what they say when a window does not fit; what one cell sees.

import { describe, expect, it } from "vitest"
import { ops } from "../../src/ops/registry.ts"
import { type Tensor, tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"
import { type Raw, read } from "./rawConvolution.ts"

function run(kind: string, raw: Raw, input: Tensor, weight: Tensor): Tensor {
  const attrs = read(kind, { bias: false, ...raw })
  const outputs = finish(
    ops.get(kind)!.forward({
      attrs,
      shapes: { input: input.shape },
      mode: "eval",
      inputs: { input },
      params: { weight, bias: null },
      buffers: {},
      random: () => {
        throw new Error("a convolution draws nothing")
      },
      dtype: "float64",
    }),
  )
  return outputs.output as Tensor
}

const row = (...values: number[]) => tensorOf([1, values.length], values, "float64")

const filter = (...values: number[]) => tensorOf([1, 1, values.length], values, "float64")

describe("convolution by hand", () => {
  const shifts = Array.from({ length: 20 }, (_, n) => 0.5 ** n)
  const response = Array.from({ length: 16 }, (_, n) => (n < 7 ? 2 - 2 ** -n : (2 ** 7 - 1) / 2 ** n))
  const fir = { out_channels: 1, kernel_size: 20, padding: 19, flip: true }
  it("a rectangle through an FIR filter", () => {
    const rect = Array.from({ length: 20 }, (_, n) => (n < 7 ? 1 : 0))
    const y = run("Conv1d", fir, row(...rect), filter(...shifts))
    expect([...y.data.slice(0, 16)]).toEqual(response)
  })
  it("the same, shifted by 5", () => {
    const rect = Array.from({ length: 20 }, (_, n) => (n >= 5 && n < 12 ? 1 : 0))
    const y = run("Conv1d", fir, row(...rect), filter(...shifts))
    expect([...y.data.slice(0, 20)]).toEqual([0, 0, 0, 0, 0, ...response.slice(0, 15)])
  })
  const numbers = tensorOf(
    [1, 5, 5],
    Array.from({ length: 25 }, (_, i) => i + 1),
    "float64",
  )
  const edges = tensorOf([1, 1, 3, 3], [-1, -2, -1, 0, 0, 0, 1, 2, 1], "float64")
  it("an edge filter over 1 to 25", () => {
    const y = run("Conv2d", { out_channels: 1, kernel_size: 3, flip: true }, numbers, edges)
    expect(y.shape).toEqual([1, 3, 3])
    expect([...y.data]).toEqual(Array(9).fill(-40))
  })
  it("the same padded, then with stride 2", () => {
    const padded = { out_channels: 1, kernel_size: 3, padding: 1, flip: true }
    const middle = [-30, -40, -40, -40, -30]
    const want = [-19, -28, -32, -36, -29, ...middle, ...middle, ...middle, 49, 68, 72, 76, 59]
    expect([...run("Conv2d", padded, numbers, edges).data]).toEqual(want)
    const strided = run("Conv2d", { ...padded, stride: 2 }, numbers, edges)
    expect([...strided.data]).toEqual([-19, -32, -29, -30, -40, -30, 49, 72, 59])
  })
  it("a correlation: [1, 4, 0, −2, 3] with [2, −1, 3]", () => {
    const y = run("Conv1d", { out_channels: 1, kernel_size: 3 }, row(1, 4, 0, -2, 3), filter(2, -1, 3))
    expect([...y.data]).toEqual([-2, 2, 11])
  })
  it("painted copies of a filter", () => {
    const input = tensorOf([1, 2, 2], [-1, 2, 3, 1], "float64")
    const weight = tensorOf([1, 1, 2, 2], [1, -1, 0, 1], "float64")
    const y = run("ConvTranspose2d", { out_channels: 1, kernel_size: 2 }, input, weight)
    expect([...y.data]).toEqual([-1, 3, -2, 3, -3, 1, 0, 3, 1])
  })
  it("painted copies with stride 2: [ax, ay, az+bx, by, bz+cx, cy, cz]", () => {
    const [a, b, c] = [2, 3, 5] as const
    const [x, y, z] = [7, 11, 13] as const
    const got = run("ConvTranspose1d", { out_channels: 1, kernel_size: 3, stride: 2 }, row(a, b, c), filter(x, y, z))
    expect([...got.data]).toEqual([a * x, a * y, a * z + b * x, b * y, b * z + c * x, c * y, c * z])
  })
})

describe("captions", () => {
  const caption = (kind: string, raw: Raw) => ops.get(kind)!.caption!(read(kind, raw))
  it.each<[string, Raw, string]>([
    ["Conv2d", { out_channels: 10, kernel_size: 3, padding: 1 }, "3×3, 10 filters, pad 1"],
    [
      "Conv2d",
      { out_channels: 1, kernel_size: [3, 1], padding: "same", dilation: [2, 1], groups: 2, flip: true },
      "3×1, 1 filter, pad same, dilation 2×1, 2 groups, flipped",
    ],
    [
      "Conv1d",
      { out_channels: 4, kernel_size: 5, stride: 2, padding: 2, padding_mode: "circular" },
      "5, 4 filters, stride 2, pad 2, circular",
    ],
    [
      "ConvTranspose2d",
      { out_channels: 4, kernel_size: 2, stride: 2, output_padding: [1, 0] },
      "2×2, 4 filters, stride 2, output pad 1×0",
    ],
    ["MaxPool2d", { kernel_size: 2 }, "2×2"],
    ["MaxPool2d", { kernel_size: 3, stride: 2, padding: 1, ceil_mode: true }, "3×3, stride 2, pad 1, ceil"],
    ["AvgPool1d", { kernel_size: 3, stride: 1 }, "3, stride 1"],
    ["AdaptiveAvgPool2d", { output_size: [null, 3] }, "to –×3"],
    ["Upsample", { scale_factor: 2, mode: "bilinear" }, "×2, bilinear"],
    ["Split", { split_size: [1, 2], dim: -1 }, "1 + 2, dim −1"],
    ["Slice", { dim: 1, start: -3, step: 2 }, "dim 1, −3::2"],
    ["Pad", { pad: [1, -2], mode: "constant" }, "1, −2"],
  ])("%s with %j: %s", (kind, raw, words) => {
    expect(caption(kind, raw)).toBe(words)
  })
})

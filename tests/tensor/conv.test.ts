// The loops against the definition of convolution, written out with seven loops, and against each other: each is linear, so
// ⟨w ⋆ x, g⟩ = ⟨x, wᵀ ⋆ g⟩ = ⟨w, g ⋆ x⟩.

import { describe, expect, it } from "vitest"
import { convolve, convolveTransposed, convolveWeight } from "../../src/tensor/conv/conv.ts"
import type { Convolution } from "../../src/tensor/conv/phase.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { type Dtype, type Shape, sizeOf, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"

function drawn(shape: Shape, name: string, dtype: Dtype = "float64"): Tensor {
  const random = randomStream(7, "conv", name)
  const values = Array.from({ length: sizeOf(shape) }, () => random.normal())
  return tensorOf(shape, values, dtype)
}

/** Output sizes follow as floor; `extra` pads more behind than before, as padding "same" does. */
function convolution(given: Partial<Convolution> & { readonly extra?: number }): Convolution {
  const { extra = 0, ...rest } = given
  const base: Convolution = {
    batch: 2,
    groups: 1,
    channels: 2,
    filters: 3,
    input: [6, 7],
    kernel: [3, 2],
    stride: [1, 1],
    dilation: [1, 1],
    padding: [0, 0],
    output: [0, 0],
    flip: false,
    ...rest,
  }
  const places = (axis: 0 | 1) =>
    Math.floor(
      (base.input[axis] + 2 * base.padding[axis] + extra - base.dilation[axis] * (base.kernel[axis] - 1) - 1) /
        base.stride[axis],
    ) + 1
  return { ...base, output: [places(0), places(1)] }
}

function shapesOf(c: Convolution) {
  return {
    x: [c.batch, c.groups * c.channels, ...c.input],
    w: [c.groups * c.filters, c.channels, ...c.kernel],
    y: [c.batch, c.groups * c.filters, ...c.output],
  }
}

function byDefinition(x: Tensor, w: Tensor, bias: Tensor | null, c: Convolution): number[] {
  const y: number[] = []
  for (let n = 0; n < c.batch; n++)
    for (let f = 0; f < c.groups * c.filters; f++)
      for (let i = 0; i < c.output[0]; i++)
        for (let j = 0; j < c.output[1]; j++) {
          let sum = bias === null ? 0 : bias.data[f]!
          for (let channel = 0; channel < c.channels; channel++)
            for (let ky = 0; ky < c.kernel[0]; ky++)
              for (let kx = 0; kx < c.kernel[1]; kx++) {
                const h = i * c.stride[0] + ky * c.dilation[0] - c.padding[0]
                const l = j * c.stride[1] + kx * c.dilation[1] - c.padding[1]
                if (h < 0 || h >= c.input[0] || l < 0 || l >= c.input[1]) continue
                const from = Math.floor(f / c.filters) * c.channels + channel
                const [v, u] = c.flip ? [c.kernel[0] - 1 - ky, c.kernel[1] - 1 - kx] : [ky, kx]
                const at = ((n * c.groups * c.channels + from) * c.input[0] + h) * c.input[1] + l
                sum += w.data[((f * c.channels + channel) * c.kernel[0] + v) * c.kernel[1] + u]! * x.data[at]!
              }
          y.push(sum)
        }
  return y
}

function inner(a: Tensor, b: Tensor): number {
  return Array.from(a.data).reduce((sum, value, i) => sum + value * b.data[i]!, 0)
}

const cases: readonly (readonly [string, Convolution])[] = [
  ["plain", convolution({})],
  ["padded", convolution({ padding: [2, 1] })],
  ["strided", convolution({ stride: [2, 3], padding: [1, 1] })],
  ["dilated", convolution({ dilation: [2, 3] })],
  ["strided and dilated alike", convolution({ stride: [2, 2], dilation: [2, 4], input: [9, 12] })],
  ["everything", convolution({ stride: [3, 2], dilation: [2, 3], padding: [3, 2], groups: 2, flip: true, extra: 1 })],
  ["depthwise", convolution({ groups: 4, channels: 1, filters: 1, padding: [1, 1] })],
  ["pointwise", convolution({ kernel: [1, 1], channels: 5, filters: 6 })],
  ["pointwise with stride", convolution({ kernel: [1, 1], stride: [2, 2], channels: 5 })],
  ["flipped", convolution({ flip: true })],
  ["a filter as wide as the input", convolution({ kernel: [2, 7] })],
  ["a filter as wide as the padded input", convolution({ kernel: [2, 9], padding: [0, 1], stride: [2, 1] })],
  ["a filter as large as the input", convolution({ kernel: [6, 7], filters: 5 })],
  ["a stride far beyond the input", convolution({ stride: [1000000, 1000000] })],
  ["one row", convolution({ input: [1, 9], kernel: [1, 3], stride: [1, 2] })],
  ["more than one segment", convolution({ batch: 1, input: [40, 61], padding: [1, 1] })],
]

describe("convolution", () => {
  it.each(cases)("%s: equals its definition", (_, c) => {
    const shapes = shapesOf(c)
    const [x, w, bias] = [drawn(shapes.x, "x"), drawn(shapes.w, "w"), drawn([shapes.y[1]!], "b")]
    const got = finish(convolve(x, w, bias, c, shapes.y))
    expect(got.shape).toEqual(shapes.y)
    const want = byDefinition(x, w, bias, c)
    expect(got.data.length).toBe(want.length)
    expect(want.filter((value, i) => !(Math.abs(got.data[i]! - value) < 5e-12))).toEqual([])
  })
  it.each(cases)("%s: the gradients are its adjoints", (_, c) => {
    const shapes = shapesOf(c)
    const [x, w, g] = [drawn(shapes.x, "x"), drawn(shapes.w, "w"), drawn(shapes.y, "g")]
    const product = inner(finish(convolve(x, w, null, c, shapes.y)), g)
    const dx = finish(convolveTransposed(g, w, null, c, shapes.x))
    const dw = finish(convolveWeight(x, g, c, shapes.w))
    expect([dx.shape, dw.shape]).toEqual([shapes.x, shapes.w])
    expect(inner(dx, x)).toBeCloseTo(product, 9)
    expect(inner(dw, w)).toBeCloseTo(product, 9)
  })
  it("keeps float32 and accumulates in float64", () => {
    const c = convolution({ batch: 1, channels: 1, filters: 1, input: [1, 4], kernel: [1, 4] })
    const x = tensorOf([1, 1, 1, 4], [2 ** 24, 1, 1, -(2 ** 24)], "float32")
    const y = finish(convolve(x, tensorOf([1, 1, 1, 4], [1, 1, 1, 1], "float32"), null, c, [1, 1, 1, 1]))
    expect(y.data).toEqual(Float32Array.of(2))
  })
  it("adds the bias also where nothing was painted", () => {
    const c = convolution({ batch: 1, channels: 1, filters: 1, input: [1, 5], kernel: [1, 1], stride: [1, 2] })
    const y = tensorOf([1, 1, 1, 3], [1, 2, 3], "float64")
    const x = finish(
      convolveTransposed(y, tensorOf([1, 1, 1, 1], [10], "float64"), tensorOf([1], [0.5], "float64"), c, [1, 1, 1, 5]),
    )
    expect([...x.data]).toEqual([10.5, 0.5, 20.5, 0.5, 30.5])
  })
  it("does not let spill reach an output: an infinite cell spoils only what sees it", () => {
    const c = convolution({ batch: 1, channels: 1, filters: 1, input: [3, 4], kernel: [1, 2] })
    const x = drawn([1, 1, 3, 4], "x")
    x.data[4] = Number.POSITIVE_INFINITY
    const y = finish(convolve(x, tensorOf([1, 1, 1, 2], [1, 1], "float64"), null, c, [1, 1, 3, 3]))
    expect([...y.data].map(Number.isFinite)).toEqual([true, true, true, false, true, true, true, true, true])
  })
  it.each(cases)(
    "%s: a cell that is no number spoils the gradients of the weights that meet it, and no other",
    (_, c) => {
      const shapes = shapesOf(c)
      const ones = tensorOf(
        shapes.y,
        Array.from({ length: sizeOf(shapes.y) }, () => 1),
        "float64",
      )
      const x = drawn(shapes.x, "x")
      const step = Math.max(1, Math.floor(x.data.length / 200))
      for (let cell = 0; cell < x.data.length; cell += step) {
        const only = tensorOf(
          shapes.x,
          Array.from(x.data, (__, i) => (i === cell ? 1 : 0)),
          "float64",
        )
        const meets = Array.from(finish(convolveWeight(only, ones, c, shapes.w)).data, (sum) => sum !== 0)
        const spoiled = { shape: x.shape, data: x.data.slice() }
        spoiled.data[cell] = Number.NaN
        expect(Array.from(finish(convolveWeight(spoiled, ones, c, shapes.w)).data, Number.isNaN)).toEqual(meets)
      }
    },
  )
  it("gives way in long work and not in short", () => {
    const count = (c: Convolution) => {
      const shapes = shapesOf(c)
      let yields = 0
      for (const _ of convolve(drawn(shapes.x, "x", "float32"), drawn(shapes.w, "w", "float32"), null, c, shapes.y))
        yields++
      return yields
    }
    expect(count(convolution({ padding: [1, 1] }))).toBe(0)
    expect(
      count(convolution({ batch: 1, channels: 32, filters: 64, input: [64, 64], kernel: [3, 3] })),
    ).toBeGreaterThan(1)
  })
})

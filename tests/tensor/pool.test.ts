import { describe, expect, it } from "vitest"
import {
  adaptiveSpans,
  averagePool,
  averagePoolBack,
  divisors,
  maxPool,
  maxPoolBack,
  slidingSpans,
} from "../../src/tensor/conv/pool.ts"
import { tensorOf, zeros } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"

const two = { kernel: 2, stride: 2, padding: 0, dilation: 1 }
const picture = tensorOf([1, 1, 4, 4], [4, 1, 2, 3, 0, 3, 8, 5, 7, 6, 1, 0, 2, 9, 4, 4.5], "float64")
const upstream = tensorOf([1, 1, 2, 2], [1, 2, 3, 4], "float64")
const halves = slidingSpans(4, 2, two)

describe("spans", () => {
  it("skip the padding but count it", () => {
    const spans = slidingSpans(5, 3, { kernel: 3, stride: 2, padding: 1, dilation: 1 })
    expect([...spans.start]).toEqual([0, 1, 3])
    expect([...spans.end]).toEqual([2, 4, 5])
    expect([...spans.full]).toEqual([3, 3, 3])
  })
  it("count padding only as far as it reaches: a window of ceil_mode hangs over for nothing", () => {
    expect([...slidingSpans(5, 3, { ...two, padding: 0 }).full]).toEqual([2, 2, 1])
  })
  it("enter a dilated window at the first cell inside", () => {
    const spans = slidingSpans(6, 2, { kernel: 3, stride: 1, padding: 1, dilation: 2 })
    expect([...spans.start]).toEqual([1, 0])
    expect([...spans.end]).toEqual([4, 5])
  })
  it("adapt, and overlap where sizes do not divide", () => {
    const spans = adaptiveSpans(7, 3)
    expect([...spans.start]).toEqual([0, 2, 4])
    expect([...spans.end]).toEqual([3, 5, 7])
  })
})

describe("max pooling", () => {
  it("keeps the greatest of each 2×2 block and sends the gradient there", () => {
    const { output, indices } = finish(maxPool(picture, halves, halves, [1, 1, 2, 2]))
    expect([...output.data]).toEqual([4, 8, 9, 4.5])
    expect([...indices.data]).toEqual([0, 6, 13, 15])
    const dx = maxPoolBack(upstream, indices, halves, halves, picture.shape)
    expect([...dx.data]).toEqual([1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 4])
  })
  it("adds up where windows share a winner", () => {
    const spans = slidingSpans(3, 2, { kernel: 2, stride: 1, padding: 0, dilation: 1 })
    const row = slidingSpans(1, 1, { kernel: 1, stride: 1, padding: 0, dilation: 1 })
    const { indices } = finish(maxPool(tensorOf([1, 3], [1, 5, 2], "float32"), row, spans, [1, 2]))
    expect([...maxPoolBack(tensorOf([1, 2], [3, 4], "float32"), indices, row, spans, [1, 3]).data]).toEqual([0, 7, 0])
  })
  it("takes the first of equals, NaN before any number, −∞ over nothing", () => {
    const all = adaptiveSpans(4, 1)
    const one = adaptiveSpans(1, 1)
    const winner = (...values: number[]) => {
      const { output, indices } = finish(maxPool(tensorOf([1, 4], values, "float64"), one, all, [1, 1]))
      return [output.data[0], indices.data[0]]
    }
    expect(winner(1, 3, 3, 2)).toEqual([3, 1])
    expect(winner(1, Number.NaN, 3, 2)).toEqual([Number.NaN, 1])
    const low = Number.NEGATIVE_INFINITY
    expect(winner(low, low, low, low)).toEqual([low, 0])
  })
  it("answers −∞ and sends nothing back where a window sees padding only", () => {
    const between = slidingSpans(1, 1, { kernel: 2, stride: 1, padding: 1, dilation: 2 })
    const row = adaptiveSpans(1, 1)
    const { output, indices } = finish(maxPool(tensorOf([1, 1], [5], "float64"), row, between, [1, 1]))
    expect([output.data[0], indices.data[0]]).toEqual([Number.NEGATIVE_INFINITY, -1])
    expect([...maxPoolBack(tensorOf([1, 1], [1], "float64"), indices, row, between, [1, 1]).data]).toEqual([0])
  })
})

describe("average pooling", () => {
  it("shares each gradient among the cells of its block", () => {
    const by = divisors(halves, halves, true, null)
    expect([...finish(averagePool(picture, halves, halves, by, [1, 1, 2, 2])).data]).toEqual([2, 4.5, 6, 2.375])
    const dx = finish(averagePoolBack(upstream, halves, halves, by, picture.shape))
    expect([...dx.data]).toEqual([0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1, 0.75, 0.75, 1, 1])
  })
  it("divides by all cells, by those inside, or by a number", () => {
    const spans = slidingSpans(2, 1, { kernel: 3, stride: 1, padding: 1, dilation: 1 })
    expect([...divisors(spans, spans, true, null)]).toEqual([9])
    expect([...divisors(spans, spans, false, null)]).toEqual([4])
    expect([...divisors(spans, spans, false, 5)]).toEqual([5])
  })
  it("gives way between planes in long work", () => {
    const all = adaptiveSpans(512, 512)
    const whole = { ...all, start: new Int32Array(8), end: new Int32Array(8).fill(512), full: all.full }
    let yields = 0
    for (const _ of maxPool(zeros([3, 512, 512], "float32"), whole, whole, [3, 8, 8])) yields++
    expect(yields).toBe(1)
  })
})

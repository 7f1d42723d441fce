import { expect, test } from "vitest"
import {
  asGiven,
  attentionWeights,
  averageHeads,
  joinHeads,
  placesFirst,
  repeatHeads,
  splitHeads,
} from "../../src/tensor/net/attention.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"

const counted = (shape: readonly number[]) => {
  const size = shape.reduce((a, b) => a * b, 1)
  return tensorOf(
    shape,
    Array.from({ length: size }, (_, i) => i),
    "float64",
  )
}

test("weights are a softmax of scaled products", () => {
  const q = tensorOf([1, 2], [1, 0], "float64")
  const k = tensorOf([2, 2], [Math.log(3) * 2, 5, 0, 7], "float64")
  const weights = finish(attentionWeights(q, k, { scale: 0.5, mask: undefined, causal: false }))
  expect(weights.shape).toEqual([1, 2])
  expect(weights.data[0]).toBeCloseTo(0.75, 15)
})

test("a causal query sees itself and what was before; a mask is added", () => {
  const x = tensorOf([2, 3, 1], [0, 0, 0, 0, 0, 0], "float64")
  const causal = finish(attentionWeights(x, x, { scale: 1, mask: undefined, causal: true }))
  expect([...causal.data.subarray(9)].map((w) => Math.round(w * 6) / 6)).toEqual([
    1,
    0,
    0,
    0.5,
    0.5,
    0,
    2 / 6,
    2 / 6,
    2 / 6,
  ])
  const mask = tensorOf([3], [0, 0, -1e9], "float64")
  const masked = finish(attentionWeights(x, x, { scale: 1, mask, causal: false }))
  expect([...masked.data.subarray(0, 3)]).toEqual([0.5, 0.5, 0])
})

test("heads are neighbouring features of one sample, apart and back", () => {
  const x = counted([2, 2, 4])
  const heads = splitHeads(x, 2)
  expect(heads.shape).toEqual([4, 2, 2])
  // Sample 0, head 1: features 2 and 3 of both places.
  expect([...heads.data.subarray(4, 8)]).toEqual([2, 3, 10, 11])
  expect(joinHeads(heads, 2)).toEqual(x)
})

test("averaging over heads and sharing among them are transposes", () => {
  const a = counted([4, 2, 3])
  const g = counted([2, 2, 3])
  const left = averageHeads(a, 2).data.map((v, i) => v * g.data[i]!)
  const right = repeatHeads(g, a.shape, 2).data.map((v, i) => v * a.data[i]!)
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, v) => total + v, 0)
  expect(sum(left)).toBeCloseTo(sum(right), 12)
})

test("both layouts and no batch become places × batch × features, and go back", () => {
  for (const [shape, first] of [
    [[2, 3, 4], true],
    [[2, 3, 4], false],
    [[3, 4], true],
  ] as const) {
    const x = counted(shape)
    expect(asGiven(placesFirst(x, first), shape, first)).toEqual(x)
  }
  expect(placesFirst(counted([2, 3, 4]), true).shape).toEqual([3, 2, 4])
  expect(placesFirst(counted([3, 4]), true).shape).toEqual([3, 1, 4])
})

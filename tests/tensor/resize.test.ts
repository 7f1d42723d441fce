import { describe, expect, it } from "vitest"
import { linearTaps, nearestIndex, resize, resizeBack, stepOf } from "../../src/tensor/conv/resize.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

describe("nearest", () => {
  it("repeats", () => {
    expect([...nearestIndex(3, 6, stepOf(3, 6, null), "float64")]).toEqual([0, 0, 1, 1, 2, 2])
  })
  it("takes a given factor, not the ratio of sizes, as PyTorch does", () => {
    expect([...nearestIndex(4, 4, stepOf(4, 4, 1.1), "float64")]).toEqual([0, 0, 1, 2])
    expect([...nearestIndex(4, 4, stepOf(4, 4, null), "float64")]).toEqual([0, 1, 2, 3])
  })
  it("rounds as PyTorch does where a product is nearly whole", () => {
    // 49 · 2/98 is 1 less a little in float64 and exactly 1 once rounded to float32; in float32 alone 41 · 2/82 stays below 1.
    expect(nearestIndex(2, 98, stepOf(2, 98, null), "float64")[49]).toBe(1)
    expect(nearestIndex(2, 82, stepOf(2, 82, null), "float64")[41]).toBe(1)
    expect(nearestIndex(2, 82, stepOf(2, 82, null), "float32")[41]).toBe(0)
  })
})

describe("linear", () => {
  it("interpolates between cell centres and stops at the edges", () => {
    const y = resize(tensorOf([2], [0, 4], "float64"), 0, linearTaps(2, 4, 0.5, false))
    expect([...y.data]).toEqual([0, 1, 3, 4])
  })
  it("puts corners on corners", () => {
    const y = resize(tensorOf([3], [0, 4, 2], "float64"), 0, linearTaps(3, 5, 0.6, true))
    expect([...y.data]).toEqual([0, 2, 4, 3, 2])
  })
  it("of one cell is that cell everywhere, and takes the first where one is left", () => {
    expect([...resize(tensorOf([1], [3], "float64"), 0, linearTaps(1, 3, 1 / 3, false)).data]).toEqual([3, 3, 3])
    expect([...resize(tensorOf([3], [5, 6, 7], "float64"), 0, linearTaps(3, 1, 3, true)).data]).toEqual([5])
  })
  it("shares gradients by the same weights, along any axis", () => {
    const g = tensorOf([4, 1], [1, 2, 3, 4], "float64")
    expect(resizeBack(g, 0, linearTaps(2, 4, 0.5, false), 2)).toEqual(
      tensorOf([2, 1], [1 + 0.75 * 2 + 0.25 * 3, 0.25 * 2 + 0.75 * 3 + 4], "float64"),
    )
  })
})

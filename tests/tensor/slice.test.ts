import { describe, expect, it } from "vitest"
import { concat, split, stepIndex, take, takeBack } from "../../src/tensor/slice.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

const x = tensorOf([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "float32")

describe("take", () => {
  it("takes cells in any order, more than once, or a constant", () => {
    const y = take(x, 1, Int32Array.of(2, -1, 0, 2), 0.5)
    expect(y).toEqual(tensorOf([2, 4, 2], [5, 6, 0.5, 0.5, 1, 2, 5, 6, 11, 12, 0.5, 0.5, 7, 8, 11, 12], "float32"))
  })
  it("takes along the last axis", () => {
    expect(take(x, 2, Int32Array.of(1)).data).toEqual(Float32Array.of(2, 4, 6, 8, 10, 12))
  })
  it("sends gradients back to where cells came from, summed", () => {
    const g = tensorOf([4], [1, 10, 100, 1000], "float64")
    expect(takeBack(g, 0, Int32Array.of(2, -1, 0, 2), 3)).toEqual(tensorOf([3], [100, 0, 1001], "float64"))
  })
  it("sums in float64 before it rounds to float32", () => {
    const g = tensorOf([3], [2 ** 24, 1, 1], "float32")
    expect(takeBack(g, 0, Int32Array.of(0, 0, 0), 1).data).toEqual(Float32Array.of(2 ** 24 + 2))
  })
  it("steps", () => {
    expect([...stepIndex(1, 6, 2)]).toEqual([1, 3, 5])
    expect([...stepIndex(3, 3, 1)]).toEqual([])
  })
})

describe("concat and split", () => {
  it.each([0, 1, 2])("undo each other along axis %i", (axis) => {
    const parts = split(x, axis, axis === 1 ? [2, 1] : [1, 1])
    expect(parts.map((part) => part.shape[axis])).toEqual(axis === 1 ? [2, 1] : [1, 1])
    expect(concat(parts, axis)).toEqual(x)
  })
  it("joins along an inner axis", () => {
    const y = concat([tensorOf([2, 1], [1, 2], "float64"), tensorOf([2, 2], [3, 4, 5, 6], "float64")], 1)
    expect(y).toEqual(tensorOf([2, 3], [1, 3, 4, 2, 5, 6], "float64"))
  })
})

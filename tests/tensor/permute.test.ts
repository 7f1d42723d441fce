import { describe, expect, it } from "vitest"
import { inverse, permute, transposeLast } from "../../src/tensor/permute.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

const x = tensorOf(
  [2, 3, 4],
  Array.from({ length: 24 }, (_, i) => i),
  "float32",
)

describe("permute", () => {
  it("moves axes", () => {
    const y = permute(x, [2, 0, 1])
    expect(y.shape).toEqual([4, 2, 3])
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++)
        for (let k = 0; k < 4; k++) expect(y.data[(k * 2 + i) * 3 + j]).toBe(x.data[(i * 3 + j) * 4 + k])
  })
  it("is undone by its inverse", () => {
    for (const dims of [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      expect(permute(permute(x, dims), inverse(dims))).toEqual(x)
    }
  })
  it("transposes each matrix of a stack", () => {
    const y = transposeLast(x)
    expect(y.shape).toEqual([2, 4, 3])
    expect(Array.from(y.data.slice(12, 18))).toEqual([12, 16, 20, 13, 17, 21])
  })
  it("leaves a scalar alone", () => {
    expect(permute(tensorOf([], [7], "float64"), [])).toEqual(tensorOf([], [7], "float64"))
  })
})

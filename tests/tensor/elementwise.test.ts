import { describe, expect, it } from "vitest"
import { map, power, zip } from "../../src/tensor/elementwise.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

describe("elementwise", () => {
  it("maps and zips in the precision of the first", () => {
    const x = tensorOf([3], [1, 2, 3], "float32")
    expect(map(x, (v) => v / 3).data).toEqual(Float32Array.of(1 / 3, 2 / 3, 1))
    expect(zip(x, tensorOf([3], [1, 1, 1], "float64"), (a, b) => a + b).data).toEqual(Float32Array.of(2, 3, 4))
  })
  it("refuses to zip different sizes", () => {
    expect(() => zip(tensorOf([2], [1, 2], "float32"), tensorOf([3], [1, 2, 3], "float32"), Math.max)).toThrow(
      "zip of 2 with 3 elements",
    )
  })
  it.each([
    [0, 0, 1],
    [Number.NaN, 0, 1],
    [1, Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY, 1],
    [-1, Number.NEGATIVE_INFINITY, 1],
    [0, -1, Number.POSITIVE_INFINITY],
    [-2, 3, -8],
    [-2, 0.5, Number.NaN],
  ])("power(%d, %d) is %d, as in C", (x, y, want) => {
    expect(power(x, y)).toBe(want)
  })
})

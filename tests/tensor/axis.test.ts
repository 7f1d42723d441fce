import { expect, test } from "vitest"
import { around, mapAlong, sumAround } from "../../src/tensor/axis.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

test("a tensor is seen around one axis", () => {
  expect(around([2, 3, 4], 1)).toEqual({ outer: 2, size: 3, inner: 4 })
  expect(around([2, 3, 4], -1)).toEqual({ outer: 6, size: 4, inner: 1 })
  expect(around([2, 3, 4], 0)).toEqual({ outer: 1, size: 2, inner: 12 })
  expect(around([], -1)).toEqual({ outer: 1, size: 1, inner: 1 })
  expect(() => around([2], 1)).toThrow("no axis 1")
})

test("one value for each index of the middle axis meets all cells that have it", () => {
  const x = tensorOf([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8], "float64")
  const v = tensorOf([2], [10, 100], "float64")
  expect([...mapAlong(x, v, around(x.shape, 1), (a, b) => a * b).data]).toEqual([10, 20, 300, 400, 50, 60, 700, 800])
})

test("sums over outer and inner leave the middle axis, and are made in float64", () => {
  const x = tensorOf([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8], "float64")
  const sums = sumAround(x, x, around(x.shape, 1), (a, b) => a * b)
  expect(sums.shape).toEqual([2])
  expect([...sums.data]).toEqual([1 + 4 + 25 + 36, 9 + 16 + 49 + 64])
  // In float32 arithmetic 2²⁴ + 1 + 1 would stay 2²⁴.
  const large = tensorOf([1, 1, 3], [2 ** 24, 1, 1], "float32")
  expect(sumAround(large, large, around([1, 1, 3], 1), (a) => a).data[0]).toBe(2 ** 24 + 2)
})

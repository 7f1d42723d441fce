import { expect, test } from "vitest"
import {
  classWeightGradients,
  countClasses,
  logGradients,
  placeLosses,
  shareGradients,
  sharesOfIndices,
} from "../../src/tensor/net/crossEntropy.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

// One sample, three classes, two places: element (class, place).
const view = { outer: 1, size: 3, inner: 2 }
const logs = tensorOf([1, 3, 2], [-1, -2, -3, -4, -5, Number.NEGATIVE_INFINITY], "float64")
const indices = tensorOf([1, 2], [2, 1], "float64")
const g = tensorOf([2], [10, 100], "float64")

test("indices become shares; smoothing gives every class a part, an ignored place none", () => {
  expect([...sharesOfIndices(logs, indices, view, 0, -100).data]).toEqual([0, 0, 0, 1, 1, 0])
  const smooth = sharesOfIndices(logs, indices, view, 0.3, 1)
  for (const [i, want] of [0.1, 0, 0.1, 0, 0.8, 0].entries()) expect(smooth.data[i]).toBeCloseTo(want, 15)
})

test("losses, and where their gradients go", () => {
  const shares = sharesOfIndices(logs, indices, view, 0, -100)
  const weight = tensorOf([3], [1, 2, 3], "float64")
  // −∞ belongs to a class without share: it must not turn the loss into NaN.
  expect([...placeLosses(logs, shares, undefined, view).data]).toEqual([5, 4])
  expect([...placeLosses(logs, shares, weight, view).data]).toEqual([15, 8])
  expect([...logGradients(shares, weight, g, view).data]).toEqual([0, 0, 0, -200, -30, 0])
  expect([...classWeightGradients(logs, shares, g, view)]).toEqual([0, 400, 50])
  const finite = tensorOf([1, 3, 2], [-1, -2, -3, -4, -5, -6], "float64")
  expect([...shareGradients(finite, weight, g, view).data]).toEqual([10, 200, 60, 800, 150, 1800])
})

test("a gradient that is not finite does not reach classes without share", () => {
  const none = sharesOfIndices(logs, tensorOf([1, 2], [-100, -100], "float64"), view, 0, -100)
  const nan = tensorOf([2], [Number.NaN, Number.NaN], "float64")
  expect([...logGradients(none, undefined, nan, view).data]).toEqual([0, 0, 0, 0, 0, 0])
})

test("classes are counted without the ignored one", () => {
  expect([...countClasses(tensorOf([4], [0, 2, 2, 1], "float64"), 3, 1)]).toEqual([1, 0, 2])
})

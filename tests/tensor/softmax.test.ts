import { describe, expect, test } from "vitest"
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from "../../src/tensor/net/softmax.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

const INFINITY = Number.POSITIVE_INFINITY
const row = (...values: number[]) => tensorOf([values.length], values, "float64")

describe("softmax", () => {
  test("turns scores into shares", () => {
    const y = softmax(row(Math.log(1), Math.log(2), Math.log(5)), 0)
    for (const [i, want] of [0.125, 0.25, 0.625].entries()) expect(y.data[i]).toBeCloseTo(want, 15)
  })
  test("works along any axis", () => {
    const x = tensorOf([2, 2], [0, 1000, Math.log(3), 1000], "float64")
    const down = softmax(x, 0)
    for (const [i, want] of [0.25, 0.5, 0.75, 0.5].entries()) expect(down.data[i]).toBeCloseTo(want, 15)
    expect(softmax(x, -1).data[1]).toBe(1)
  })
  test("does not overflow, and gives nothing to −∞", () => {
    expect([...softmax(row(1000, 1000, -INFINITY), 0).data]).toEqual([0.5, 0.5, 0])
  })
  test("of a row of −∞ alone is NaN, as in PyTorch", () => {
    expect([...softmax(row(-INFINITY, -INFINITY), 0).data]).toEqual([Number.NaN, Number.NaN])
  })
  test("of a scalar is 1", () => {
    expect([...softmax(tensorOf([], [7], "float64"), -1).data]).toEqual([1])
  })
  test("passes nothing back to a constant gradient", () => {
    const y = row(0.125, 0.25, 0.625)
    for (const g of softmaxBackward(y, row(3, 3, 3), 0).data) expect(g).toBeCloseTo(0, 15)
    const g = softmaxBackward(y, row(1, 0, 0), 0)
    for (const [i, want] of [0.125 * 0.875, -0.25 * 0.125, -0.625 * 0.125].entries()) {
      expect(g.data[i]).toBeCloseTo(want, 15)
    }
  })
})

describe("log softmax", () => {
  test("keeps small logarithms beside large scores", () => {
    // log(1 + e^(−40)) is 4.2e−18: it would be lost in 1000 + 4.2e−18.
    const y = logSoftmax(row(1000, 960), 0)
    expect(Math.abs(y.data[0]!)).toBeLessThan(1e-15)
    expect(y.data[1]).toBe(-40)
  })
  test("is finite where softmax is zero", () => {
    expect([...logSoftmax(row(0, -2000), 0).data]).toEqual([0, -2000])
  })
  test("sends back g − softmax · Σ g", () => {
    const y = logSoftmax(row(Math.log(1), Math.log(3)), 0)
    const dx = logSoftmaxBackward(y, row(1, 1), 0)
    expect(dx.data[0]).toBeCloseTo(1 - 0.25 * 2, 15)
    expect(dx.data[1]).toBeCloseTo(1 - 0.75 * 2, 15)
  })
})

import { describe, expect, test } from "vitest"
import { around } from "../../src/tensor/axis.ts"
import {
  biasGradient,
  divideByDeviation,
  kept,
  meanSquare,
  moments,
  repeated,
  runningAverage,
  scaleShift,
  sharedMoments,
  standardize,
  standardizeBackward,
  weightGradient,
} from "../../src/tensor/net/normalize.ts"
import { type Tensor, tensorOf } from "../../src/tensor/tensor.ts"

const vector = (...values: number[]) => tensorOf([values.length], values, "float64")
const whole = (x: Tensor) => ({ outer: 1, size: 1, inner: x.data.length })

describe("moments", () => {
  test("are the mean and the variance with correction 0, one a channel", () => {
    const x = tensorOf([2, 2, 2], [1, 2, 10, 10, 3, 6, 20, 40], "float64")
    const { mean, variance } = moments(x, around(x.shape, 1))
    expect([...mean.data]).toEqual([3, 20])
    expect([...variance.data]).toEqual([3.5, 150])
  })
  test("do not cancel for numbers far from zero, in float32 as well", () => {
    // Σx² − n·mean² in one pass would give 0 here.
    const far = tensorOf([4], [1e6 + 1, 1e6 + 2, 1e6 + 3, 1e6 + 6], "float32")
    const { mean, variance } = moments(far, whole(far))
    expect(mean.data[0]).toBe(1e6 + 3)
    expect(variance.data[0]).toBe(3.5)
    expect(mean.data).toBeInstanceOf(Float64Array)
    expect(kept({ mean, variance }, [], "float32").mean.data).toBeInstanceOf(Float32Array)
  })
  test("mean square is about zero, not about the mean", () => {
    const x = vector(1, 2, 3)
    expect(meanSquare(x, whole(x)).data[0]).toBeCloseTo(14 / 3, 15)
  })
})

describe("standardising", () => {
  test("gives mean 0 and variance 1", () => {
    const x = vector(1, 2, 3, 6)
    const z = standardize(x, whole(x), moments(x, whole(x)), 0)
    const again = moments(z, whole(z))
    expect(again.mean.data[0]).toBeCloseTo(0, 15)
    expect(again.variance.data[0]).toBeCloseTo(1, 15)
  })
  test("sends back nothing of a gradient that is constant or proportional to z", () => {
    const x = vector(1, 2, 3, 6)
    const m = moments(x, whole(x))
    const z = standardize(x, whole(x), m, 0)
    for (const g of [vector(2, 2, 2, 2), z]) {
      for (const d of standardizeBackward(z, g, whole(x), m.variance, 0).data) expect(d).toBeCloseTo(0, 14)
    }
  })
  test("with constant statistics only divides", () => {
    const g = vector(1, 2)
    const dx = divideByDeviation(g, around([1, 2], 1), vector(3, 8), 1)
    expect([...dx.data]).toEqual([1 / 2, 2 / 3])
  })
})

test("scale and shift work along the middle axis, and their gradients come back in the param's shape", () => {
  const view = around([2, 2], 1)
  const z = tensorOf([2, 2], [1, 2, 3, 4], "float64")
  expect([...scaleShift(z, view, vector(10, 100), vector(1, 2)).data]).toEqual([11, 202, 31, 402])
  expect(scaleShift(z, view, null, null)).toBe(z)
  const g = tensorOf([2, 2], [1, 0, 1, 1], "float64")
  expect(weightGradient(g, z, view, [2, 1])).toEqual({ shape: [2, 1], data: Float64Array.of(4, 4) })
  expect(biasGradient(g, view, [2])).toEqual({ shape: [2], data: Float64Array.of(2, 1) })
})

test("the batch [1, 2, 3, 6] moves a running variance from 1 to 1.3667, as in PyTorch", () => {
  const x = vector(1, 2, 3, 6)
  const { mean, variance } = moments(x, whole(x))
  expect(runningAverage(vector(1), variance, 0.1, 4 / 3).data[0]).toBeCloseTo(1.3666666666666667, 15)
  expect(runningAverage(vector(0), mean, 0.1).data[0]).toBeCloseTo(0.3, 15)
})

test("statistics of channels serve all instances, and instances' are averaged for channels", () => {
  expect([...repeated(vector(1, 2), 4).data]).toEqual([1, 2, 1, 2])
  const shared = sharedMoments({ mean: vector(1, 2, 3, 4), variance: vector(0, 1, 4, 9) }, 2)
  expect([...shared.mean.data]).toEqual([2, 3])
  expect([...shared.variance.data]).toEqual([2, 5])
})

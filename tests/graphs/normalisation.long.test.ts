// Homework rows B2 to B6 and D3: batch norm's backward pass, what it does to distributions, and dropout.

import { describe, expect, it, test } from "vitest"
import { column, expectClose, mean, openGraph, runDocument } from "./gallery.ts"
import { readGraph, sweepOf } from "./trained.ts"

test("B2: the closed form, drawn as a graph, is the gradient of X; dγ and dβ are sums over the batch", () => {
  const { value, gradient } = openGraph("b2-batch-norm-closed-form")
  expectClose(value("dX:output"), gradient("X:value"))
  expect(Math.max(...gradient("X:value").map(Math.abs))).toBeGreaterThan(0.01)
  const dY = value("dY:value")
  const Z = value("bn:output").map((y, i) => (y - [0.25, 1, -1][i % 3]!) / [1.5, -0.5, 2][i % 3]!)
  const products = dY.map((g, i) => g * Z[i]!)
  expectClose(
    gradient("gamma:value"),
    [0, 1, 2].map((j) => 4 * mean(column(products, 3, j))),
  )
  expectClose(
    gradient("beta:value"),
    [0, 1, 2].map((j) => 4 * mean(column(dY, 3, j))),
  )
})

describe("B3: μ drawn into σ²", () => {
  const { wire, gradient, value } = openGraph("b3-batch-norm-pieces")

  it("sends exactly nothing back along μ → X − μ", () => {
    for (const x of wire("mu:output>centred:b")) expect(Object.is(Math.abs(x), 0)).toBe(true)
  })

  it("sends (2/n)(X − μ)·∂L/∂σ² back through σ²", () => {
    const [X, mu, dVariance] = [value("X:value"), value("mu:output"), gradient("sigma2:output")]
    expectClose(
      wire("X:value>centred:a"),
      X.map((x, i) => (2 / 4) * (x - mu[i % 3]!) * dVariance[i % 3]!),
    )
  })

  it("sums three pieces at X", () => {
    const pieces = ["X:value>mu:input", "X:value>centred:a", "X:value>Z:x"].map(wire)
    expectClose(
      gradient("X:value"),
      pieces[0]!.map((_, i) => pieces.reduce((sum, piece) => sum + piece[i]!, 0)),
    )
  })
})

describe("B4: only de-meaning", () => {
  const opened = openGraph("b4-de-meaning")

  it("gives γ(∂L/∂y − mean ∂L/∂y)", () => {
    const { gradient } = opened
    const dY = gradient("Y:output")
    const wanted = dY.map((g, i) => [1.5, -0.5, 2][i % 3]! * (g - mean(column(dY, 3, i % 3))))
    expectClose(gradient("X:value"), wanted)
  })

  it("gives exactly 0 for one sample, and for L = Σy", () => {
    const { upstream: _, ...summed } = opened.document
    expect(new Set(runDocument(summed).gradient("X:value").map(Math.abs))).toEqual(new Set([0]))
    const nodes = opened.document.nodes.map((node) =>
      node.id === "X" ? { ...node, attrs: { shape: [1, 3] }, values: { value: [[1, 2, 3]] } } : node,
    )
    const one = runDocument({ ...opened.document, nodes, upstream: { "Y:output": [[0.5, -1, 2]] } })
    expect(new Set(one.gradient("X:value").map(Math.abs))).toEqual(new Set([0]))
  })
})

test("B5: N(1.5, 0.16) comes out with mean 3 and deviation 1; a correlation is kept", () => {
  const { value } = openGraph("b5-distributions")
  const x = value("x:value")
  expect(mean(x)).toBeCloseTo(1.5, 1)
  expect(deviation(x)).toBeCloseTo(0.4, 1)
  const y = value("bn1:output")
  expect(mean(y)).toBeCloseTo(3, 10)
  expect(deviation(y)).toBeCloseTo(1, 4)
  const [before, after] = [value("pairs:output"), value("bn2:output")]
  for (const j of [0, 1]) {
    expect(mean(column(after, 2, j))).toBeCloseTo(0, 10)
    expect(deviation(column(after, 2, j))).toBeCloseTo(1, 4)
  }
  expect(correlation(before)).toBeGreaterThan(0.7)
  expect(correlation(after)).toBeCloseTo(correlation(before), 10)
})

test("B6: each normalisation makes its own set of cells have mean 0", () => {
  const { value } = openGraph("b6-which-cells-share-a-mean")
  const zero = (name: string, sets: number) => {
    expect(value(name)).toHaveLength(sets)
    for (const x of value(name)) expect(Math.abs(x)).toBeLessThan(1e-12)
  }
  zero("batchMean:output", 4)
  zero("layerMean:output", 3)
  zero("instanceMean:output", 12)
  zero("groupMean:output", 6)
  // The sets differ: what has mean 0 over N, H, W has not over C, H, W.
  const perSample = Array.from({ length: 3 }, (_, n) => mean(value("batch:output").slice(n * 16, n * 16 + 16)))
  expect(Math.max(...perSample.map(Math.abs))).toBeGreaterThan(0.01)
})

describe("D3: dropout", () => {
  it("scales what it keeps by 1/(1 − p) in training; the course's convention does not", () => {
    const { value, gradient } = openGraph("d3-dropout")
    const [x, mask] = [value("x:value"), value("drop:mask")]
    expect(new Set(mask)).toEqual(new Set([0, 1]))
    expectClose(
      value("drop:output"),
      x.map((number, i) => 2 * number * mask[i]!),
    )
    const course = value("course:mask")
    expectClose(
      value("course:output"),
      x.map((number, i) => number * course[i]!),
    )
    const dY = gradient("drop:output")
    expectClose(
      gradient("x:value"),
      dY.map((g, i) => 2 * g * mask[i]!),
    )
  })

  it("does nothing in evaluation", () => {
    const { value } = openGraph("d3-dropout", "eval")
    expect(value("drop:output")).toEqual(value("x:value"))
  })

  it("draws its mask from the seed", () => {
    const opened = openGraph("d3-dropout")
    const again = openGraph("d3-dropout")
    expect(again.value("drop:mask")).toEqual(opened.value("drop:mask"))
    expect(runDocument({ ...opened.document, seed: 7 }).value("drop:mask")).not.toEqual(opened.value("drop:mask"))
  })
})

function deviation(values: readonly number[]): number {
  const centre = mean(values)
  return Math.sqrt(mean(values.map((x) => (x - centre) ** 2)))
}

function correlation(pairs: readonly number[]): number {
  const [a, b] = [column(pairs, 2, 0), column(pairs, 2, 1)]
  const [ma, mb] = [mean(a), mean(b)]
  return mean(a.map((x, i) => (x - ma) * (b[i]! - mb))) / (deviation(a) * deviation(b))
}

test("B4 over n: exactly 0 for one sample, and as n grows the mean of the upstream gradient goes as 1/√n", () => {
  const document = readGraph("b4-de-meaning-over-n")
  const { values, means, slopes } = sweepOf(document)
  const gamma = 2
  expect([values[0], values.at(-1)]).toEqual([1, 1024])
  expect(means[1]![0]).toBe(0)
  expect(Math.abs(slopes[0]! + 0.5)).toBeLessThan(0.1)
  // E|mean of n| = √(2/πn); 20 seeds: 17 % standard error at each n.
  values.forEach((n, at) => {
    expect(Math.abs(means[0]![at]! / (gamma * Math.sqrt(2 / (Math.PI * n))) - 1)).toBeLessThan(0.6)
  })
  expect(Math.abs(means[1]!.at(-1)! / gamma - 1)).toBeLessThan(0.02)
})

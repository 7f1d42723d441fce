// The gallery: every document reads, analyses without a problem and runs; and each one's own numbers.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import type { RunResult } from "../src/engine/pass/result.ts"
import { run } from "../src/engine/pass/run.ts"
import { analyze } from "../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../src/graph/document.ts"
import { costs, totalCost } from "../src/graph/measure/costs.ts"
import { readDocument } from "../src/graph/text/read.ts"
import { ops } from "../src/ops/registry.ts"

const folder = new URL("../graphs/", import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith(".json"))

function documentOf(file: string): GradwireDocument {
  const read = readDocument(readFileSync(new URL(file, folder), "utf8"))
  expect(read.problems).toEqual([])
  return read.document!
}

function runOf(document: GradwireDocument): RunResult {
  return run(analyze(document, ops, "train"), { mode: "train", dtype: "float64" })
}

const data = (tensors: ReadonlyMap<string, { readonly data: ArrayLike<number> }>, name: string): number[] =>
  Array.from(tensors.get(name)!.data)

/** Largest difference over the largest magnitude of the second. */
function apart(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length)
  return Math.max(...a.map((x, i) => Math.abs(x - b[i]!))) / Math.max(...b.map(Math.abs))
}

/** In MACs: a heavier graph is analysed here, not run. */
const HEAVY = 2e8

test.for(files)("%s reads, analyses and runs", (file) => {
  const document = documentOf(file)
  expect(document.title).toBeTruthy()
  expect(document.description).toBeTruthy()
  const analysis = analyze(document, ops, "train")
  expect(analysis.problems.filter(({ severity }) => severity === "error")).toEqual([])
  expect(analysis.target).not.toBeNull()
  if (totalCost(costs(analysis).values()).macs > HEAVY) return
  const result = runOf(document)
  expect(result.problems).toEqual([])
  expect(result.target).not.toBeNull()
  for (const tensor of result.gradients.values()) expect(tensor.data.every(Number.isFinite)).toBe(true)
})

describe("batch-norm", () => {
  const document = documentOf("batch-norm.json")
  const result = runOf(document)
  const [n, c, eps] = [4, 3, 1e-5]
  const x = data(result.values, "X:value")
  const dy = data(result.gradients, "Y:output")
  const gamma = data(result.values, "gamma:value")
  const column = (values: readonly number[], j: number): number[] => values.filter((_, i) => i % c === j)
  const sum = sumOf

  test("has the course's seven nodes and exactly its eight edges", () => {
    const { wires } = analyze(document, ops, "train")
    expect(document.nodes.map(({ id }) => id)).toEqual(["X", "gamma", "beta", "mu", "sigma2", "Z", "Y"])
    expect(wires.map(({ from, to }) => `${from.node}→${to.node}`).sort()).toEqual(
      ["X→mu", "X→sigma2", "X→Z", "mu→Z", "sigma2→Z", "Z→Y", "gamma→Y", "beta→Y"].sort(),
    )
  })

  test("normalises: every column of Z has mean 0 and variance 1 up to ε", () => {
    const z = data(result.values, "Z:output")
    expect(data(result.values, "mu:output")).toEqual([3.25, 3.75, 4.75])
    expect(data(result.values, "sigma2:output")).toEqual([6.1875, 9.1875, 9.1875])
    for (let j = 0; j < c; j++) {
      expect(Math.abs(sum(column(z, j)))).toBeLessThan(1e-12)
      expect(sum(column(z, j).map((v) => v * v)) / n).toBeCloseTo(1, 4)
    }
  })

  test("B2: dX is the closed form, and dγ, dβ are its sums", () => {
    const z = data(result.values, "Z:output")
    const closed = x.map((value, i) => {
      const j = i % c
      const [xs, dys] = [column(x, j), column(dy, j)]
      const mu = sum(xs) / n
      const variance = sum(xs.map((v) => (v - mu) ** 2)) / n
      const along = sum(dys.map((g, k) => g * (xs[k]! - mu)))
      const inner = dy[i]! - sum(dys) / n - ((value - mu) / (n * (variance + eps))) * along
      return (gamma[j]! / Math.sqrt(variance + eps)) * inner
    })
    const dx = data(result.gradients, "X:value")
    expect(apart(dx, closed)).toBeLessThan(1e-12)
    expect(Math.max(...dx.map(Math.abs))).toBeGreaterThan(0.1)
    const dgamma = [0, 1, 2].map((j) => sum(column(dy, j).map((g, k) => g * column(z, j)[k]!)))
    expect(apart(data(result.gradients, "gamma.value"), dgamma)).toBeLessThan(1e-12)
    expect(
      apart(
        data(result.gradients, "beta:value"),
        [0, 1, 2].map((j) => sum(column(dy, j))),
      ),
    ).toBeLessThan(1e-12)
  })

  test("B3: three pieces arrive at X and their sum is dX; the one from σ² is (2/n)(X − μ)·dσ²", () => {
    const pieces = ["X:value>Z:x", "X:value>mu:input", "X:value>sigma2:input"].map((wire) => data(result.wires, wire))
    const total = x.map((_, i) => sum(pieces.map((piece) => piece[i]!)))
    expect(apart(data(result.gradients, "X:value"), total)).toBeLessThan(1e-15)
    for (const piece of pieces) expect(Math.max(...piece.map(Math.abs))).toBeGreaterThan(0.05)
    const mu = data(result.values, "mu:output")
    const dsigma2 = data(result.gradients, "sigma2:output")
    const expected = x.map((value, i) => (2 / n) * (value - mu[i % c]!) * dsigma2[i % c]!)
    expect(apart(pieces[2]!, expected)).toBeLessThan(1e-12)
  })

  test("B7: equals a BatchNorm1d node on the same numbers", () => {
    const values = { weight: gamma, bias: data(result.values, "beta:value") }
    const one = runOf({
      gradwire: 1,
      upstream: document.upstream!,
      target: "Y",
      nodes: [document.nodes[0]!, { id: "Y", op: "BatchNorm1d", attrs: { eps }, inputs: { input: "X" }, values }],
    })
    expect(one.problems).toEqual([])
    const pairs = [
      [data(one.values, "Y:output"), data(result.values, "Y:output")],
      [data(one.gradients, "X:value"), data(result.gradients, "X:value")],
      [data(one.gradients, "Y.weight"), data(result.gradients, "gamma:value")],
      [data(one.gradients, "Y.bias"), data(result.gradients, "beta:value")],
    ] as const
    for (const [a, b] of pairs) expect(apart(a, b)).toBeLessThan(1e-12)
  })

  test("B4: with the mean alone, dx_i = γ(dy_i − mean dy), and one sample gets exactly 0", () => {
    const demeaned = (count: number): RunResult =>
      runOf({
        gradwire: 1,
        target: "y",
        upstream: { "y:output": dy.slice(0, count) },
        nodes: [
          { id: "x", op: "Input", attrs: { shape: [count] }, values: { value: x.slice(0, count) } },
          { id: "g", op: "Parameter", attrs: { shape: [] }, values: { value: 1.5 } },
          { id: "b", op: "Parameter", attrs: { shape: [] }, values: { value: 0.5 } },
          { id: "mu", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "x" } },
          { id: "centred", op: "Sub", inputs: { a: "x", b: "mu" } },
          { id: "y", op: "ScaleShift", inputs: { x: "centred", gamma: "g", beta: "b" } },
        ],
      })
    const five = dy.slice(0, 5)
    const expected = five.map((g) => 1.5 * (g - sum(five) / 5))
    expect(apart(data(demeaned(5).gradients, "x:value"), expected)).toBeLessThan(1e-12)
    expect(data(demeaned(1).gradients, "x:value").map(Math.abs)).toEqual([0])
  })
})

describe("conv3-pool2-fc3", () => {
  const document = documentOf("conv3-pool2-fc3.json")
  const result = runOf(document)

  test("has the course's parameters, 2,483 in all, each tensor in PyTorch's shape", () => {
    const shapes = [...result.params].map(([name, { shape }]) => `${name} ${shape.join("×")}`)
    expect(shapes).toEqual([
      "conv1.weight 10×1×3×3",
      "conv1.bias 10",
      "conv2.weight 10×10×3×3",
      "conv2.bias 10",
      "fc1.weight 3×490",
      "fc1.bias 3",
    ])
    expect([...result.params.values()].reduce((total, tensor) => total + tensor.data.length, 0)).toBe(2483)
  })

  test("its activations shrink as in the table, and its gradient reaches the picture", () => {
    const shapes = [...result.values.values()].map(({ shape }) => shape.slice(1).join("×"))
    expect(shapes).toEqual(["1×28×28", "10×28×28", "10×14×14", "10×14×14", "10×7×7", "490", "3"])
    const gradient = data(result.gradients, "input:value")
    expect(gradient.filter((g) => g !== 0).length).toBeGreaterThan(100)
  })

  test("max pooling sends its gradient to one cell of each window", () => {
    const [pool, conv] = [data(result.gradients, "pool1:output"), data(result.wires, "conv1:output>pool1:input")]
    expect(conv.filter((g) => g !== 0)).toHaveLength(pool.filter((g) => g !== 0).length)
    expect(sumOf(conv)).toBeCloseTo(sumOf(pool), 10)
  })
})

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

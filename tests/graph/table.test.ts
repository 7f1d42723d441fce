import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { buildFromShorthand } from "../../src/formats/shorthand/shorthand.ts"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { summaryRows, summaryTotals } from "../../src/graph/measure/table.ts"
import { ops } from "../../src/ops/registry.ts"

// A file of our own, held to be a document by tests/graphs.test.ts.
const course = JSON.parse(readFileSync("graphs/conv3-pool2-fc3.json", "utf8")) as GradwireDocument

function analysisOf(nodes: readonly NodeDocument[]): Analysis {
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  expect(analysis.problems).toEqual([])
  return analysis
}
const node = (id: string, op: string, from: string | null, attrs: NodeDocument["attrs"] & object = {}): NodeDocument =>
  from === null ? { id, op, attrs } : { id, op, attrs, inputs: { input: from } }

describe("the course's table", () => {
  const expected = [
    ["input", "0", 0, "28×28×1", "1,1"],
    ["conv1", "3×3×1×10 + 10", 100, "28×28×10", "3,1"],
    ["pool1", "0", 0, "14×14×10", "4,2"],
    ["conv2", "3×3×10×10 + 10", 910, "14×14×10", "8,2"],
    ["pool2", "0", 0, "7×7×10", "10,4"],
    ["flatten1", "0", 0, "490", "global"],
    ["fc1", "490×3 + 3", 1473, "3", "global"],
  ]
  const built = buildFromShorthand("INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3")
  if ("problem" in built) throw new Error(built.problem.sentence)
  it.each([
    ["graphs/conv3-pool2-fc3.json", course],
    ["the shorthand", built.document],
  ])("comes out of %s", (_name, document) => {
    const rows = summaryRows(analyze(document, ops))
    const found = rows.map(({ id, params, count, dims, receptiveField }) => [
      id,
      params,
      count,
      dims,
      receptiveField?.status === "global" ? "global" : `${receptiveField?.size[0]},${receptiveField?.jump[0]}`,
    ])
    expect(found).toEqual(expected)
    expect(summaryTotals(rows).count).toBe(2483)
  })

  it("has fields with all their numbers", () => {
    const rows = summaryRows(analyze(course, ops))
    expect(rows.map((row) => row.receptiveField)).toEqual([
      { size: [1, 1], jump: [1, 1], start: [0, 0], status: "exact" },
      { size: [3, 3], jump: [1, 1], start: [-1, -1], status: "exact" },
      { size: [4, 4], jump: [2, 2], start: [-1, -1], status: "exact" },
      { size: [8, 8], jump: [2, 2], start: [-3, -3], status: "exact" },
      { size: [10, 10], jump: [4, 4], start: [-3, -3], status: "exact" },
      { size: [28, 28], jump: [0, 0], start: [0, 0], status: "global" },
      { size: [28, 28], jump: [0, 0], start: [0, 0], status: "global" },
    ])
    expect(rows[1]?.macs).toBe(70560)
    expect(rows.map((row) => row.macs)).toEqual([0, 28 * 28 * 90, 0, 14 * 14 * 900, 0, 0, 1470])
    expect(rows[1]?.shape).toEqual([1, 10, 28, 28])
  })
})

describe("dimensions", () => {
  const dimsOf = (nodes: readonly NodeDocument[], layout: "HWC" | "CHW" = "HWC"): (string | null)[] =>
    summaryRows(analysisOf(nodes), { layout }).map((row) => row.dims)

  it("put channels last where they stand first, and leave them where they were moved behind already", () => {
    const convNeXt = [
      node("X", "Input", null, { shape: [4, 3, 20, 16] }),
      node("c", "Conv2d", "X", { out_channels: 8, kernel_size: 3, padding: 1 }),
      node("p", "Permute", "c", { dims: [0, 2, 3, 1] }),
      node("n", "LayerNorm", "p", { normalized_shape: 8 }),
      node("f", "Linear", "n", { out_features: 32 }),
      node("b", "Permute", "f", { dims: [0, 3, 1, 2] }),
    ]
    const last = ["20×16×3", "20×16×8", "20×16×8", "20×16×8", "20×16×32", "20×16×32"]
    expect(dimsOf(convNeXt)).toEqual(last)
    expect(dimsOf(convNeXt, "CHW").toSpliced(2, 3)).toEqual(["3×20×16", "8×20×16", "32×20×16"])
    const sequence = [
      node("X", "Input", null, { shape: [4, 6, 20] }),
      node("c", "Conv1d", "X", { out_channels: 8, kernel_size: 3, padding: 1 }),
      node("p", "Permute", "c", { dims: [2, 0, 1] }),
      { id: "att", op: "MultiheadAttention", attrs: { num_heads: 2 }, inputs: { query: "p", key: "p", value: "p" } },
    ]
    expect(dimsOf(sequence)).toEqual(["20×6", "20×8", "20×8", "20×8"])
    const heads = [
      node("Q", "Input", null, { shape: [2, 4, 7, 16] }),
      { id: "att", op: "ScaledDotProductAttention", inputs: { query: "Q", key: "Q", value: "Q" } },
    ]
    expect(dimsOf(heads)).toEqual(["4×7×16", "4×7×16"])
  })

  it("leave out the batch axis of an Input of four axes and of all that carries it on", () => {
    const nodes = [
      node("x", "Input", null, { shape: [5, 3, 8, 6] }),
      node("conv", "Conv2d", "x", { out_channels: 5, kernel_size: 3 }),
      node("gap", "AdaptiveAvgPool2d", "conv", { output_size: 1 }),
      node("flat", "Flatten", "gap"),
      node("fc", "Linear", "flat", { out_features: 2 }),
      node("all", "Mean", "fc"),
    ]
    expect(dimsOf(nodes)).toEqual(["8×6×3", "6×4×5", "1×1×5", "5", "2", "scalar"])
    expect(dimsOf(nodes, "CHW")).toEqual(["3×8×6", "5×6×4", "5×1×1", "5", "2", "scalar"])
  })

  it("keep the axis that is a mean over the batch, and one that was moved", () => {
    const nodes = [
      node("x", "Input", null, { shape: [1, 3, 8, 6] }),
      node("mean", "Mean", "x", { dim: [0], keepdim: true }),
      node("moved", "Permute", "mean", { dims: [1, 0, 2, 3] }),
    ]
    expect(dimsOf(nodes, "CHW")).toEqual(["3×8×6", "1×3×8×6", "3×1×8×6"])
  })

  it("take three axes for one example where a 2-D layer does, else for a batch", () => {
    expect(
      dimsOf([
        node("x", "Input", null, { shape: [3, 8, 6] }),
        node("conv", "Conv2d", "x", { out_channels: 5, kernel_size: 1 }),
      ]),
    ).toEqual(["8×6×3", "8×6×5"])
    expect(
      dimsOf([
        node("x", "Input", null, { shape: [3, 2, 9] }),
        node("conv", "Conv1d", "x", { out_channels: 5, kernel_size: 2 }),
      ]),
    ).toEqual(["9×2", "8×5"])
    expect(
      dimsOf([
        node("tokens", "Input", null, { shape: [2, 7, 16] }),
        node("fc", "Linear", "tokens", { out_features: 4 }),
      ]),
    ).toEqual(["7×16", "7×4"])
  })

  it("leave out the batch wherever it lies: on the second axis before a sequence-first attention", () => {
    const block = (shape: readonly number[], attrs: NodeDocument["attrs"] & object) => [
      node("x", "Input", null, { shape: [...shape] }),
      { id: "att", op: "MultiheadAttention", attrs, inputs: { query: "x", key: "x", value: "x" } },
      node("fc", "Linear", "att", { out_features: 4 }),
    ]
    expect(dimsOf(block([5, 2, 8], { num_heads: 2 }))).toEqual(["5×8", "5×8", "5×4"])
    expect(dimsOf(block([2, 5, 8], { num_heads: 2, batch_first: true }))).toEqual(["5×8", "5×8", "5×4"])
    expect(dimsOf(block([5, 8], { num_heads: 2 }))).toEqual(["5×8", "5×8", "5×4"])
  })

  it("show tables whole", () => {
    expect(dimsOf([node("x", "Input", null, { shape: [4, 3] }), node("r", "ReLU", "x")])).toEqual(["4×3", "4×3"])
  })
})

describe("rows", () => {
  it("stand in topological order, ties by document order, and say what is not known", () => {
    const analysis = analyze(
      {
        gradwire: 1,
        nodes: [
          node("last", "ReLU", "second"),
          node("lonely", "Linear", "gone", { out_features: 2 }),
          node("idle", "ReLU", "gone"),
          node("second", "ReLU", "x"),
          node("x", "Input", null, { shape: [2, 3] }),
          node("other", "Input", null, { shape: [2, 3] }),
        ],
      },
      ops,
    )
    const rows = summaryRows(analysis)
    expect(rows.map((row) => row.id)).toEqual(["lonely", "idle", "x", "second", "last", "other"])
    expect(rows[0]).toMatchObject({ op: "Linear", params: null, count: null, shape: null, dims: null, macs: null })
    // What learns nothing learns nothing at any shape.
    expect(rows[1]).toMatchObject({ op: "ReLU", params: "0", count: 0, shape: null, dims: null, macs: null })
    expect(summaryTotals(rows)).toMatchObject({ count: 0, complete: false, unknown: 1, uncosted: 2 })
  })
})

// Which tensor goes where: by name, then by shape in order, and every one of them told.

import { describe, expect, it } from "vitest"
import { writeSafetensors } from "../../../src/formats/arrays/writeSafetensors.ts"
import { matchWeights, takenOf } from "../../../src/formats/weights/matching.ts"
import { matchCells, matchSummary } from "../../../src/formats/weights/matchWords.ts"
import { readWeights } from "../../../src/formats/weights/weightFile.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { ops } from "../../../src/ops/registry.ts"
import { sizeOf } from "../../../src/tensor/tensor.ts"

type Shapes = Readonly<Record<string, readonly number[]>>

/** A file whose tensors hold 1, 2, … in the order of `shapes`, each one number throughout. */
function fileOf(shapes: Shapes, fill = (i: number): number => i + 1) {
  const tensors = Object.entries(shapes).map(([name, shape], i) => ({
    name,
    tensor: { shape, data: new Float32Array(sizeOf(shape)).fill(fill(i)) },
  }))
  const file = readWeights(Buffer.concat([...writeSafetensors(tensors)]))
  if ("problem" in file) throw new Error(file.problem)
  return file
}

const conv = (id: string, input: string, out_channels: number) => ({
  id,
  op: "Conv2d",
  attrs: { out_channels, kernel_size: 3 },
  inputs: { input },
})
const input = { id: "x", op: "Input", attrs: { shape: [1, 3, 8, 8] } }
const NET = [
  input,
  conv("conv1", "x", 4),
  { id: "bn", op: "BatchNorm2d", inputs: { input: "conv1" } },
  conv("conv2", "bn", 4),
]

function match(nodes: readonly object[], shapes: Shapes, fill?: (i: number) => number) {
  const { document } = readDocument(JSON.stringify({ gradwire: 1, nodes }))
  if (document === null) throw new Error("the document is none")
  const found = matchWeights(analyze(document, ops, "train"), fileOf(shapes, fill))
  return {
    summary: matchSummary(found),
    rows: found.rows.map((row) => matchCells(row)),
    /** `place: tensor, verdict`. */
    pairs: Object.fromEntries(
      found.rows.map(({ place, tensor, verdict }) => [
        place?.name ?? tensor?.name ?? "",
        [tensor?.name ?? null, verdict],
      ]),
    ),
    taken: takenOf(found),
  }
}

const NAMES: Shapes = {
  "conv1.weight": [4, 3, 3, 3],
  "conv1.bias": [4],
  "bn.weight": [4],
  "bn.bias": [4],
  "bn.running_mean": [4],
  "bn.running_var": [4],
  "conv2.weight": [4, 4, 3, 3],
  "conv2.bias": [4],
}
const renamed = (rename: (name: string) => string): Shapes =>
  Object.fromEntries(Object.entries(NAMES).map(([name, shape]) => [rename(name), shape]))

describe("by name", () => {
  it("params and running statistics, and what PyTorch counts besides is told", () => {
    const { summary, rows, taken } = match(NET, { ...NAMES, "bn.num_batches_tracked": [] })
    expect(summary).toBe("8 by name, 1 left over")
    expect(rows.at(-1)).toEqual([
      "",
      "",
      "left over",
      "bn.num_batches_tracked",
      "scalar",
      "counts batches; nothing here needs it",
    ])
    expect([...taken.params.keys()]).toEqual([
      "conv1.weight",
      "conv1.bias",
      "bn.weight",
      "bn.bias",
      "conv2.weight",
      "conv2.bias",
    ])
    expect([...taken.buffers.keys()]).toEqual(["bn.running_mean", "bn.running_var"])
  })
  it.each([
    ["module.", (name: string) => `module.${name}`],
    ["_orig_mod.module.", (name: string) => `_orig_mod.module.${name}`],
    ["other signs", (name: string) => name.replace("conv", "conv-")],
  ])("%s", (_, rename) => {
    const ids = rename("conv1").includes("-")
    const nodes = ids ? NET.map((node) => JSON.parse(JSON.stringify(node).replaceAll("conv", "conv_"))) : NET
    expect(match(nodes, renamed(rename)).summary).toBe("8 by name")
  })
  it("where only the document has a beginning that all share", () => {
    const nodes = JSON.parse(JSON.stringify(NET).replace(/"(conv1|bn|conv2)"/g, '"net.$1"'))
    expect(match(nodes, NAMES).summary).toBe("8 by name")
    expect(
      match(
        nodes,
        renamed((name) => `model.${name}`),
      ).summary,
    ).toBe("8 by name")
  })
  it("a Parameter by its id alone, a Constant if it is there, a projection of attention as PyTorch calls it", () => {
    const nodes = [
      { id: "x", op: "Input", attrs: { shape: [5, 1, 4] } },
      { id: "gamma", op: "Parameter", attrs: { shape: [4] } },
      { id: "c", op: "Constant", attrs: { shape: [4] } },
      { id: "d", op: "Constant", attrs: { shape: [4] } },
      { id: "a", op: "Mul", inputs: { a: "gamma", b: "c" } },
      { id: "b", op: "Mul", inputs: { a: "a", b: "d" } },
      { id: "att", op: "MultiheadAttention", attrs: { num_heads: 2 }, inputs: { query: "x", key: "x", value: "x" } },
    ]
    const shapes = {
      gamma: [4],
      c: [4],
      "att.in_proj_weight": [12, 4],
      "att.in_proj_bias": [12],
      "att.out_proj.weight": [4, 4],
      "att.out_proj.bias": [4],
    }
    const { summary, pairs } = match(nodes, shapes)
    expect(summary).toBe("6 by name")
    expect(pairs["gamma.value"]).toEqual(["gamma", "name"])
    expect(pairs["c.value"]).toEqual(["c", "name"])
    expect(pairs["att.out_proj_weight"]).toEqual(["att.out_proj.weight", "name"])
  })
  it("a name that two would have pairs nothing", () => {
    const nodes = [input, conv("a-b", "x", 4), conv("a_b", "x", 4)]
    const { pairs } = match(nodes, { "a.b.weight": [4, 3, 3, 3], other: [4] })
    expect(pairs["a-b.weight"]).toEqual(["a.b.weight", "shape"])
    expect(pairs["a_b.weight"]).toEqual([null, "missing"])
  })
})

describe("by shape", () => {
  it("in order, a weight to a weight, and running statistics to their like", () => {
    const { summary, pairs } = match(NET, {
      "features.0.weight": [4, 3, 3, 3],
      "features.0.bias": [4],
      "features.1.running_var": [4],
      "features.1.running_mean": [4],
      "features.1.bias": [4],
      "features.1.weight": [4],
      "features.10.weight": [4, 4, 3, 3],
      "features.10.bias": [4],
    })
    expect(summary).toBe("8 by shape")
    expect(pairs["bn.weight"]).toEqual(["features.1.weight", "shape"])
    expect(pairs["bn.running_mean"]).toEqual(["features.1.running_mean", "shape"])
    expect([pairs["conv1.bias"], pairs["bn.bias"], pairs["conv2.bias"]].map((row) => row?.[0])).toEqual([
      "features.0.bias",
      "features.1.bias",
      "features.10.bias",
    ])
  })
  it("what no role names goes to params, never to running statistics", () => {
    const { pairs } = match(NET, { W1: [4, 3, 3, 3], a: [4], b: [4], c: [4], d: [4], e: [4] })
    expect(pairs["conv1.weight"]).toEqual(["W1", "shape"])
    expect(["conv1.bias", "bn.weight", "bn.bias", "conv2.bias"].map((name) => pairs[name]?.[0])).toEqual([
      "a",
      "b",
      "c",
      "d",
    ])
    expect(pairs["bn.running_mean"]).toEqual([null, "missing"])
    expect(pairs.e).toEqual(["e", "left over"])
  })
  it("beside names: only what they leave", () => {
    const { summary, pairs } = match(NET, { ...NAMES, "conv2.weight": [4, 4, 3, 3], "conv2.bias": [4], fc: [4] })
    expect(summary).toBe("8 by name, 1 left over")
    expect(pairs.fc).toEqual(["fc", "left over"])
  })
})

describe("what is not taken", () => {
  it("the right name in another shape, and nothing else goes there", () => {
    const { rows, taken } = match(NET, { ...NAMES, "conv2.weight": [8, 4, 3, 3], spare: [4, 4, 3, 3] })
    expect(rows).toContainEqual(["conv2.weight", "4×4×3×3", "wrong shape", "conv2.weight", "8×4×3×3", ""])
    expect(rows.at(-1)?.slice(2, 4)).toEqual(["left over", "spare"])
    expect(taken.params.has("conv2.weight")).toBe(false)
  })
  it("numbers that are none, with their cell", () => {
    const { rows, summary, taken } = match(NET, NAMES, (i) =>
      i === 1 ? Number.NaN : i === 2 ? Number.POSITIVE_INFINITY : i,
    )
    expect(summary).toBe("6 by name, 2 unusable")
    expect(rows[1]).toEqual([
      "conv1.bias",
      "4",
      "unusable",
      "conv1.bias",
      "4",
      "[0] is NaN; a document holds finite numbers",
    ])
    expect(rows[2]?.at(-1)).toBe("[0] is Infinity; a document holds finite numbers")
    expect(taken.params.has("conv1.bias")).toBe(false)
  })
  it("a param that comes by wire is its source's", () => {
    const nodes = [
      { id: "x", op: "Input", attrs: { shape: [2, 3] } },
      { id: "W", op: "Parameter", attrs: { shape: [4, 3] } },
      { id: "fc", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "x", weight: "W" } },
    ]
    const { summary, pairs } = match(nodes, { W: [4, 3], "fc.weight": [4, 3], "fc.bias": [4] })
    expect(summary).toBe("2 by name, 1 left over")
    expect(pairs["fc.weight"]).toEqual(["fc.weight", "left over"])
  })
})

// Another batch than the one drawn: all shapes are worked out there. The second source is the document with its input shapes
// rewritten by hand.

import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { readsOf } from "../../src/engine/pass/reads.ts"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { type GradwireDocument, isQuarantined, type NodeDocument } from "../../src/graph/document.ts"
import { atBatch } from "../../src/graph/measure/atBatch.ts"
import { findLargest, memoryAt } from "../../src/graph/measure/batchMemory.ts"
import { summaryRows, summaryTotals } from "../../src/graph/measure/table.ts"
import { peakAt, totalAt, trainingMemory } from "../../src/graph/measure/trainingMemory.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { ops } from "../../src/ops/registry.ts"

const OPTIONS = { dtype: "float32", reads: readsOf, stateCopies: 2 } as const
const analysisOf = (document: GradwireDocument): Analysis => analyze(document, ops)

function gallery(name: string): GradwireDocument {
  const { document } = readDocument(readFileSync(`graphs/${name}`, "utf8"))
  if (document === null) throw new Error(`${name} cannot be read`)
  return document
}

/** The document with these sources rewritten by hand: their first axis has another size, and written numbers go. */
function rewritten(document: GradwireDocument, ids: readonly string[], size: number): GradwireDocument {
  const nodes = (document.nodes as readonly NodeDocument[]).map((node) => {
    if (!ids.includes(node.id)) return node
    const { values: _, ...rest } = node
    const [, ...others] = (node.attrs?.shape ?? []) as readonly number[]
    return { ...rest, attrs: { ...node.attrs, shape: [size, ...others] as Json } }
  })
  const { upstream: _, ...bare } = document
  return { ...bare, nodes }
}

/** Inputs that hold one row an example, as one reads the graph. */
const BATCHED: { readonly [name: string]: readonly string[] } = {
  "b2-batch-norm-closed-form": ["X", "dY"],
  "b3-batch-norm-pieces": ["X"],
  "b4-de-meaning": ["X"],
  "b5-distributions": ["x", "noise"],
  "b6-which-cells-share-a-mean": ["x"],
  "batch-norm": ["X"],
  "conv3-pool2-fc3": ["input"],
  "d1-adam": ["x", "y"],
  "d1-gradient-descent": ["x", "y"],
  "d2-dropout-is-ridge": ["x", "y"],
  "d3-dropout": ["x"],
  "f1-fir-filter": ["x"],
  "f3-sobel": ["x"],
  "f5-filter-by-descent": ["x", "y"],
  "f6-transposed-2d": ["x"],
  "f8-depthwise-separable": ["x"],
  "f9-circular-padding": ["x"],
  "g1-filter-gradient": ["x"],
  "g2-gradient-grows-with-n": ["x", "r"],
  "g3-max-pool": ["x"],
  "resnet-152": ["input"],
  spirals: ["points", "labels"],
  "t1-edges-cnn": ["images", "labels"],
  "t1-edges-mlp": ["images", "labels"],
  "t1-kernel-sizes": ["images", "labels"],
  "t1-permuted-cnn": ["images", "labels"],
  "t3-newton-schulz": [],
  "t4-muon-update": ["x", "r"],
  "t4-unit-scale": ["x"],
}

describe.each(Object.entries(BATCHED))("%s", (name, ids) => {
  const document = gallery(`${name}.json`)
  const drawn = analysisOf(document)

  test.each([2, 3, 8, 37])("with a batch of %i is what the rewritten document is", (size) => {
    const hand = analysisOf(rewritten(document, ids, size))
    const there = atBatch(drawn, size)
    const options = { layout: "CHW", dtype: "float64", batch: size } as const
    expect(summaryRows(drawn, options)).toEqual(summaryRows(hand, { layout: "CHW", dtype: "float64" }))
    const memory = trainingMemory(hand, OPTIONS)
    const { bytes } = peakAt(memory, size)
    expect(memoryAt(drawn, size, OPTIONS)).toMatchObject({ activations: bytes, total: totalAt(memory, size) })
    const errors = (one: Analysis) =>
      one.problems.filter(({ severity }) => severity === "error").map(({ node }) => node)
    expect(errors(there.analysis)).toEqual(errors(hand))
  })
})

test.each(Object.entries(BATCHED))("%s: these sources follow, and no others", (name, ids) => {
  const document = gallery(`${name}.json`)
  const there = atBatch(analysisOf(document), 37).analysis.document
  const changed = document.nodes.flatMap((node, at) => {
    const after = there.nodes[at]
    const same = isQuarantined(node) || after === undefined || isQuarantined(after) || node.attrs === after.attrs
    return same ? [] : [node.id]
  })
  expect(changed).toEqual(ids)
})

describe("a graph that takes one batch only", () => {
  const reshaping: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [64, 1, 28, 28] } },
      { id: "r", op: "Reshape", attrs: { shape: [64, 784] }, inputs: { input: "X" } },
      { id: "fc", op: "Linear", attrs: { out_features: 10 }, inputs: { input: "r" } },
      { id: "L", op: "Sum", inputs: { input: "fc" } },
    ],
  }
  const analysis = analysisOf(reshaping)

  test("is refused at its node at any other", () => {
    expect(atBatch(analysis, 64).problems).toEqual([])
    const [problem] = atBatch(analysis, 8).problems
    expect(problem).toMatchObject({ code: "GW-R110", node: "r", attr: "shape" })
    expect(problem?.sentence).toBe(
      "With a batch of 8 examples: 8×1×28×28 holds 6272 numbers, which do not fill 64×784: 64×784 holds 50176.",
    )
    expect(summaryTotals(summaryRows(analysis, { batch: 8 }))).toMatchObject({ complete: false, unknown: 1 })
  })

  test("has that one as its largest, as long as it fits", () => {
    const largest = findLargest(analysis, OPTIONS, 1e9)
    expect(largest.batch).toBe(64)
    expect(largest.problems[0]?.sentence).toMatch(/^With a batch of 65 examples: /)
    expect(findLargest(analysis, OPTIONS, 1e5).batch).toBe(0)
  })

  test("with −1 follows", () => {
    const nodes = (reshaping.nodes as readonly NodeDocument[]).map((node) =>
      node.id === "r" ? { ...node, attrs: { shape: [-1, 784] } } : node,
    )
    expect(summaryRows(analysisOf({ ...reshaping, nodes }), { batch: 8 })[2]).toMatchObject({
      shape: [8, 10],
      macs: 62720,
    })
  })
})

describe("the largest batch", () => {
  // Scores of every example with every other grow with the square.
  const squared = analysisOf({
    gradwire: 1,
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [4, 8] } },
      { id: "fc", op: "Linear", attrs: { out_features: 8 }, inputs: { input: "X" } },
      { id: "T", op: "Transpose", attrs: { dim0: 0, dim1: 1 }, inputs: { input: "fc" } },
      { id: "S", op: "MatMul", inputs: { a: "fc", b: "T" } },
      { id: "e", op: "Exp", inputs: { input: "S" } },
      { id: "L", op: "Sum", inputs: { input: "e" } },
    ],
  })
  const pairs = analysisOf({
    gradwire: 1,
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [4, 8] } },
      { id: "fc", op: "Linear", attrs: { out_features: 8 }, inputs: { input: "X" } },
      { id: "r", op: "Reshape", attrs: { shape: [-1, 2, 8] }, inputs: { input: "fc" } },
      { id: "L", op: "Sum", inputs: { input: "r" } },
    ],
  })

  test.each([1e4, 1e6, 1e8, 1e10])("fits in %d bytes, and one more does not", (limit) => {
    const { batch, problems } = findLargest(squared, OPTIONS, limit)
    expect(problems).toEqual([])
    expect(memoryAt(squared, batch, OPTIONS).total).toBeLessThanOrEqual(limit)
    expect(memoryAt(squared, batch + 1, OPTIONS).total).toBeGreaterThan(limit)
  })

  test("is one that the graph takes", () => {
    for (const limit of [1e4, 12_345, 1e6]) {
      const { batch } = findLargest(pairs, OPTIONS, limit)
      expect(batch % 2).toBe(0)
      expect(memoryAt(pairs, batch, OPTIONS)).toMatchObject({ problems: [] })
      expect(memoryAt(pairs, batch + 2, OPTIONS).total).toBeGreaterThan(limit)
    }
  })

  test("may hold more numbers than a run of this editor may", () => {
    expect(findLargest(analysisOf(gallery("resnet-152.json")), { ...OPTIONS }, 16e9)).toEqual({
      batch: 84,
      problems: [],
    })
    const wide = analysisOf(gallery("conv3-pool2-fc3.json"))
    expect(findLargest(wide, OPTIONS, 80e9).batch).toBeGreaterThan(2 ** 24 / 784)
    expect(findLargest(wide, OPTIONS, 80e9).problems).toEqual([])
  })

  test("does not fit at all, or matters to nothing", () => {
    expect(findLargest(squared, OPTIONS, 100)).toEqual({ batch: 0, problems: [] })
    const none = analysisOf({ gradwire: 1, nodes: [{ id: "W", op: "Parameter", attrs: { shape: [3] } }] })
    expect(findLargest(none, OPTIONS, 1e6).batch).toBe(Number.POSITIVE_INFINITY)
  })
})

test("a class token that is expanded to the batch as drawn is named where it clashes", () => {
  const document: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [4, 16, 8] } },
      { id: "cls", op: "Parameter", attrs: { shape: [1, 1, 8] } },
      { id: "token", op: "Expand", attrs: { shape: [4, 1, 8] }, inputs: { input: "cls" } },
      { id: "all", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: ["token", "x"] } },
    ],
  }
  const { problems } = atBatch(analysisOf(document), 6)
  expect(problems).toMatchObject([{ code: "GW-R110", node: "all" }])
  expect(problems[0]?.sentence).toMatch(/^With a batch of 6 examples: .*must be equal\. "token" makes 4 of its input/)
  expect(atBatch(analysisOf(document), 4).problems).toEqual([])
})

// Numbers that explanations once had wrong, or could: saturated, at a kink, twice the same, of another precision.

import { describe, expect, it } from "vitest"
import { explain } from "../../../src/engine/explain/explain.ts"
import { run } from "../../../src/engine/pass/run.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { runDocument } from "../../graphs/gallery.ts"
import { explainer, input } from "./explainer.ts"

describe("the same number twice", () => {
  const x: NodeDocument = input("x", [3, -2], [2])

  it("x + x has two terms, and x lights up once", () => {
    const sum = explainer([x, { id: "y", op: "Add", inputs: { a: "x", b: "x" } }]).why("y:output", "value", 1)
    expect(sum.terms.map(({ product }) => product)).toEqual([-2, -2])
    expect(sum.lit).toEqual([{ name: "x:value", side: "value", cells: new Set([1]) }])
  })

  it("x · x has two factors", () => {
    const product = explainer([x, { id: "y", op: "Mul", inputs: { a: "x", b: "x" } }]).why("y:output", "value", 1)
    expect(product.terms.map(({ factors }) => factors.map(({ words }) => words))).toEqual([["x[1]", "x[1]"]])
    expect(product.number).toBe(4)
  })

  it("x xᵀ lights a row of x, as both factors", () => {
    const square: NodeDocument = input(
      "x",
      [
        [1, 2],
        [3, 4],
      ],
      [2, 2],
    )
    const cell = explainer([square, { id: "y", op: "MatMul", inputs: { a: "x", b: "x" } }]).why("y:output", "value", 0)
    expect(cell.lit).toEqual([{ name: "x:value", side: "value", cells: new Set([0, 1, 2]) }])
  })
})

describe("what was wrong once", () => {
  it("a logarithm of a millionth has a slope of a million", () => {
    const { why } = explainer([input("x", [1e-6], [1]), { id: "y", op: "Log", inputs: { input: "x" } }])
    expect(why("x:value>y:input", "gradient", 0).terms[0]!.factors[1]!.number).toBeCloseTo(1e6, 4)
  })

  it("a saturated tanh sends back little, not nothing", () => {
    const { why } = explainer([input("x", [16], [1]), { id: "y", op: "Tanh", inputs: { input: "x" } }])
    const gradient = why("x:value>y:input", "gradient", 0)
    expect(gradient.number).toBeGreaterThan(0)
    expect(gradient.terms.map(({ product }) => product)).toEqual([gradient.number])
  })

  it("a square at 0 depends on its cell", () => {
    const { analysis, result } = runDocument({
      gradwire: 1,
      target: "y",
      nodes: [input("x", [0, 2], [2]), { id: "y", op: "Square", inputs: { input: "x" } }],
    })
    const { lit, words } = explain(analysis, result, { name: "y:output", side: "value", index: 0 })!
    expect(lit).toEqual([{ name: "x:value", side: "value", cells: new Set([0]) }])
    expect(words).toBe("Not a sum, and every local derivative is 0 here.")
  })

  it("RMSNorm's default ε in float32 is that of float32", () => {
    const document: GradwireDocument = {
      gradwire: 1,
      target: "y",
      nodes: [
        input("x", [1e-5, -2e-5], [2]),
        { id: "y", op: "RMSNorm", attrs: { normalized_shape: 2 }, inputs: { input: "x" } },
      ],
    }
    const analysis = analyze(document, ops, "train")
    const result = run(analysis, { mode: "train", dtype: "float32" })
    const { number, difference } = explain(analysis, result, { name: "y:output", side: "value", index: 0 })!
    expect(number).toBeCloseTo(1e-5 / Math.sqrt(2.5e-10 + 2 ** -23), 6)
    expect(Math.abs(difference!)).toBeLessThan(1e-6 * number)
  })

  it("an embedding's padding row is a copy too, and learns nothing", () => {
    const { why } = explainer(
      [
        input("i", [1, 0], [2]),
        {
          id: "y",
          op: "Embedding",
          attrs: { num_embeddings: 2, embedding_dim: 2, padding_idx: 1 },
          inputs: { input: "i" },
          values: {
            weight: [
              [5, 6],
              [7, 8],
            ],
          },
        },
      ],
      {
        "y:output": [
          [1, 2],
          [3, 4],
        ],
      },
    )
    expect(why("y:output", "value", 1).terms[0]!.factors[0]!.words).toBe("y.weight[1, 1]")
    expect(why("y.weight", "gradient", 3).words).toBe("Row 1 is padding_idx: it is looked up, but gets no gradient.")
    expect(why("y.weight", "gradient", 0).terms.map(({ product }) => product)).toEqual([3])
  })

  it("equals share a maximum, also where both are 0", () => {
    const { why } = explainer([
      input("a", [0, 2], [2]),
      input("b", [0, 1], [2]),
      { id: "y", op: "Maximum", inputs: { a: "a", b: "b" } },
    ])
    const tie = why("y:output", "value", 0)
    expect(tie.words).toBe("2 cells are equal: each counts for its share.")
    expect(tie.terms.map(({ factors }) => factors.map(({ words }) => words))).toEqual([
      ["a[0]", "1/2"],
      ["b[0]", "1/2"],
    ])
    const won = why("y:output", "value", 1)
    expect([won.kind, won.words]).toEqual(["winner", "The largest of its cells was taken."])
    expect(won.others.map(({ words }) => words)).toEqual(["b[1]"])
  })
})

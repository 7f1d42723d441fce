import { expect, it } from "vitest"
import { writeTex } from "../../src/formula/tex.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { graphSymbols, opSymbols } from "../../src/graph/analysis/symbols.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

const document: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 4] } },
    { id: "drop", op: "Dropout", inputs: { input: "x" } },
    { id: "parts", op: "Split", attrs: { split_size: 2, dim: 1 }, inputs: { input: "drop" } },
    { id: "mu", op: "Add", inputs: { a: "parts:outputs[1]", b: "drop:mask" }, label: "\\mu" },
    { id: "h1", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "x" } },
  ],
}
const analysis = analyze(document, ops, "train")
const node = (id: string) => analysis.nodes.get(id)!
const named = (id: string) => graphSymbols(node(id), (other) => analysis.nodes.get(other)?.node)

it("calls inputs by the nodes they come from and the output by its own node", () => {
  expect(named("h1")("input")).toBe("x")
  expect(named("h1")("output")).toBe("h_{1}")
  expect(named("h1")("weight")).toBe("W")
})

it("names outputs that are not the primary one, and elements of lists", () => {
  expect(named("mu")("b")).toContain("mask")
  expect(named("mu")("a")).toContain("1")
  expect(named("mu")("output")).toBe("\\mu")
})

it("falls back to the op's own letters, and knows nothing else", () => {
  expect(opSymbols(node("h1"))("input")).toBe(ops.get("Linear")!.inputs.input!.tex)
  expect(named("h1")("nobody")).toBeNull()
})

it("fills every formula of every node", () => {
  for (const { op, id } of analysis.nodes.values()) {
    expect(writeTex(op!.tex.forward, named(id))).not.toContain("@")
  }
})

import { expect, test } from "vitest"
import { explain } from "../../../src/engine/explain/explain.ts"
import { placeWords, sinkWords } from "../../../src/engine/explain/terms/names.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { ops } from "../../../src/ops/registry.ts"
import { openGraph } from "../../graphs/gallery.ts"

test("terms and pieces are called as the graph calls them", () => {
  const { analysis, result } = openGraph("batch-norm")
  const words = (name: string, side: "value" | "gradient", index = 0): readonly string[] =>
    explain(analysis, result, { name, side, index })!.terms.flatMap(({ factors }) => factors.map(({ words }) => words))
  expect(words("X:value", "gradient")).toEqual(["along the wire to μ", "along the wire to σ²", "along the wire to Z"])
  expect(words("X:value>sigma2:input", "gradient")[0]).toBe("∂L/∂σ²[0, 0]")
  expect(words("Y:output", "value", 4)).toEqual(["Z[1, 1]", "γ[1]", "β[1]"])
})

test("an id stays where two nodes have one name, a port where two wires lead to one node", () => {
  const nodes = [
    { id: "a", op: "Input", label: "x", attrs: { shape: [2] } },
    { id: "b", op: "Input", label: "x", attrs: { shape: [2] } },
    { id: "p", op: "Multiply", label: "p", inputs: { a: "a", b: "a" } },
    { id: "mu", op: "Add", label: "\\mu", inputs: { a: "p", b: "b" } },
  ]
  const analysis = analyze({ gradwire: 1, nodes }, ops, "train")
  const names = ["a:value", "b:value", "p:output", "mu:output", "mu:other", "conv.weight"]
  expect(names.map((name) => placeWords(analysis, name))).toEqual(["a", "b", "p", "μ", "μ:other", "conv.weight"])
  expect(analysis.wires.map((wire) => sinkWords(analysis, wire))).toEqual(["p:a", "p:b", "μ", "μ"])
})

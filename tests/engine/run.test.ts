import { expect, test } from "vitest"
import { run } from "../../src/engine/run.ts"
import { analyze } from "../../src/graph/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

function runDocument(document: GradwireDocument) {
  return run(analyze(document, ops, "train"), { mode: "train", dtype: "float64" })
}

test("a fork sums at its source what came back along each wire", () => {
  const result = runDocument({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [-1, 2, 3] } },
      { id: "r", op: "ReLU", inputs: { input: "x" } },
      { id: "y", op: "Mul", inputs: { a: "x", b: "r" } },
    ],
    upstream: { "y:output": [1, 10, 100] },
  })
  expect(result.problems).toEqual([])
  expect(Array.from(result.values.get("y:output")?.data ?? [])).toEqual([-0, 4, 9])
  expect(Array.from(result.wires.get("x:value>y:a")?.data ?? [])).toEqual([0, 20, 300])
  expect(Array.from(result.wires.get("x:value>r:input")?.data ?? [])).toEqual([0, 20, 300])
  expect(Array.from(result.gradients.get("x:value")?.data ?? [])).toEqual([0, 40, 600])
  expect(result.loss).toBe(940)
  expect(result.target).toBe("y:output")
})

import { expect, test } from "vitest"
import { batchAxes } from "../../src/editor/inspector/AcrossHint.tsx"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { ops } from "../../src/ops/registry.ts"

const axes = (op: string, shape: readonly number[], attrs = {}) => {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape } },
    { id: "y", op, attrs, inputs: { input: "x" } },
  ]
  return batchAxes(analyze({ gradwire: 1, nodes }, ops, "train").nodes.get("y")!)
}

test("a new reduction behind a batch may keep its features, or its channels", () => {
  expect(axes("Mean", [4, 3])).toEqual([0])
  expect(axes("Var", [4, 3, 8, 8])).toEqual([0, 2, 3])
})

test("nothing is said where axes were chosen, of a single row, or of other ops", () => {
  expect(axes("Mean", [4, 3], { dim: [1] })).toBe(null)
  expect(axes("Mean", [4])).toBe(null)
  expect(axes("ReLU", [4, 3])).toBe(null)
})

import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { isUnfinished, unfinishedWords } from "../../src/graph/analysis/unfinished.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { faceOf } from "../../src/graph/drawing/face.ts"
import { ops } from "../../src/ops/registry.ts"

const analysed = (...nodes: NodeDocument[]) => analyze({ gradwire: 1, nodes }, ops, "train")
const X: NodeDocument = { id: "x", op: "Input", attrs: { shape: [2, 3] } }

test("wires that are not there yet are counted, not called wrong", () => {
  const analysis = analysed(X, { id: "sum", op: "Add" }, { id: "relu", op: "ReLU" })
  expect(unfinishedWords(analysis.problems)).toBe("3 inputs still to wire")
  expect(analysis.problems.every(isUnfinished)).toBe(true)
  expect(analysis.problems.every(({ severity }) => severity === "error")).toBe(true)
  const face = faceOf({ id: "sum", op: "Add" }, analysis)
  expect(face.problem).toBe(null)
  expect(face.open).toBe("a and b")
})

test("one input, a target, nothing", () => {
  const relu = (id: string): NodeDocument => ({ id, op: "ReLU", inputs: { input: "x" } })
  expect(unfinishedWords(analysed(X, { id: "relu", op: "ReLU" }).problems)).toBe("1 input still to wire")
  expect(unfinishedWords(analysed(X, relu("a"), relu("b")).problems)).toBe("target still to choose")
  expect(unfinishedWords(analysed(X, relu("a")).problems)).toBe("")
})

test("a shape that does not fit stays wrong, beside an input that is open", () => {
  const loss: NodeDocument = { id: "loss", op: "MatMul", inputs: { a: "x", b: "x" } }
  const analysis = analysed(X, loss, { id: "sum", op: "Add", inputs: { a: "x" } })
  expect(faceOf(loss, analysis).problem).toContain("2×3")
  expect(faceOf({ id: "sum", op: "Add" }, analysis).open).toBe("b")
  expect(analysis.problems.filter((problem) => !isUnfinished(problem)).map(({ node }) => node)).toEqual(["loss"])
})

test("the face of a node is the same object while nothing on it changes", () => {
  const relu: NodeDocument = { id: "relu", op: "ReLU", inputs: { input: "x" } }
  const before = analysed(X, relu)
  const after = analyze({ gradwire: 1, title: "other", nodes: [X, relu] }, ops, "train")
  expect(faceOf(relu, after)).toBe(faceOf(relu, before))
  // Another target changes what is drawn.
  const moved = analyze({ gradwire: 1, nodes: [X, relu], target: "x" }, ops, "train")
  expect(faceOf(relu, moved).target).toBe(false)
  expect(faceOf(relu, before).target).toBe(true)
})

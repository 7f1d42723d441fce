// Whether a target grows with its batch, asked of the ops and held against the target itself at twice the batch.

import { expect, test } from "vitest"
import { prepare } from "../../../src/engine/train/prepared.ts"
import { sumsExamples } from "../../../src/engine/train/summed.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"

const scalar = (id: string, value: number): NodeDocument => ({
  id,
  op: "Constant",
  attrs: { shape: [] },
  values: { value },
})
const of = (id: string, op: string, inputs: NodeDocument["inputs"] & object, attrs = {}): NodeDocument => ({
  id,
  op,
  inputs,
  attrs,
})
const loss = (reduction: string): NodeDocument => of("L", "MSELoss", { input: "fc", target: "t" }, { reduction })
const penalty = [{ id: "W", op: "Parameter", attrs: { shape: [2, 3] } }, of("w2", "Sum", { input: "W" })]

const CASES: readonly [name: string, nodes: readonly NodeDocument[], grows: boolean][] = [
  ["a loss with reduction sum", [loss("sum")], true],
  ["a loss with reduction mean", [loss("mean")], false],
  ["a Sum over all", [of("L", "Sum", { input: "fc" })], true],
  ["a Mean over all", [of("L", "Mean", { input: "fc" })], false],
  [
    "a Sum over the batch, then over features",
    [of("s", "Sum", { input: "fc" }, { dim: [0] }), of("L", "Sum", { input: "s" })],
    true,
  ],
  [
    "a Sum over the batch, then a Mean over features",
    [of("s", "Sum", { input: "fc" }, { dim: [0] }), of("L", "Mean", { input: "s" })],
    true,
  ],
  [
    "a Mean over the batch of sums over features",
    [of("s", "Sum", { input: "fc" }, { dim: [1] }), of("L", "Mean", { input: "s" })],
    false,
  ],
  ["half a sum", [loss("sum"), scalar("h", 0.5), of("half", "Mul", { a: "h", b: "L" })], true],
  ["a sum divided by a number", [loss("sum"), scalar("n", 4), of("part", "Div", { a: "L", b: "n" })], true],
  ["a number divided by a sum", [loss("sum"), scalar("n", 4), of("part", "Div", { a: "n", b: "L" })], false],
  ["minus a sum", [loss("sum"), of("minus", "Neg", { input: "L" })], true],
  ["the root of a sum", [loss("sum"), of("root", "Sqrt", { input: "L" })], false],
  ["a sum times itself", [loss("sum"), of("square", "Mul", { a: "L", b: "L" })], false],
  ["two sums", [loss("sum"), of("s", "Sum", { input: "fc" }), of("both", "Sub", { a: "L", b: "s" })], true],
  ["a sum and a mean", [loss("sum"), of("s", "Mean", { input: "fc" }), of("both", "Add", { a: "L", b: "s" })], false],
  ["a sum and a penalty", [loss("sum"), ...penalty, of("both", "Add", { a: "L", b: "w2" })], false],
  ["a mean and a penalty", [loss("mean"), ...penalty, of("both", "Add", { a: "L", b: "w2" })], false],
  [
    "the product of a column with itself",
    [
      of("r", "Slice", { input: "fc" }, { dim: 1, end: 1 }),
      of("v", "Squeeze", { input: "r" }, { dim: 1 }),
      of("L", "MatMul", { a: "v", b: "v" }),
    ],
    true,
  ],
  [
    "losses laid flat and added up",
    [loss("none"), of("flat", "Flatten", { input: "L" }, { start_dim: 0 }), of("s", "Sum", { input: "flat" })],
    true,
  ],
]

test.each(CASES)("%s", (_, nodes, grows) => {
  const document: GradwireDocument = {
    gradwire: 1,
    target: nodes.at(-1)?.id ?? "",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [6, 3] } },
      { id: "t", op: "Input", attrs: { shape: [6, 2] } },
      of("fc", "Linear", { input: "x" }, { out_features: 2 }),
      ...nodes,
    ],
  }
  const prepared = prepare(document, "train", new Set(), null)
  if (!("nodes" in prepared && "end" in prepared)) throw new Error("it cannot run")
  expect(sumsExamples(prepared, [{ input: "x", field: "x", shape: [3] }])).toBe(grows)
})

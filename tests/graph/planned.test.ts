import { expect, test } from "vitest"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { removeNodes, renameNode } from "../../src/graph/edit/edit.ts"
import { splitName } from "../../src/graph/edit/nodeReferences.ts"

const document: GradwireDocument = {
  gradwire: 1,
  nodes: ["X", "T", "a", "a.b", "data"].map((id) => ({ id, op: "Input" })),
  data: { source: { kind: "moons" }, feeds: { X: "points", T: "labels" } },
  training: { multipliers: { a: 0.5, "a.weight": 2, "a.b.weight": 3 } },
  sweep: {
    set: ["X.shape[0]", "data.source.count", "training.multipliers.a", "seed"],
    values: [1, 2],
    readouts: [
      { take: "loss" },
      { take: "rms", of: "gradient a.b.weight" },
      { take: "mean", of: "wire X:value>a:input" },
    ],
  },
}

test("a renamed node is renamed in feeds, multipliers, swept places and readouts", () => {
  const renamed = renameNode(renameNode(document, "X", "images"), "a.b", "conv")
  expect(renamed.data?.feeds).toEqual({ images: "points", T: "labels" })
  expect(renamed.training?.multipliers).toEqual({ a: 0.5, "a.weight": 2, "conv.weight": 3 })
  expect(renamed.sweep?.set).toEqual(["images.shape[0]", "data.source.count", "training.multipliers.a", "seed"])
  expect(renamed.sweep?.readouts.map(({ of }) => of)).toEqual([
    undefined,
    "gradient conv.weight",
    "wire images:value>a:input",
  ])
})

test("a node called data does not take the places of the document's data with it", () => {
  expect(renameNode(document, "data", "other").sweep).toBe(document.sweep)
})

test("what named a removed node goes with it", () => {
  const left = removeNodes(document, ["X", "a"])
  expect(left.data?.feeds).toEqual({ T: "labels" })
  expect(left.training?.multipliers).toEqual({ "a.b.weight": 3 })
  expect(left.sweep?.readouts.map(({ of }) => of)).toEqual([undefined, "gradient a.b.weight"])
  expect(left.sweep?.set).toEqual(["data.source.count", "training.multipliers.a", "seed"])
})

test("the longest id is meant", () => {
  const ids = new Set(["a", "a.b"])
  expect(splitName("a.b.weight", ids)).toEqual(["a.b", ".weight"])
  expect(splitName("a.weight", ids)).toEqual(["a", ".weight"])
  expect(splitName("a", ids)).toEqual(["a", ""])
  expect(splitName("ab.weight", ids)).toBeNull()
})

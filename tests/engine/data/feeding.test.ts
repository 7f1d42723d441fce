import { expect, test } from "vitest"
import { withFeeds } from "../../../src/engine/data/feeding.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { DataDocument, GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"

const NODES: GradwireDocument["nodes"] = [
  { id: "x", op: "Input", attrs: { shape: [4, 2] }, at: [0, 0] },
  { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x:value" }, at: [0, 0] },
  { id: "t", op: "Input", attrs: { shape: [4] }, at: [0, 0] },
  { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc:output", target: "t:value" }, at: [0, 0] },
]
const MOONS: DataDocument = { source: { kind: "moons" }, feeds: {} }
const fed = (data: DataDocument, nodes = NODES) => withFeeds(data, analyze({ gradwire: 1, nodes }, ops, "train")).feeds

test("each field goes to the Input that takes it", () => {
  expect(fed(MOONS)).toEqual({ x: "points", t: "labels" })
})

test("also while the loss is not wired yet: what is left takes the labels", () => {
  const nodes = NODES.map((node) => (node.id === "loss" ? { ...node, inputs: { target: "t:value" } } : node))
  expect(fed(MOONS, nodes as GradwireDocument["nodes"])).toEqual({ x: "points", t: "labels" })
})

test("feeds of fields that are still there are left alone, others are forgotten", () => {
  expect(fed({ ...MOONS, feeds: { t: "points" } })).toEqual({ t: "points" })
  expect(fed({ ...MOONS, feeds: { x: "gone" } })).toEqual({ x: "points", t: "labels" })
})

test("what is held back does not matter, nor data that cannot be made", () => {
  expect(fed({ ...MOONS, validation: 0.0001 })).toEqual({ x: "points", t: "labels" })
  expect(fed({ source: { kind: "none such" }, feeds: { x: "a" } })).toEqual({ x: "a" })
})

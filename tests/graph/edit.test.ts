import { describe, expect, test } from "vitest"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { duplicateNodes, paste } from "../../src/graph/edit/copies.ts"
import {
  addNode,
  connect,
  disconnect,
  idProblem,
  moveNodes,
  newNodeId,
  removeNodes,
  renameNode,
  setAttr,
  setLabel,
  setSeed,
  setTarget,
  setTitle,
  setUpstream,
  setValues,
  setView,
} from "../../src/graph/edit/edit.ts"
import { group, moveInto, setGroup, ungroup } from "../../src/graph/edit/groupEdits.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"

const base: GradwireDocument = {
  gradwire: 1,
  target: "loss",
  upstream: { "cat:output": 1, "b:mask": [1] },
  nodes: [
    { id: "a", op: "Input", attrs: { shape: [2] }, at: [0, 0] },
    { id: "b", op: "ReLU", inputs: { input: "a" } },
    { id: "b.1", op: "ReLU", inputs: { input: "b" } },
    { id: "cat", op: "Concat", inputs: { inputs: ["a", "b:mask", null, "b"] } },
    { id: "loss", op: "Mean", inputs: { input: "cat" } },
  ],
}
const node = (document: GradwireDocument, id: string) => document.nodes.find((entry) => entry.id === id) as NodeDocument

describe("nodes", () => {
  test("new ids are readable and free", () => {
    expect(newNodeId(base, "Conv2d")).toBe("conv1")
    expect(newNodeId(addNode(base, { id: "conv1", op: "Conv2d" }), "Conv2d")).toBe("conv2")
    expect(newNodeId(base, "CrossEntropyLoss")).toBe("crossentropy1")
    expect(addNode(base, { id: "a", op: "ReLU" }).nodes.at(-1)?.id).toBe("relu1")
    expect(addNode(base, { id: "__proto__", op: "Add" }).nodes.at(-1)?.id).toBe("add1")
  })

  test("removing takes every wire, target and upstream gradient along and closes gaps in lists", () => {
    const left = removeNodes(base, ["b", "loss"])
    expect(left.nodes.map((entry) => entry.id)).toEqual(["a", "b.1", "cat"])
    expect(node(left, "b.1")).toEqual({ id: "b.1", op: "ReLU" })
    expect(node(left, "cat").inputs).toEqual({ inputs: ["a", null] })
    expect(left.upstream).toEqual({ "cat:output": 1 })
    expect(left).not.toHaveProperty("target")
    expect(removeNodes(base, ["nobody"])).toBe(base)
  })

  test("healing joins the two ends, through several removed nodes, but not through another output", () => {
    const healed = removeNodes(base, ["b", "b.1"], { heal: true })
    expect(node(healed, "cat").inputs).toEqual({ inputs: ["a", null, "a"] })
    const chain = addNode(base, { id: "end", op: "ReLU", inputs: { input: "b.1" } })
    expect(node(removeNodes(chain, ["b", "b.1"], { heal: true }), "end").inputs).toEqual({ input: "a" })
    const circle: GradwireDocument = {
      gradwire: 1,
      nodes: [
        { id: "x", op: "ReLU", inputs: { input: "y" } },
        { id: "y", op: "ReLU", inputs: { input: "x" } },
        { id: "z", op: "ReLU", inputs: { input: "x" } },
      ],
    }
    expect(removeNodes(circle, ["x", "y"], { heal: true }).nodes).toEqual([{ id: "z", op: "ReLU" }])
  })

  test("renaming changes every reference and nothing that merely looks alike", () => {
    const renamed = renameNode(base, "b", "relu")
    expect(node(renamed, "b.1").inputs).toEqual({ input: "relu" })
    expect(node(renamed, "cat").inputs).toEqual({ inputs: ["a", "relu:mask", null, "relu"] })
    expect(renamed.upstream).toEqual({ "cat:output": 1, "relu:mask": [1] })
    expect(renameNode(base, "loss", "L").target).toBe("L")
    expect(renameNode(base, "b", "a")).toBe(base)
    expect(renameNode(base, "b", "1b")).toBe(base)
    expect(idProblem(base, "a")?.sentence).toBe('Another node is called "a"; ids must differ.')
    expect(idProblem(base, "a", "a")).toBeNull()
    expect(idProblem(base, "constructor")?.code).toBe("GW-S301")
  })

  test("attributes, labels, values and places are set and taken away", () => {
    expect(node(setAttr(base, "a", "shape", [3]), "a").attrs).toEqual({ shape: [3] })
    expect(node(setAttr(base, "a", "shape", undefined), "a")).not.toHaveProperty("attrs")
    expect(node(setLabel(base, "a", "\\mu"), "a").label).toBe("\\mu")
    expect(node(setLabel(setLabel(base, "a", "x"), "a", ""), "a")).not.toHaveProperty("label")
    expect(node(setLabel(base, "a", `\u0007${"y".repeat(600)}`), "a").label).toBe("y".repeat(500))
    expect(node(setValues(base, "a", "value", [1, 2]), "a").values).toEqual({ value: [1, 2] })
    expect(node(moveNodes(base, new Map([["a", [5, 2e6]]])), "a").at).toEqual([5, 1e6])
    expect(moveNodes(base, new Map([["a", [Number.NaN, 0]]]))).toBe(base)
    expect(moveNodes(base, new Map([["a", [0, 0]]]))).toBe(base)
    expect(setAttr(base, "nobody", "x", 1)).toBe(base)
  })
})

describe("wires", () => {
  test("an output is written bare if it is the primary one, and replaces what was there", () => {
    expect(node(connect(base, { node: "a", port: "value" }, { node: "loss", port: "input" }), "loss").inputs).toEqual({
      input: "a",
    })
    expect(node(connect(base, { node: "b", port: "mask" }, { node: "loss", port: "input" }), "loss").inputs).toEqual({
      input: "b:mask",
    })
    expect(connect(base, { node: "cat", port: "output" }, { node: "loss", port: "input" })).toBe(base)
    expect(connect(base, { node: "nobody", port: "output" }, { node: "loss", port: "input" })).toBe(base)
  })

  test("lists take wires at an index or at their end, and close the gap of one taken away", () => {
    const to = { node: "cat", port: "inputs" }
    expect(node(connect(base, { node: "b.1", port: "output" }, to), "cat").inputs?.inputs).toEqual([
      "a",
      "b:mask",
      null,
      "b",
      "b.1",
    ])
    const filled = connect(base, { node: "b.1", port: "output" }, { ...to, index: 2 })
    expect(node(filled, "cat").inputs?.inputs).toEqual(["a", "b:mask", "b.1", "b"])
    expect(node(disconnect(base, { ...to, index: 1 }), "cat").inputs?.inputs).toEqual(["a", null, "b"])
    expect(disconnect(base, { ...to, index: 9 })).toBe(base)
    expect(node(disconnect(base, { node: "loss", port: "input" }), "loss")).not.toHaveProperty("inputs")
    expect(disconnect(base, { node: "loss", port: "other" })).toBe(base)
  })
})

describe("the document", () => {
  test("fields are set, taken away, and left alone if they stay", () => {
    expect(setTitle(base, "T").title).toBe("T")
    expect(setTitle(setTitle(base, "T"), "")).toEqual(base)
    expect(setSeed(base, 0.5)).toBe(base)
    expect(setTarget(base, "loss")).toBe(base)
    expect(setUpstream(base, "cat:output", undefined).upstream).toEqual({ "b:mask": [1] })
    expect(setView(base, { shapes: "HWC" }).view).toEqual({ shapes: "HWC" })
    expect(setView(setView(base, { shapes: "HWC" }), { shapes: undefined })).not.toHaveProperty("view")
  })

  test("a new value gives up the unreadable text that stood in its place", () => {
    const { document } = readDocument('{"gradwire":1,"title":5,"seed":"x","nodes":[]}')
    const titled = setTitle(document!, "T")
    expect(writeDocument(titled, { pretty: false })).toBe('{"gradwire":1,"nodes":[],"title":"T","seed":"x"}')
    expect(setSeed(titled, 1)).not.toHaveProperty("setAside")
  })
})

describe("copies and groups", () => {
  test("copies are wired among themselves and to what they were fed from", () => {
    const { document, ids } = duplicateNodes(base, ["a", "b", "cat"], [10, 20])
    expect([...ids]).toEqual([
      ["a", "a1"],
      ["b", "b1"],
      ["cat", "cat1"],
    ])
    expect(node(document, "a1").at).toEqual([10, 20])
    expect(node(document, "cat1").inputs).toEqual({ inputs: ["a1", "b1:mask", null, "b1"] })
    expect(node(duplicateNodes(base, ["b"]).document, "b1").inputs).toEqual({ input: "a" })
  })

  test("pasting into another document drops wires from nodes that are not there", () => {
    const other: GradwireDocument = { gradwire: 1, nodes: [{ id: "b", op: "Input" }] }
    const copied = paste(other, [
      { id: "b", op: "ReLU", inputs: { input: "a" }, group: "g" },
      { id: "c", op: "ReLU", inputs: { input: "b" } },
    ])
    expect(copied.document.nodes.slice(1)).toEqual([
      { id: "b1", op: "ReLU" },
      { id: "c", op: "ReLU", inputs: { input: "b1" } },
    ])
  })

  test("groups nest where all members share one, and dissolve into the one around them", () => {
    const outer = group(base, ["a", "b", "cat"], "outer")
    const inner = group(outer.document, ["a", "b"])
    expect(inner.document.groups).toEqual([
      { id: "group1", label: "outer" },
      { id: "group2", parent: "group1" },
    ])
    expect(node(inner.document, "a").group).toBe("group2")
    expect(ungroup(inner.document, "group2")).toEqual(outer.document)
    const flat = ungroup(inner.document, "group1")
    expect(flat.groups).toEqual([{ id: "group2" }])
    expect(node(flat, "cat")).not.toHaveProperty("group")
    expect(ungroup(ungroup(inner.document, "group1"), "group2")).toEqual(base)
    expect(setGroup(outer.document, "group1", { collapsed: true }).groups).toEqual([
      { id: "group1", label: "outer", collapsed: true },
    ])
    expect(node(moveInto(outer.document, ["a"], undefined), "a")).not.toHaveProperty("group")
    expect(moveInto(base, ["a"], "nowhere")).toBe(base)
    expect(group(base, ["nobody"]).document).toBe(base)
  })
})

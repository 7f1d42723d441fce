import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { duplicateNodes } from "../../src/graph/edit/copies.ts"
import { cardPorts, fold, moveShown } from "../../src/graph/edit/fold.ts"
import { group, setGroup, ungroup } from "../../src/graph/edit/groupEdits.ts"
import { placeName } from "../../src/graph/wire.ts"
import { ops } from "../../src/ops/registry.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 4, 8, 8] }, at: [0, 0] },
    {
      id: "conv",
      op: "Conv2d",
      attrs: { out_channels: 4, kernel_size: 3, padding: 1 },
      inputs: { input: "x" },
      at: [200, 40],
      group: "inner",
    },
    { id: "act", op: "ReLU", inputs: { input: "conv" }, at: [400, 20], group: "inner" },
    { id: "sum", op: "Add", inputs: { a: "act", b: "x" }, at: [600, 0], group: "block" },
    { id: "loose", op: "ReLU", at: [700, 300], group: "block" },
    { id: "end", op: "ReLU", inputs: { input: "sum" }, at: [900, 0] },
    { id: "peek", op: "Tanh", inputs: { input: "act" }, at: [900, 90] },
  ],
  groups: [
    { id: "inner", parent: "block" },
    { id: "block", label: "Block" },
  ],
}
const collapsed = (...ids: string[]) => ids.reduce((left, id) => setGroup(left, id, { collapsed: true }), GRAPH)
const ids = (document: GradwireDocument) => fold(document).shown.map(({ id }) => id)

test("open groups are frames, outer ones first, around everything inside", () => {
  const { frames, cards } = fold(GRAPH)
  expect(cards).toEqual([])
  expect(frames.map(({ group, members, depth }) => [group.id, members, depth])).toEqual([
    ["block", ["conv", "act", "sum", "loose"], 0],
    ["inner", ["conv", "act"], 1],
  ])
})

test("a collapsed group hides its members and all groups inside it", () => {
  const folded = fold(collapsed("block", "inner"))
  expect(ids(collapsed("block", "inner"))).toEqual(["x", "end", "peek"])
  expect(folded.cards.map(({ id, at }) => [id, at])).toEqual([["group:block", [200, 0]]])
  expect(folded.frames).toEqual([])
  expect(folded.cardOf.get("conv")).toBe("group:block")
})

test("a collapsed group in an open one is a card in a frame", () => {
  const { cards, frames } = fold(collapsed("inner"))
  expect(cards.map(({ id, within }) => [id, within])).toEqual([["group:inner", "block"]])
  expect(frames.map(({ group }) => group.id)).toEqual(["block"])
})

test("a card has a port for each wire over its border, and for what waits to be wired", () => {
  const analysis = analyze(GRAPH, ops)
  const ports = (...members: string[]) => {
    const { inputs, outputs } = cardPorts(analysis, members)
    return [inputs.map(placeName), outputs.map(placeName)]
  }
  expect(ports("conv", "act", "sum", "loose")).toEqual([
    ["conv:input", "sum:b", "loose:input"],
    ["act:output", "sum:output", "loose:output"],
  ])
  // One output for two wires.
  expect(ports("conv", "act")).toEqual([["conv:input"], ["act:output"]])
})

test("moving a card moves what is inside by as much, and nothing else", () => {
  const document = collapsed("block")
  const moved = moveShown(document, new Map([["group:block", [250, 100]]]))
  const at = (id: string) => moved.nodes.find((node) => node.id === id)?.at
  expect([at("conv"), at("act"), at("sum")]).toEqual([
    [250, 140],
    [450, 120],
    [650, 100],
  ])
  expect(at("x")).toEqual([0, 0])
})

test("parents in a circle do not hang it", () => {
  const document = {
    ...GRAPH,
    groups: [
      { id: "inner", parent: "block" },
      { id: "block", parent: "inner" },
    ],
  }
  expect(fold(document).frames.length).toBe(2)
})

test("grouping keeps groups that are chosen whole", () => {
  const made = group(GRAPH, ["conv", "act", "sum", "loose", "end"])
  expect(made.document.groups?.find(({ id }) => id === "block")?.parent).toBe(made.id)
  expect(made.document.nodes.find(({ id }) => id === "conv")).toMatchObject({ group: "inner" })
  const back = ungroup(made.document, made.id ?? "")
  expect(back.groups?.find(({ id }) => id === "block")?.parent ?? null).toBeNull()
})

test("a group that is copied whole is copied as a group, others lend theirs", () => {
  const copied = duplicateNodes(collapsed("inner"), ["conv", "act"])
  const inner = copied.document.groups?.at(-1)
  expect(inner).toMatchObject({ parent: "block", collapsed: true })
  const copy = copied.document.nodes.find(({ id }) => id === copied.ids.get("act"))
  expect(copy).toMatchObject({ group: inner?.id, inputs: { input: copied.ids.get("conv") } })
  expect(duplicateNodes(GRAPH, ["conv"]).document.groups).toEqual(GRAPH.groups)
  const whole = duplicateNodes(GRAPH, ["conv", "act", "sum", "loose"]).document.groups?.slice(2)
  expect(whole?.[0]?.parent).toBe(whole?.[1]?.id)
})

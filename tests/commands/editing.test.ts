import { beforeEach, expect, test } from "vitest"
import { copiedText, duplicateSelection, pasteText, removeCopied } from "../../src/commands/edit/clipboard/clipboard.ts"
import { insertOp } from "../../src/commands/edit/inserting/inserting.ts"
import { openText } from "../../src/commands/file/opening/opening.ts"
import { commandNamed } from "../../src/commands/registry.ts"
import { type GradwireDocument, readNodes } from "../../src/graph/document.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { useCamera } from "../../src/state/camera.ts"
import { open, undo, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import { useSession } from "../../src/state/session.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
    { id: "a", op: "ReLU", inputs: { input: "x" }, at: [260, 0] },
    { id: "b", op: "Tanh", inputs: { input: "a" }, at: [520, 0] },
    { id: "c", op: "Concat", inputs: { inputs: ["x", "a", "b"] }, at: [780, 0] },
  ],
}
const nodes = () => readNodes(useDocument.getState().document)
const node = (id: string) => nodes().find((one) => one.id === id)
const select = (...ids: string[]) => useSession.getState().select({ nodes: ids, wires: [] })
const entries = () => useDocument.getState().past.length

beforeEach(() => {
  open(GRAPH)
  useMessages.setState({ messages: [] })
  const boxes = () =>
    new Map(nodes().map(({ id, at }) => [id, { x: at?.[0] ?? 0, y: at?.[1] ?? 0, width: 180, height: 60 }]))
  useCamera.setState({ boxes })
})

test("deleting takes nodes and their wires, in one entry", () => {
  select("a", "b")
  commandNamed("edit.remove").run()
  expect(nodes().map(({ id }) => id)).toEqual(["x", "c"])
  expect(node("c")?.inputs).toEqual({ inputs: ["x"] })
  expect(entries()).toBe(1)
  undo()
  expect(useDocument.getState().document).toBe(GRAPH)
})

test("cutting several wires of one list takes just these", () => {
  const wires = useAnalysis.getState().analysis.wires.filter(({ to }) => to.node === "c" && to.index !== 1)
  useSession.getState().select({ nodes: [], wires: wires.map(({ id }) => id) })
  commandNamed("edit.remove").run()
  expect(node("c")?.inputs).toEqual({ inputs: ["a"] })
  expect(entries()).toBe(1)
})

test("a new op follows the one selected node, joined to it", () => {
  select("b")
  insertOp("Sigmoid")
  const added = nodes().at(-1)
  expect(added).toMatchObject({ op: "Sigmoid", inputs: { input: "b" } })
  expect(useSession.getState().nodes).toEqual([added?.id])
  expect(entries()).toBe(1)
  const [x, y] = added?.at ?? [0, 0]
  for (const [id, { x: left, y: top, width, height }] of useCamera.getState().boxes()) {
    if (id === added?.id) continue
    expect(x < left + width && left < x + 180 && y < top + height && top < y + 60).toBe(false)
  }
})

test("a new op is not joined where several places could be meant", () => {
  select("b")
  insertOp("Add")
  expect(nodes().at(-1)?.inputs).toBeUndefined()
  select("a", "b")
  insertOp("ReLU")
  expect(nodes().at(-1)?.inputs).toBeUndefined()
})

test("an unused Input gets the shape that the first op behind it takes, in one step", () => {
  open({ gradwire: 1, nodes: [] })
  insertOp("Input")
  const [input] = nodes()
  insertOp("Conv2d")
  expect(nodes().map(({ attrs }) => attrs?.shape)).toEqual([[4, 1, 28, 28], undefined])
  expect(useAnalysis.getState().analysis.problems).toEqual([])
  undo()
  expect(nodes()).toEqual([input])
  // What takes rows leaves them; an Input that is used, or filled, keeps its shape.
  insertOp("Linear")
  expect(nodes()[0]).toEqual(input)
  select(input?.id ?? "")
  insertOp("Conv2d")
  expect(nodes()[0]).toEqual(input)
})

test("a dropped op has its middle where it was dropped", () => {
  insertOp("ReLU", [1000, 500])
  expect(nodes().at(-1)?.at).toEqual([910, 470])
})

test("what is copied can be pasted, wires inside kept, as one entry", () => {
  select("a", "b")
  const text = copiedText()
  open({ gradwire: 1, nodes: [] })
  pasteText(text ?? "")
  expect(nodes()).toHaveLength(2)
  const [first, second] = nodes()
  expect(second?.inputs).toEqual({ input: first?.id })
  expect(first?.inputs).toBeUndefined()
  expect(entries()).toBe(1)
  expect(useSession.getState().nodes).toEqual([first?.id, second?.id])
})

test("duplicates stand beside their originals under new names", () => {
  select("a")
  duplicateSelection()
  expect(nodes().at(-1)).toMatchObject({ op: "ReLU", at: [260, -64] })
  expect(new Set(nodes().map(({ id }) => id)).size).toBe(5)
})

test("pasting what is no graph says so and changes nothing", () => {
  const before = useDocument.getState().document
  pasteText("hello")
  expect(useDocument.getState().document).toBe(before)
  expect(useMessages.getState().messages[0]?.text).toContain("The clipboard holds no graph.")
})

test("a broken file says where, and what was open stays", () => {
  const before = useDocument.getState().document
  expect(openText('{ "gradwire": 1, "nodes": [ }', "“a.json”")).toBe(false)
  expect(useDocument.getState().document).toBe(before)
  expect(useMessages.getState().messages[0]?.text).toMatch(/“a\.json” could not be opened\. Line 1, column \d+/)
})

test("tidying moves every node in one entry and covers none", async () => {
  await commandNamed("view.tidy").run()
  expect(entries()).toBe(1)
  const xs = nodes().map(({ at }) => at?.[0] ?? 0)
  expect([...xs].sort((a, b) => a - b)).toEqual(xs)
})

test("tidying from top to bottom, and of the selection alone, whose corner stays", async () => {
  await commandNamed("view.tidyDown").run()
  // As long as the window has room below, what takes from a node stands under it.
  const [a, b] = [node("a")?.at ?? [0, 0], node("b")?.at ?? [0, 0]]
  expect(b[0]).toBe(a[0])
  expect(b[1]).toBeGreaterThan(a[1] + 60)
  const before = nodes()
  const chosen = before.slice(0, 2).map(({ id }) => id)
  const corner = (list: typeof before) =>
    [0, 1].map((axis) => Math.min(...list.filter(({ id }) => chosen.includes(id)).map(({ at }) => at?.[axis] ?? 0)))
  const stood = corner(before)
  useSession.getState().select({ nodes: chosen })
  await commandNamed("view.tidy").run()
  expect(corner(nodes())).toEqual(stood)
  expect(nodes().filter(({ id }) => !chosen.includes(id))).toEqual(before.filter(({ id }) => !chosen.includes(id)))
  expect(entries()).toBe(2)
})

const GROUPED: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] }, at: [0, 0] },
    { id: "a", op: "ReLU", inputs: { input: "x" }, at: [260, 0], group: "inner" },
    { id: "b", op: "Tanh", inputs: { input: "a" }, at: [520, 0], group: "inner" },
    { id: "c", op: "Add", inputs: { a: "b", b: "x" }, at: [780, 0], group: "outer" },
  ],
  groups: [
    { id: "outer", label: "Block" },
    { id: "inner", label: "Two", parent: "outer", collapsed: true },
  ],
}
const groups = () => useDocument.getState().document.groups ?? []

test("pasting brings groups that were copied whole, nested and collapsed as they were, under fresh ids", () => {
  open(GROUPED)
  select("a", "b", "c")
  const text = copiedText() ?? ""
  pasteText(text)
  expect(groups().slice(2)).toEqual([
    { id: "outer1", label: "Block" },
    { id: "inner1", label: "Two", parent: "outer1", collapsed: true },
  ])
  expect(
    nodes()
      .slice(4)
      .map(({ id, group }) => [id, group]),
  ).toEqual([
    ["a1", "inner1"],
    ["b1", "inner1"],
    ["c1", "outer1"],
  ])
  expect(entries()).toBe(1)
  open({ gradwire: 1, nodes: [] })
  pasteText(text)
  expect(groups()).toEqual(GROUPED.groups)
  expect(nodes().map(({ group }) => group)).toEqual(["inner", "inner", "outer"])
})

test("a part of a group is pasted without it, and a group without the one around it if that stays", () => {
  open(GROUPED)
  select("a")
  pasteText(copiedText() ?? "")
  expect(groups()).toHaveLength(2)
  expect(nodes().at(-1)?.group).toBeUndefined()
  open(GROUPED)
  select("a", "b")
  pasteText(copiedText() ?? "")
  expect(groups().slice(2)).toEqual([{ id: "inner1", label: "Two", collapsed: true }])
  expect(nodes().at(-1)?.group).toBe("inner1")
})

test("what was cut comes back as it was; an opened layer can be closed again", () => {
  open({
    ...GRAPH,
    nodes: [...GRAPH.nodes, { id: "s", op: "Softmax", attrs: { dim: 1 }, inputs: { input: "b" }, at: [0, 300] }],
  })
  select("s")
  commandNamed("graph.openIntoParts").run()
  const opened = useDocument.getState().document
  select(
    ...nodes()
      .slice(4)
      .map(({ id }) => id),
  )
  const text = copiedText() ?? ""
  removeCopied()
  expect(groups()).toEqual([])
  pasteText(text)
  expect(groups()).toEqual(opened.groups)
  commandNamed("graph.closeParts").run()
  expect(node("s")).toMatchObject({ op: "Softmax", inputs: { input: "b" } })
})

import { beforeEach, expect, test, vi } from "vitest"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { addNode, moveNodes, removeNodes, setTitle } from "../../src/graph/edit/edit.ts"
import {
  edit,
  endGesture,
  open,
  redo,
  replace,
  setLock,
  settle,
  startGesture,
  undo,
  useDocument,
} from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import { useSession } from "../../src/state/session.ts"
import { LOCK_WORDS } from "../../src/state/status.ts"

const EMPTY: GradwireDocument = { gradwire: 1, title: "t", nodes: [] }
const state = () => useDocument.getState()
const add = (id: string) => edit(`Add ${id}`, (d) => addNode(d, { id, op: "ReLU", at: [0, 0] }))
const move = (x: number, options = {}) => edit("Move a", (d) => moveNodes(d, new Map([["a", [x, 0]]])), options)

beforeEach(() => open(EMPTY))

test("an edit can be undone and redone, by its name", () => {
  add("a")
  add("b")
  expect(state().past.map(({ label }) => label)).toEqual(["Add a", "Add b"])
  undo()
  expect(state().document.nodes.map(({ id }) => id)).toEqual(["a"])
  redo()
  expect(state().document.nodes.map(({ id }) => id)).toEqual(["a", "b"])
  undo()
  undo()
  expect(state().document).toBe(EMPTY)
  undo()
  expect(state().document).toBe(EMPTY)
})

test("an edit that changes nothing leaves no entry", () => {
  edit("Nothing", (d) => d)
  expect(state().past).toHaveLength(0)
})

test("edits of one key merge while the gesture lasts", () => {
  add("a")
  for (const x of [1, 2, 3]) move(x, { key: "nudge a" })
  expect(state().past).toHaveLength(2)
  undo()
  expect(state().document.nodes[0]?.at).toEqual([0, 0])
  redo()
  expect(state().document.nodes[0]?.at).toEqual([3, 0])
})

test("a gesture ends by itself, by endGesture, by another key and by undo", () => {
  add("a")
  move(1, { key: "k" })
  move(2, { key: "k", within: -1 })
  expect(state().past).toHaveLength(3)
  endGesture()
  move(3, { key: "k" })
  expect(state().past).toHaveLength(4)
  move(4, { key: "other" })
  expect(state().past).toHaveLength(5)
  undo()
  move(5, { key: "k" })
  expect(state().past).toHaveLength(5)
})

test("a gesture that was started lasts until it is ended, whatever the pauses", () => {
  const now = vi.spyOn(performance, "now")
  const later = (milliseconds: number, key: string) => {
    now.mockReturnValue(milliseconds)
    move(milliseconds, { key })
  }
  add("a")
  startGesture()
  for (const time of [1000, 5000, 60_000]) later(time, "lr")
  expect(state().past).toHaveLength(2)
  later(61_000, "other")
  later(62_000, "lr")
  expect(state().past).toHaveLength(4)
  endGesture()
  later(62_001, "lr")
  expect(state().past).toHaveLength(5)
  later(70_000, "lr")
  expect(state().past).toHaveLength(6)
  startGesture()
  later(70_001, "lr")
  expect(state().past).toHaveLength(7)
  endGesture()
  now.mockRestore()
})

test("a new edit forgets what was undone", () => {
  add("a")
  undo()
  add("b")
  expect(state().future).toHaveLength(0)
})

test("undo brings back the selection, and a removed node is not selected", () => {
  add("a")
  useSession.getState().select({ nodes: ["a"] })
  edit("Delete a", (d) => removeNodes(d, ["a"]))
  expect(useSession.getState().nodes).toEqual([])
  undo()
  expect(useSession.getState().nodes).toEqual(["a"])
  redo()
  expect(useSession.getState().nodes).toEqual([])
})

test("at most 200 entries are kept, the oldest go", () => {
  for (let i = 0; i < 230; i++) edit(`Title ${i}`, (d) => setTitle(d, `t${i}`))
  expect(state().past).toHaveLength(200)
  expect(state().past[0]?.label).toBe("Title 30")
})

test("settling is no edit", () => {
  settle((d) => setTitle(d, "placed"))
  expect(state().document.title).toBe("placed")
  expect(state().past).toHaveLength(0)
})

test("a locked document takes no edit and no undo, and says why", () => {
  add("a")
  setLock("tab")
  add("b")
  undo()
  expect(state().document.nodes.map(({ id }) => id)).toEqual(["a"])
  expect(useMessages.getState().messages.map(({ text }) => text)).toContain(LOCK_WORDS.tab)
  setLock(null)
  undo()
  expect(state().document).toBe(EMPTY)
})

test("what another tab has done cannot be undone here", () => {
  add("a")
  replace({ ...EMPTY, title: "theirs" }, false)
  undo()
  expect(state().document.title).toBe("theirs")
})

test("opening forgets the past, the selection and says so", () => {
  add("a")
  useSession.getState().select({ nodes: ["a"] })
  const before = state().opened
  open({ ...EMPTY, view: { shapes: "HWC" } })
  expect(state().past).toHaveLength(0)
  expect(state().opened).toBe(before + 1)
  expect(useSession.getState().nodes).toEqual([])
  expect(useSession.getState().order).toBe("HWC")
})

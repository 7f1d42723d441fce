// Nodes without a place get one when their document is opened: nothing to undo, and many of them off the page.

import { beforeEach, expect, test, vi } from "vitest"
import { askLayout, OFF_PAGE } from "../../src/engine/layout/ask.ts"
import type { GradwireDocument, Point } from "../../src/graph/document.ts"
import { addNode } from "../../src/graph/edit/edit.ts"
import { edit, open, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import { usePlacing } from "../../src/state/places/placing.ts"

type Places = ReadonlyMap<string, Point>
let answer: (places: Places) => void
let fail: (error: Error) => void

vi.mock("../../src/engine/layout/ask.ts", async (original) => ({
  ...(await original<object>()),
  askLayout: vi.fn(),
}))
beforeEach(() => {
  vi.mocked(askLayout)
    .mockReset()
    .mockImplementation(
      () =>
        new Promise((resolve, reject) => {
          answer = resolve
          fail = reject
        }),
    )
})

const chain = (count: number): GradwireDocument => ({
  gradwire: 1,
  title: "chain",
  nodes: Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    op: "ReLU",
    ...(i > 0 && { inputs: { input: `n${i - 1}` } }),
  })),
})
const row = (count: number): Places => new Map(Array.from({ length: count }, (_, i) => [`n${i}`, [i, 7] as const]))
const lost = () => useDocument.getState().document.nodes.filter(({ at }) => at === undefined).length
const settled = () => new Promise((resolve) => setTimeout(resolve))

test("a small document is laid out at once", () => {
  open(chain(3))
  expect([lost(), useDocument.getState().past, usePlacing.getState().count]).toEqual([0, [], 0])
  expect(askLayout).not.toHaveBeenCalled()
})

test("a big one is laid out off the page, once; what was edited meanwhile stays, and there is nothing more to undo", async () => {
  const many = OFF_PAGE + 1
  open(chain(many))
  expect([lost(), usePlacing.getState().count]).toEqual([many, many])
  edit("Add a node", (document) => addNode(document, { id: "own", op: "ReLU", at: [5, 5] }))
  expect(askLayout).toHaveBeenCalledTimes(1)
  answer(row(many))
  await settled()
  const { document, past } = useDocument.getState()
  expect([lost(), usePlacing.getState().count, past.map(({ label }) => label)]).toEqual([0, 0, ["Add a node"]])
  expect([document.nodes[2]?.at, document.nodes.at(-1)?.at]).toEqual([
    [2, 7],
    [5, 5],
  ])
})

test("an answer for a document that was left is not heard", async () => {
  open(chain(OFF_PAGE + 1))
  const late = answer
  open(chain(OFF_PAGE + 2))
  late(row(OFF_PAGE + 1))
  await settled()
  expect([lost(), usePlacing.getState().count]).toEqual([OFF_PAGE + 2, OFF_PAGE + 2])
  answer(row(OFF_PAGE + 2))
  await settled()
  expect([lost(), usePlacing.getState().count]).toEqual([0, 0])
})

test("a fault is said, and not met again and again", async () => {
  open(chain(OFF_PAGE + 1))
  fail(new Error("bang"))
  await settled()
  expect(usePlacing.getState().count).toBe(0)
  expect(useMessages.getState().messages.map(({ text }) => text)).toEqual([
    "The graph could not be laid out, for a fault in Gradwire itself: bang",
  ])
  edit("Add a node", (document) => addNode(document, { id: "own", op: "ReLU", at: [5, 5] }))
  expect(askLayout).toHaveBeenCalledTimes(1)
})

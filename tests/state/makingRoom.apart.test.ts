// Cards that grow by the picture of their tensor push others away: when a document opens, and when a shape changes.

import { expect, test } from "vitest"
import type { GradwireDocument, NodeDocument, Point } from "../../src/graph/document.ts"
import { drawnBoxes } from "../../src/graph/drawing/boxes.ts"
import { connect, moveNodes, setAttr } from "../../src/graph/edit/edit.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { edit, open, undo, useDocument } from "../../src/state/document.ts"
import "../../src/state/places/placing.ts"

const input = (id: string, at: Point, shape: readonly number[] = [4, 3]): NodeDocument => ({
  id,
  op: "Input",
  attrs: { shape: [...shape] },
  at,
})
const documentOf = (...nodes: readonly NodeDocument[]): GradwireDocument => ({ gradwire: 1, title: "room", nodes })
const now = (): GradwireDocument => useDocument.getState().document
const y = (id: string): number => now().nodes.find((node) => node.id === id)?.at?.[1] ?? Number.NaN
const bottom = (id: string): number => {
  const box = drawnBoxes(now(), useAnalysis.getState().analysis).get(id)
  return (box?.y ?? 0) + (box?.height ?? 0)
}

test("what is opened close together is moved apart, and there is nothing to undo", () => {
  open(documentOf(input("a", [0, 0]), input("b", [0, 90])))
  expect(y("a")).toBe(0)
  expect(y("b")).toBeGreaterThanOrEqual(bottom("a") + 8)
  expect(useDocument.getState().past).toEqual([])
})

test("what has room stays where its author put it", () => {
  const given = documentOf(input("a", [0, 0]), input("b", [0, 600]), input("c", [500, 10]))
  open(given)
  expect(now()).toBe(given)
})

test("a card that grows by an edit pushes away what it would lie on; undone, the edit alone is undone", () => {
  open(documentOf(input("a", [0, 0], [1, 3]), input("b", [0, 180])))
  expect(y("b")).toBe(180)
  edit("Set shape", (document) => setAttr(document, "a", "shape", [5, 3]))
  expect(y("b")).toBeGreaterThanOrEqual(bottom("a") + 8)
  expect(useDocument.getState().past.map(({ label }) => label)).toEqual(["Set shape"])
  undo()
  expect(y("b")).toBe(180)
})

test("a wire that gives a node its shape makes room for its picture", () => {
  const relu: NodeDocument = { id: "r", op: "ReLU", at: [400, 0] }
  open(documentOf(input("x", [0, 0]), relu, input("below", [400, 100])))
  expect(y("below")).toBe(100)
  edit("Connect", (document) => connect(document, { node: "x", port: "value" }, { node: "r", port: "input" }))
  expect(y("below")).toBeGreaterThanOrEqual(bottom("r") + 8)
})

test("what somebody drags onto another card stays there", () => {
  open(documentOf(input("a", [0, 0]), input("b", [0, 600])))
  edit("Move", (document) => moveNodes(document, new Map([["b", [30, 60] as Point]])))
  expect(y("b")).toBe(60)
  edit("Set shape", (document) => setAttr(document, "a", "shape", [3, 3]))
  expect(y("b")).toBe(60)
})

test("hundreds of nodes are moved apart as few are", () => {
  const many = Array.from({ length: 400 }, (_, i) => input(`n${i}`, [260 * (i % 20), 60 * Math.floor(i / 20)]))
  open(documentOf(...many))
  for (let i = 20; i < 400; i++) expect(y(`n${i}`), `n${i}`).toBeGreaterThanOrEqual(bottom(`n${i - 20}`) + 8)
})

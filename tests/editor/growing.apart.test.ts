// A graph that was fitted stays so where its cards grow by themselves; a view that a hand has moved stays where it is.

import type { useReactFlow, useStoreApi, Viewport } from "@xyflow/react"
import { expect, test, vi } from "vitest"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { setAttr } from "../../src/graph/edit/edit.ts"
import { edit, open } from "../../src/state/document.ts"

// The camera asks once whether less motion is wanted, and waits for a frame: there is no page here.
vi.stubGlobal("matchMedia", () => ({ matches: true }))
vi.stubGlobal("requestAnimationFrame", (then: () => void) => setTimeout(then, 0))
vi.stubGlobal("cancelAnimationFrame", clearTimeout)

const { refitGrown } = await import("../../src/editor/canvas/camera/growing.ts")
const { isFitted, showAll } = await import("../../src/editor/canvas/camera/showing.ts")
const { startFlow, useFlow } = await import("../../src/editor/canvas/flow/nodesAndEdges.ts")

const input = (id: string, y: number): NodeDocument => ({ id, op: "Input", attrs: { shape: [1, 3] }, at: [0, y] })
const document: GradwireDocument = { gradwire: 1, title: "grown", nodes: [input("a", 0), input("b", 200)] }
const canvas = { width: 900, height: 600, domNode: null }

/** What React Flow answers with: the view, and who moves it. */
function flowAt(): { readonly flow: ReturnType<typeof useReactFlow>; readonly moves: Viewport[] } {
  const moves: Viewport[] = []
  const flow = {
    getViewport: () => moves.at(-1) ?? { x: 0, y: 0, zoom: 1 },
    setViewport: (view: Viewport) => moves.push(view),
  } as unknown as ReturnType<typeof useReactFlow> // all that the camera asks of it here
  return { flow, moves }
}

const store = { getState: () => canvas } as unknown as ReturnType<typeof useStoreApi> // its size is all that is read

/** Edits so that a card grows, and waits until a frame has been drawn. */
async function grow(): Promise<void> {
  const height = (): number => useFlow.getState().byId.get("a")?.data.face.height ?? 0
  const before = height()
  edit("Set shape", (now) => setAttr(now, "a", "shape", [6, 3]))
  expect(height()).toBeGreaterThan(before)
  await new Promise((done) => setTimeout(done, 20))
}

test("cards that grow are fitted in again", async () => {
  open(document)
  const stop = startFlow()
  const { flow, moves } = flowAt()
  const leave = refitGrown(flow, store)
  showAll(flow, canvas)
  await grow()
  expect(moves.length).toBe(2)
  expect(isFitted(flow, canvas)).toBe(true)
  leave()
  stop()
})

test("a view that somebody has moved stays", async () => {
  open(document)
  const stop = startFlow()
  const { flow, moves } = flowAt()
  const leave = refitGrown(flow, store)
  showAll(flow, canvas)
  moves.push({ x: 40, y: 10, zoom: 0.5 })
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + 1000)
  await grow()
  expect(moves.length).toBe(2)
  leave()
  stop()
})

// The far layer: what is in view, what is under the pointer, and that nothing is worked out twice.

import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { leastZoom } from "../../src/editor/canvas/far/far.ts"
import { farHit, nodesInBox, wireAt } from "../../src/editor/canvas/far/farHit.ts"
import { distanceTo, farWires, meet, seenBox } from "../../src/editor/canvas/far/farScene.ts"
import { edgesOf, haveMoved, nodesOf } from "../../src/editor/canvas/flow/elements.ts"
import { extent } from "../../src/editor/canvas/flow/extent.ts"
import { showNodes, useFlow } from "../../src/editor/canvas/flow/nodesAndEdges.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { pointAt } from "../../src/graph/drawing/wires/curve.ts"
import { ops } from "../../src/ops/registry.ts"

const WIDE = 12
const nodes: NodeDocument[] = Array.from({ length: 144 }, (_, i) => ({
  id: `n${i}`,
  op: i === 0 ? "Input" : "ReLU",
  ...(i === 0 ? { attrs: { shape: [2] } } : { inputs: { input: `n${Math.max(0, i - WIDE)}` } }),
  at: [(i % WIDE) * 260, Math.floor(i / WIDE) * 150],
}))
const document: GradwireDocument = { gradwire: 1, nodes }
const analysis = analyze(document, ops)
const drawn = nodesOf(analysis, [], new Map())
const byId = new Map(drawn.map((node) => [node.id, node]))
const edges = edgesOf(analysis, [], [], byId)
const before = useFlow.getState()

beforeAll(() => {
  showNodes(drawn)
  useFlow.setState({ edges })
})
afterAll(() => useFlow.setState(before))

describe("what is in view", () => {
  test("the box of a view is what the view's corners are in the canvas, at any zoom and place", () => {
    for (const zoom of [0.01, 0.08, 0.3, 1, 3]) {
      for (const [dx, dy] of [
        [0, 0],
        [-700, 340],
        [1e5, -1e5],
      ] as const) {
        const { left, top, right, bottom } = seenBox({ transform: [dx, dy, zoom], width: 800, height: 600 })
        expect([left * zoom + dx, top * zoom + dy]).toEqual([expect.closeTo(0, 6), expect.closeTo(0, 6)])
        expect([right * zoom + dx, bottom * zoom + dy]).toEqual([expect.closeTo(800, 6), expect.closeTo(600, 6)])
      }
    }
  })
  test("two boxes meet both ways alike; edges alone do not count", () => {
    const box = (left: number, top: number) => ({ left, top, right: left + 10, bottom: top + 10 })
    for (let x = -20; x <= 20; x += 5) {
      for (let y = -20; y <= 20; y += 5) {
        const meets = Math.abs(x) < 10 && Math.abs(y) < 10
        expect([meet(box(0, 0), box(x, y)), meet(box(x, y), box(0, 0))]).toEqual([meets, meets])
      }
    }
  })
  test("the least zoom shows all of a graph of any size, with room to spare", () => {
    const whole = extent(drawn)
    expect(whole).toMatchObject({ x: 0, y: 0 })
    for (const factor of [0.1, 1, 10, 100, 1e4]) {
      const spread = drawn.map((node) => ({
        ...node,
        position: { x: node.position.x * factor, y: node.position.y * factor },
      }))
      const zoom = leastZoom(spread, 900, 600)
      const { x, y, right, bottom } = extent(spread)
      expect(zoom).toBeLessThanOrEqual(0.08)
      expect((right - x) * zoom).toBeLessThanOrEqual(900)
      expect((bottom - y) * zoom).toBeLessThanOrEqual(600)
    }
    expect(leastZoom([], 900, 600)).toBe(0.08)
  })
})

describe("what is under the pointer", () => {
  test("the middle of every node is that node", () => {
    for (const { id, position, data } of drawn) {
      const at = [position.x + data.face.width / 2, position.y + data.face.height / 2] as const
      for (const zoom of [0.02, 0.1, 0.29]) expect(farHit(at, zoom)).toEqual({ node: id })
    }
  })
  test("the middle of every wire is near that wire, and far from everything is nothing", () => {
    for (const wire of farWires(edges, byId)) {
      const [x, y] = pointAt(wire.curve, 0.5)
      // A curve is looked at in steps of about the reach, so half of it is the most that can be missed.
      expect(distanceTo(wire, x, y, 6)).toBeLessThan(3.5)
      // Those that fan out of the first node run through one another.
      if (wire.id.startsWith("n0:")) expect(wireAt([x, y], 1)).not.toBeNull()
      else expect(wireAt([x, y], 1)).toEqual({ wire: wire.id })
    }
    expect(farHit([-5000, -5000], 0.1)).toBeNull()
    expect(wireAt([-5000, -5000], 0.1)).toBeNull()
  })
  test("a distance beyond the reach is none", () => {
    const [wire] = farWires(edges, byId)
    if (wire === undefined) throw new Error("there are wires")
    const [x, y] = pointAt(wire.curve, 0.5)
    const far = [2, 5, 20].map((reach) => distanceTo(wire, x, y - 1000, reach))
    expect(far).toEqual([Infinity, Infinity, Infinity])
  })
  test("a box takes the nodes that it touches, and no others", () => {
    expect(nodesInBox(-1e6, -1e6, 2e6, 2e6).length).toBe(drawn.length)
    const [x, y, width, height] = [500, 260, 700, 400]
    const touched = drawn.filter(({ position, data: { face } }) =>
      meet(
        { left: x, top: y, right: x + width, bottom: y + height },
        {
          left: position.x,
          top: position.y,
          right: position.x + face.width,
          bottom: position.y + face.height,
        },
      ),
    )
    expect(touched.length).toBeGreaterThan(3)
    expect(nodesInBox(x, y, width, height)).toEqual(touched.map(({ id }) => id))
  })
})

describe("what stays as it was is the same object", () => {
  test("nodes and edges of the same document; after a move only the moved one is new", () => {
    const again = nodesOf(analysis, [], byId)
    expect(again.every((node, i) => node === drawn[i])).toBe(true)
    expect(haveMoved(drawn, again)).toBe(false)
    expect(edgesOf(analysis, [], edges, byId).every((edge, i) => edge === edges[i])).toBe(true)
    const moved = nodes.map((node) => (node.id === "n7" ? { ...node, at: [7, 7] as const } : node))
    const after = nodesOf(analyze({ ...document, nodes: moved }, ops), [], byId)
    expect(after.filter((node, i) => node !== drawn[i]).map(({ id }) => id)).toEqual(["n7"])
    expect(haveMoved(drawn, after)).toBe(true)
  })
  test("a curve is worked out again only where an end has moved", () => {
    const first = farWires(edges, byId)
    expect(farWires(edges, byId)).toBe(first)
    const node = byId.get("n30")
    if (node === undefined) throw new Error("n30 is drawn")
    const shifted = new Map(byId).set("n30", { ...node, position: { x: 1, y: 1 } })
    useFlow.setState({ byId: shifted })
    const old = new Map(first.map((wire) => [wire.id, wire]))
    const fresh = farWires(edges, shifted).filter((wire) => old.get(wire.id) !== wire)
    expect(fresh.map(({ id }) => id).sort()).toEqual(["n18:output>n30:input", "n30:output>n42:input"])
    useFlow.setState({ byId })
  })
})

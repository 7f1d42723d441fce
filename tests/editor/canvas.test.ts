import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { faceOf } from "../../src/graph/drawing/face.ts"
import { widthOf } from "../../src/graph/drawing/look.ts"
import { placeChips } from "../../src/graph/drawing/wires/chips.ts"
import { curveBetween, curvePath, pointAt } from "../../src/graph/drawing/wires/curve.ts"
import { ops } from "../../src/ops/registry.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] } },
    { id: "a", op: "ReLU", inputs: { input: "x" } },
    { id: "m", op: "Mean", attrs: { dim: [0], keepdim: true }, inputs: { input: "a" }, label: "\\mu" },
    { id: "s", op: "Sub", inputs: { a: "a", b: "m" } },
    { id: "l", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "s" } },
    { id: "?", op: "Nonsense", inputs: { input: "a" } },
  ],
}
const analysis = analyze(GRAPH, ops, "train")
const face = (id: string) => faceOf(GRAPH.nodes.find((node) => node.id === id)!, analysis)

test("cards in a line have straight wires: their first ports are at one height", () => {
  const heights = ["x", "a", "l"].flatMap((id) =>
    face(id)
      .ports.filter(({ side }) => side !== "param")
      .map(({ at }) => at[1]),
  )
  expect(new Set(heights)).toEqual(new Set([20]))
})

test("every port lies on the edge of its node", () => {
  for (const { id } of GRAPH.nodes) {
    const { ports, width, height, kind } = face(id)
    for (const { side, at } of ports) {
      const edge = side === "in" ? at[0] : side === "out" ? width - at[0] : height - at[1]
      expect(edge).toBeGreaterThanOrEqual(0)
      expect(edge).toBeLessThan(kind === "symbol" ? height / 2 : 1)
      expect(at[1]).toBeLessThanOrEqual(height)
    }
  }
})

test("a face says what the node is", () => {
  expect(face("m")).toMatchObject({ kind: "symbol", symbol: "\\mu" })
  expect(face("l")).toMatchObject({ kind: "card", footer: "8 params", name: "l" })
  expect(face("?").problem).toContain("Nonsense")
  expect(face("?").ports.map(({ id }) => id)).toEqual(["input"])
})

test("a curve joins its ends, forward and back", () => {
  for (const to of [
    [300, 80],
    [-300, 80],
    [-300, 300],
    [10, 5],
  ] as const) {
    const curve = curveBetween([0, 0], to)
    expect(pointAt(curve, 0)).toEqual([0, 0])
    expect(pointAt(curve, 1)[0]).toBeCloseTo(to[0])
    expect(pointAt(curve, 1)[1]).toBeCloseTo(to[1])
    expect(curvePath(curve)).not.toContain("NaN")
  }
})

test("chips cover neither nodes nor one another, and stay where they were", () => {
  const nodes = [{ x: 140, y: -30, width: 60, height: 60 }]
  const wishes = [0, 1, 2].map((i) => ({
    wire: `w${i}`,
    curve: curveBetween([0, 0], [340, i * 6]),
    width: 50,
    least: 50,
  }))
  const places = placeChips(wishes, nodes, new Map())
  expect(places.size).toBeGreaterThan(0)
  const boxes = [...places.values()].map(({ at }) => ({ x: at[0] - 25, y: at[1] - 8, width: 50, height: 16 }))
  for (const [i, a] of boxes.entries()) {
    for (const b of [...nodes, ...boxes.slice(i + 1)]) {
      const overlap = a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
      expect(overlap).toBe(false)
    }
  }
  expect(placeChips(wishes, nodes, places)).toEqual(places)
})

test("width grows by decades and is bounded", () => {
  expect([0, 1e-9, 1e-3].map(widthOf)).toEqual([1.5, 1.5, 1.5])
  expect(widthOf(1)).toBeCloseTo(3.75)
  expect([1e3, 1e9].map(widthOf)).toEqual([6, 6])
  expect(widthOf(Number.NaN)).toBe(1.5)
})

// Of very many ports the first have rows of their own and one row stands for the others; no wire is lost by it.

import { describe, expect, it } from "vitest"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import type { Face } from "../../../src/graph/drawing/face.ts"
import type { PortFace } from "../../../src/graph/drawing/ports.ts"
import { portPoint, type Scene, sceneOf } from "../../../src/graph/drawing/scene.ts"
import { ops } from "../../../src/ops/registry.ts"

const X: NodeDocument = { id: "x", op: "Input", attrs: { shape: [1, 4] } }

function concat(count: number, from: (i: number) => string = () => "x"): NodeDocument {
  return {
    id: "c",
    op: "Concat",
    attrs: { dim: 1 },
    inputs: { inputs: Array.from({ length: count }, (_, i) => from(i)) },
  }
}

function drawn(
  nodes: readonly NodeDocument[],
  rest: Partial<GradwireDocument> = {},
): Scene & { readonly wired: number } {
  const analysis = analyze({ gradwire: 1, nodes, ...rest }, ops)
  return { ...sceneOf(analysis), wired: analysis.wires.length }
}

function faceIn({ nodes }: Scene, id: string): Face {
  const found = nodes.find(({ face }) => face.id === id)
  if (found === undefined) throw new Error(`${id} is not drawn`)
  return found.face
}

function side({ ports }: Face, wanted: PortFace["side"]): readonly PortFace[] {
  return ports.filter((port) => port.side === wanted)
}

/** Wires that are drawn, and wires that these stand for. */
function counted({ wires }: Scene): readonly [drawn: number, all: number] {
  return [wires.length, wires.reduce((sum, { more }) => sum + 1 + more, 0)]
}

describe("a list port", () => {
  it.each([
    [1, 2, undefined],
    [63, 64, undefined],
    [64, 65, undefined],
    [65, 65, 1],
    [66, 65, 2],
    [10_000, 65, 9_936],
  ])("with %i wires has %i rows", (count, rows, more) => {
    const scene = drawn([X, concat(count)])
    const ports = side(faceIn(scene, "c"), "in")
    expect(ports).toHaveLength(rows)
    expect(ports.at(-1)?.more).toBe(more)
    // The last row takes the next wire, whatever else it stands for.
    expect(ports.at(-1)?.index).toBe(count)
    expect(counted(scene)).toEqual([Math.min(count, 65), count])
    expect(scene.nodes.every(({ face }) => face.height < 1_400)).toBe(true)
  })

  it("draws the wires of a bundle from each source that they come from", () => {
    const sources = Array.from({ length: 200 }, (_, i) => ({ ...X, id: `x${i}` }))
    const scene = drawn([...sources, concat(400, (i) => `x${i % 200}`)])
    // 64 in rows of their own; 336 more, from 200 sources.
    expect(counted(scene)).toEqual([264, 400])
  })

  it("of outputs is bundled too, and parallel wires between two bundles are one", () => {
    const wide: NodeDocument = { id: "x", op: "Input", attrs: { shape: [500, 1] } }
    const split: NodeDocument = { id: "s", op: "Split", attrs: { split_size: 1, dim: 0 }, inputs: { input: "x" } }
    const scene = drawn([wide, split, { ...concat(500, (i) => `s:outputs[${i}]`), attrs: { dim: 0 } }])
    expect(side(faceIn(scene, "s"), "out").map(({ more }) => more ?? 0)).toEqual([...Array(64).fill(0), 436])
    expect(counted(scene)).toEqual([66, 501])
  })

  it("keeps every place on the card, also one that is bundled", () => {
    const scene = drawn([X, concat(300)])
    const card = scene.nodes.find(({ face }) => face.id === "c")
    const last = portPoint(card, { node: "c", port: "inputs", index: 299 }, "in")
    expect(last).toEqual(portPoint(card, { node: "c", port: "inputs", index: 64 }, "in"))
    expect(last).not.toEqual(portPoint(card, { node: "c", port: "inputs", index: 63 }, "in"))
    expect(portPoint(card, { node: "c", port: "nothing" }, "in")).toBeNull()
  })
})

describe("other sides with many ports", () => {
  it("a collapsed group, with a port for each wire that crosses its border", () => {
    const inside = Array.from({ length: 5_000 }, (_, i) => ({
      id: `r${i}`,
      op: "ReLU",
      inputs: { input: "x" },
      group: "g",
    }))
    const scene = drawn([X, ...inside], { groups: [{ id: "g", collapsed: true }] })
    const card = faceIn(scene, "group:g")
    expect(side(card, "in").at(-1)?.more).toBe(4_936)
    expect(side(card, "out").at(-1)?.more).toBe(4_936)
    expect(counted(scene)).toEqual([65, 5_000])
  })

  it("an op that nobody knows", () => {
    const inputs = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`p${i}`, "x"]))
    const scene = drawn([X, { id: "u", op: "Mystery", inputs }])
    expect(side(faceIn(scene, "u"), "in").at(-1)?.more).toBe(936)
    expect(counted(scene)).toEqual([65, 1_000])
  })
})

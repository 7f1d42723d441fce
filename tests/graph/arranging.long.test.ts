// Automatic layouts as they are drawn: nothing lies on anything, wires run round cards, and all is as large as it can be.

import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { buildFromShorthand } from "../../src/formats/shorthand/shorthand.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { arranged, arrangement, question } from "../../src/graph/drawing/arranging.ts"
import type { FaceKind } from "../../src/graph/drawing/face.ts"
import { type Scene, sceneOf } from "../../src/graph/drawing/scene.ts"
import { pointAt } from "../../src/graph/drawing/wires/curve.ts"
import { moveNodes } from "../../src/graph/edit/edit.ts"
import { layout } from "../../src/graph/layout/layout.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const WINDOWS = {
  "1440×900": { width: 824, height: 516 },
  "1024×700": { width: 700, height: 320 },
  "360×740": { width: 304, height: 370 },
} as const
type Window = keyof typeof WINDOWS

function read(file: string): GradwireDocument {
  return readDocument(readFileSync(file, "utf8")).document!
}

function laidOut(document: GradwireDocument, window: Window, kind: FaceKind = "pictured"): Scene {
  const size = WINDOWS[window]
  const direction = size.width < 460 ? "down" : "right"
  const asked = question(analyze(document, ops, "train"), document, { window: size, direction }, null, kind)
  const places = layout(asked.boxes, asked.joins, asked.options)
  expect(layout(asked.boxes, asked.joins, asked.options)).toEqual(places)
  return sceneOf(analyze(arranged(document, places, direction), ops, "train"), null, undefined, undefined, kind)
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Cards on cards, frames on frames beside them, and cards in frames that are not theirs. */
function overlaps({ nodes, frames }: Scene): readonly string[] {
  const things = [
    ...nodes.map(({ face, x, y }) => ({
      name: face.id,
      inside: face.members ?? [face.id],
      box: { x, y, width: face.width, height: face.height },
    })),
    ...frames.map(({ frame, box }) => ({ name: `frame ${frame.group.id}`, inside: frame.members, box })),
  ]
  return things.flatMap((a, i) =>
    things.slice(i + 1).flatMap((b) => {
      const nested = a.inside.some((id) => b.inside.includes(id))
      return !nested && meet(a.box, b.box) ? [`${a.name} on ${b.name}`] : []
    }),
  )
}

/** Wires that run behind a card: through its box, a pixel inside the edge. */
function behind({ nodes, wires }: Scene): readonly string[] {
  const cards = nodes.filter(({ face }) => face.kind !== "symbol")
  return wires.flatMap(({ wire, curve }) => {
    const count = Math.ceil(curve.length / 4)
    const points = Array.from({ length: count + 1 }, (_, i) => pointAt(curve, i / count))
    return cards.flatMap(({ face, x, y }) => {
      const inner = { x: x + 1, y: y + 1, width: face.width - 2, height: face.height - 2 }
      const met = points.some(([px, py]) => meet({ x: px, y: py, width: 0, height: 0 }, inner))
      return met ? [`${wire.id} behind ${face.id}`] : []
    })
  })
}

/** How large the window shows it; a narrow one counts by its width. */
function scaleIn({ nodes }: Scene, window: Window): number {
  const xs = nodes.flatMap(({ face, x }) => [x, x + face.width])
  const ys = nodes.flatMap(({ face, y }) => [y, y + face.height])
  const { width, height } = WINDOWS[window]
  const across = width / (Math.max(...xs) - Math.min(...xs))
  return width < 460 ? across : Math.min(across, height / (Math.max(...ys) - Math.min(...ys)))
}

function without(document: GradwireDocument): GradwireDocument {
  return { ...document, nodes: document.nodes.map(({ at: _, ...entry }) => entry) as GradwireDocument["nodes"] }
}

/** At least so large; measured when the layout was made, with a little room. */
const FLOORS: readonly (readonly [kind: FaceKind, file: string, wide: number, middle: number, narrow: number])[] = [
  ["plain", "tests/graph/layouts/unet.json", 0.4, 0.25, 0.4],
  ["plain", "tests/graph/layouts/gpt.json", 0.62, 0.45, 0.38],
  ["plain", "graphs/batch-norm.json", 0.7, 0.5, 0.3],
  ["plain", "graphs/f9-circular-padding.json", 0.4, 0.3, 0.3],
  ["plain", "graphs/resnet-152.json", 0.6, 0.5, 0.5],
  ["pictured", "tests/graph/layouts/unet.json", 0.32, 0.19, 0.4],
  ["pictured", "tests/graph/layouts/gpt.json", 0.57, 0.37, 0.38],
  ["pictured", "graphs/batch-norm.json", 0.7, 0.5, 0.29],
  ["pictured", "graphs/f9-circular-padding.json", 0.39, 0.24, 0.3],
  ["pictured", "graphs/resnet-152.json", 0.6, 0.5, 0.5],
]

describe.each(FLOORS)("%s cards of %s laid out", (kind, file, ...floors) => {
  test.each(Object.keys(WINDOWS).map((window, i) => [window as Window, floors[i]!] as const))(
    "for a window of %s, shown at %f or more",
    (window, floor) => {
      const scene = laidOut(without(read(file)), window, kind)
      expect(overlaps(scene)).toEqual([])
      expect(behind(scene)).toEqual([])
      expect(scaleIn(scene, window)).toBeGreaterThanOrEqual(floor)
    },
  )
})

/** Nodes that take some of the earlier ones, in groups and groups of groups. */
const anything = fc.record({
  links: fc.array(fc.array(fc.nat(30), { minLength: 0, maxLength: 4 }), { minLength: 2, maxLength: 30 }),
  members: fc.array(fc.nat(5), { minLength: 30, maxLength: 30 }),
  parents: fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }),
  collapsed: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  window: fc.constantFrom(...(Object.keys(WINDOWS) as Window[])),
  kind: fc.constantFrom<FaceKind>("plain", "pictured"),
})

test("nothing lies on anything and no wire runs behind a card, whatever the graph", () => {
  fc.assert(
    fc.property(anything, ({ links, members, parents, collapsed, window, kind }) => {
      const nodes = links.map((sources, i) => {
        const group = members[i]! < 3 ? { group: `g${members[i]}` } : {}
        const earlier = [...new Set(sources.map((source) => source % Math.max(1, i)))]
        if (i === 0 || earlier.length === 0) return { id: `n${i}`, op: "Input", attrs: { shape: [2, 3] }, ...group }
        if (earlier.length > 1)
          return { id: `n${i}`, op: "Concat", inputs: { inputs: earlier.map((j) => `n${j}`) }, ...group }
        return { id: `n${i}`, op: i % 2 === 0 ? "ReLU" : "Exp", inputs: { input: `n${earlier[0]}` }, ...group }
      })
      const groups = parents.map((parent, i) => ({
        id: `g${i}`,
        collapsed: collapsed[i]!,
        ...(parent < i && { parent: `g${parent}` }),
      }))
      const scene = laidOut({ gradwire: 1, nodes, groups }, window, kind)
      expect(overlaps(scene)).toEqual([])
      expect(behind(scene)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test("what nobody has moved since a layout is known as its, and a node that is moved ends that", () => {
  const document = without(read("tests/graph/layouts/gpt.json"))
  const asked = question(analyze(document, ops, "train"), document, {
    window: WINDOWS["1440×900"],
    direction: "right",
  })
  const placed = arranged(document, layout(asked.boxes, asked.joins, asked.options), "right")
  expect(arrangement(document)).toBe(null)
  expect(arrangement(placed)).toBe("right")
  expect(arrangement(moveNodes(placed, new Map([["ids", [7, 7]]])))).toBe(null)
})

test.each(Object.keys(WINDOWS) as Window[])(
  "a typed network for %s: rows are filled from the first, and wires from one to the next run between them",
  (window) => {
    const built = buildFromShorthand("INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3")
    const { nodes, wires } = laidOut((built as { document: GradwireDocument }).document, window)
    const rows = new Map<number, number>()
    for (const { y } of nodes) rows.set(y, (rows.get(y) ?? 0) + 1)
    const counts = [...rows].sort(([a], [b]) => a - b).map(([, count]) => count)
    expect(counts.slice(0, -1).every((count) => count === counts[0])).toBe(true)
    const bottom = Math.max(...nodes.map(({ y, face }) => y + face.height))
    for (const { curve } of wires) {
      const heights = Array.from({ length: 41 }, (_, i) => pointAt(curve, i / 40)[1])
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...heights)).toBeLessThanOrEqual(bottom)
    }
  },
)

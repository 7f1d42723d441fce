// Room for pictures between cards that somebody placed: nothing lies on anything afterwards, and the arrangement stays.

import fc from "fast-check"
import { expect, test } from "vitest"
import type { NodeDocument, Point } from "../../../src/graph/document.ts"
import { claimedBy } from "../../../src/graph/drawing/claims.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { spread } from "../../../src/graph/drawing/spread.ts"
import { analysisOf } from "../analysing.ts"

/** Kinds of cards, of many sizes: numbers, a map, a sheet, round ones; each takes the Input before. */
const KINDS: readonly Omit<NodeDocument, "id">[] = [
  { op: "Input", attrs: { shape: [4, 3] } },
  { op: "Input", attrs: { shape: [1, 10, 28, 28] } },
  { op: "Input", attrs: { shape: [20, 30] } },
  { op: "Mean", inputs: { input: "n0" } },
  { op: "ReLU", inputs: { input: "n0" } },
]

const placed = fc.array(fc.tuple(fc.nat(KINDS.length - 1), fc.nat(5), fc.nat(7)), { minLength: 2, maxLength: 14 })

/** On a grid on which cards without pictures have room. */
function documentOf(cells: readonly (readonly [kind: number, column: number, row: number])[]) {
  const taken = new Set<string>()
  const nodes: NodeDocument[] = [{ id: "n0", ...KINDS[0]!, at: [-400, 0] }]
  for (const [kind, column, row] of cells) {
    if (taken.has(`${column} ${row}`)) continue
    taken.add(`${column} ${row}`)
    nodes.push({ id: `n${nodes.length}`, ...KINDS[kind]!, at: [column * 260, row * 120] })
  }
  return nodes
}

function boxes(nodes: readonly NodeDocument[], moved: ReadonlyMap<string, Point>) {
  const analysis = analysisOf(nodes)
  return nodes.map((node) => {
    const [x, y] = moved.get(node.id) ?? node.at ?? [0, 0]
    const face = faceOf(node, analysis)
    return { id: node.id, x, y, width: face.width, height: claimedBy({ face, x: 0, y: 0 }).height }
  })
}

function overlaps(all: ReturnType<typeof boxes>): readonly string[] {
  return all.flatMap((a, i) =>
    all.slice(i + 1).flatMap((b) => {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
      return apart ? [] : [`${a.id} × ${b.id}`]
    }),
  )
}

test("nothing lies on anything, rows and columns stay, and so does their order", () => {
  let crowded = 0
  fc.assert(
    fc.property(placed, (cells) => {
      const nodes = documentOf(cells)
      const analysis = analysisOf(nodes)
      if (overlaps(boxes(nodes, new Map())).length > 0) crowded++
      const moved = spread(analysis.document, analysis)
      const after = boxes(nodes, moved)
      expect(overlaps(after)).toEqual([])
      for (const [i, a] of nodes.entries()) {
        for (const [j, b] of nodes.entries()) {
          for (const [axis, of] of [0, 1].map((axis) => [axis, axis === 0 ? "x" : "y"] as const)) {
            const before = (a.at?.[axis] ?? 0) - (b.at?.[axis] ?? 0)
            const now = after[i]![of] - after[j]![of]
            if (before === 0) expect(now).toBe(0)
            else expect(Math.sign(now)).toBe(Math.sign(before))
            // Nothing comes closer than it stood.
            expect(Math.abs(now)).toBeGreaterThanOrEqual(Math.abs(before) - 1e-9)
          }
        }
      }
      const again = nodes.map((node) => ({ ...node, at: moved.get(node.id) ?? node.at ?? ([0, 0] as const) }))
      const settled = analysisOf(again)
      expect(spread(settled.document, settled).size, "a second time moves nothing").toBe(0)
    }),
    { numRuns: 150, seed: 20261130 },
  )
  expect(crowded).toBeGreaterThan(50)
})

test("what has room stays, and so does what somebody put on something else", () => {
  const at = (id: string, kind: number, place: Point): NodeDocument => ({ id, ...KINDS[kind]!, at: place })
  const wide = analysisOf([at("n0", 0, [0, 0]), at("n1", 0, [400, 0]), at("n2", 0, [0, 400])])
  expect(spread(wide.document, wide).size).toBe(0)
  const onTop = analysisOf([at("n0", 0, [0, 0]), at("n1", 0, [20, 10])])
  expect(spread(onTop.document, onTop).size).toBe(0)
  const tight = analysisOf([at("n0", 0, [0, 0]), at("n1", 0, [0, 90]), at("n2", 0, [0, 180])])
  expect([...spread(tight.document, tight, new Set(["n2"])).keys()]).toEqual(["n2"])
  expect([...spread(tight.document, tight).keys()]).toEqual(["n1", "n2"])
})

test("the card of a closed group that has just come is named by the nodes inside", () => {
  const at = (id: string, place: Point, group?: string): NodeDocument => ({
    id,
    ...KINDS[0]!,
    at: place,
    ...(group && { group }),
  })
  const nodes = [at("n0", [0, 0]), at("a", [0, 90], "g"), at("b", [240, 90], "g")]
  const analysis = analysisOf(nodes, { groups: [{ id: "g", collapsed: true }] })
  const { document } = analysis
  expect([...spread(document, analysis, new Set(["a", "b"])).keys()]).toEqual(["group:g"])
  expect(spread(document, analysis, new Set(["elsewhere"])).size).toBe(0)
})

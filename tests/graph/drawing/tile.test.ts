// What cards show of tensors, over shapes of every rank: how many cells, how they are arranged, how much room they take.

import { describe, expect, it } from "vitest"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { gradientBelow, MOST_NODES, stepsOf, type Tile, tileBlock } from "../../../src/graph/drawing/tile/tile.ts"
import { analysisOf } from "../analysing.ts"

const SIZES = [1, 3, 6, 7, 28, 224]

const shapes: readonly (readonly number[])[] = [
  [],
  ...SIZES.map((n) => [n]),
  ...SIZES.flatMap((n) => SIZES.map((m) => [n, m])),
  ...SIZES.flatMap((c) => SIZES.map((n) => [c, n, n])),
  ...SIZES.flatMap((c) => SIZES.map((n) => [2, c, n, n + 1])),
  [2, 300, 4, 4],
  [2, 3, 4, 5, 6],
]

const others = (count: number): readonly NodeDocument[] =>
  Array.from({ length: count }, (_, i) => ({ id: `other${i}`, op: "Input", attrs: { shape: [2] } }))

function tileFor(shape: readonly number[], more = 0): Tile | null {
  const node: NodeDocument = { id: "x", op: "Input", attrs: { shape: [...shape] } }
  const analysis = analysisOf([node, ...others(more)])
  return faceOf(node, analysis).tile
}

describe(`the picture of a tensor, over ${shapes.length} shapes`, () => {
  for (const [more, wide, tall] of [
    [0, 192, 120],
    [30, 120, 22],
  ] as const) {
    it(`fits its room in a graph of ${more + 1} nodes, and draws whole planes`, () => {
      for (const shape of shapes) {
        const name = `${shape}`
        const tile = tileFor(shape, more)
        if (tile === null) throw new Error(`${name} has no picture`)
        expect(tile.width, name).toBeLessThanOrEqual(wide + 0.01)
        expect(tile.height, name).toBeLessThanOrEqual(tall + 0.01)
        expect(Math.min(tile.width, tile.height), name).toBeGreaterThan(0)
        const planes = shape.slice(0, -2).reduce((product, size) => product * size, 1)
        // One example of a batch is drawn.
        expect([planes, planes / (shape[0] ?? 1)], name).toContain(tile.of)
        expect(tile.planes, name).toBe(Math.min(tile.of, 96))
        expect(tile.across, name).toBeLessThanOrEqual(tile.planes)
        const [across, down] = stepsOf(tile)
        if (tile.planes > 1) expect(tile.width / tile.height, name).toBeCloseTo(across / down, 6)
        expect(gradientBelow(tile) + tile.height, name).toBeLessThanOrEqual(tileBlock(tile) + 1e-9)
      }
    })
  }

  it("writes numbers up to 6 × 6, and only in graphs that are few enough", () => {
    for (const rows of SIZES) {
      for (const columns of SIZES) {
        const isFew = rows <= 6 && columns <= 6
        expect(tileFor([rows, columns])?.kind, `${rows}×${columns}`).toBe(isFew ? "numbers" : "maps")
        expect(tileFor([rows, columns], 30)?.kind).toBe("maps")
      }
    }
    expect(tileFor([])?.kind).toBe("numbers")
  })

  it("arranges maps so that they are largest: ten of one size stand in two rows of five", () => {
    expect(tileFor([1, 10, 28, 28])).toMatchObject({ planes: 10, of: 10, rows: 28, columns: 28, across: 5 })
    expect(tileFor([1, 2, 3, 400])).toMatchObject({ rows: 3, columns: 32, across: 1 })
  })

  it("keeps the proportions of a lone map that is made small", () => {
    expect(tileFor([224, 112])).toMatchObject({ rows: 32, columns: 32, width: 36, height: 72 })
  })

  it("is not drawn of what has no numbers, of no shape yet, and in graphs too large", () => {
    expect(tileFor([0, 3])).toBeNull()
    expect(tileFor([4, 3], MOST_NODES)).toBeNull()
    const lonely: NodeDocument = { id: "r", op: "ReLU" }
    expect(faceOf(lonely, analysisOf([lonely])).tile).toBeNull()
  })

  it("takes no room of a plain face, and the same face comes back while nothing changes", () => {
    const node: NodeDocument = { id: "x", op: "Input", attrs: { shape: [4, 3] } }
    const analysis = analysisOf([node])
    const [plain, pictured] = [faceOf(node, analysis, "plain"), faceOf(node, analysis)]
    expect([plain.tile, plain.height, plain.width]).toEqual([null, pictured.bare.height, pictured.bare.width])
    expect(pictured.height).toBeGreaterThan(plain.height + 150)
    expect(faceOf(node, analysis)).toBe(pictured)
    expect(faceOf(node, analysis, "plain")).toBe(plain)
  })
})

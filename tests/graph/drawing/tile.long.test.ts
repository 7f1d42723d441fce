// What cards show of tensors, over shapes of every rank: how many cells, how they are arranged, how much room they take.

import { describe, expect, it } from "vitest"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { gradientBelow, stepsOf, type Tile, tileBlock } from "../../../src/graph/drawing/tile/tile.ts"
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
  for (const [more, wide, tall, most] of [
    [0, 192, 120, 96],
    [30, 120, 22, 96],
    [120, 120, 22, 16],
  ] as const) {
    it(`fits its room in a graph of ${more + 1} nodes, and draws whole planes`, () => {
      // Large graphs take longer to analyse.
      for (const shape of shapes.filter((_, i) => more < 100 || i % 8 === 0)) {
        const name = `${shape}`
        const tile = tileFor(shape, more)
        if (tile === null) throw new Error(`${name} has no picture`)
        // What a hand draws on has room for it.
        expect(tile.pad, name).toBe(more === 0 && name === "1,28,28")
        expect(tile.width, name).toBeLessThanOrEqual(tile.pad ? 168 : wide + 0.01)
        expect(tile.height, name).toBeLessThanOrEqual(tile.pad ? 168 : tall + 0.01)
        expect(Math.min(tile.width, tile.height), name).toBeGreaterThan(0)
        const planes = shape.slice(0, -2).reduce((product, size) => product * size, 1)
        // One example of a batch is drawn.
        expect([planes, planes / (shape[0] ?? 1)], name).toContain(tile.of)
        expect(tile.planes, name).toBe(Math.min(tile.of, most))
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

  it("is a pad where an Input is one grey picture of 8 to 32 cells a side, in graphs that are few enough", () => {
    for (const shape of [
      [1, 28, 28],
      [1, 1, 8, 8],
      [1, 1, 32, 20],
    ])
      expect(tileFor(shape)?.pad, `${shape}`).toBe(true)
    for (const shape of [
      [28, 28],
      [2, 1, 28, 28],
      [3, 28, 28],
      [1, 1, 7, 28],
      [1, 1, 28, 33],
      [1, 1, 1, 28, 28],
    ]) {
      expect(tileFor(shape)?.pad, `${shape}`).toBe(false)
    }
    expect(tileFor([1, 28, 28], 30)?.pad).toBe(false)
    const node: NodeDocument = { id: "x", op: "Constant", attrs: { shape: [1, 28, 28] } }
    expect(faceOf(node, analysisOf([node])).tile?.pad).toBe(false)
  })

  it("is a bar a class for scores of one example: before a loss over classes, or last beside data", () => {
    const layer = (classes: number, batch = 1): NodeDocument[] => [
      { id: "x", op: "Input", attrs: { shape: [batch, 5] } },
      { id: "fc", op: "Linear", attrs: { out_features: classes }, inputs: { input: "x" } },
    ]
    const loss: NodeDocument[] = [
      { id: "t", op: "Input", attrs: { shape: [1] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
    ]
    const kindOf = (nodes: NodeDocument[], data = {}) => {
      const analysis = analysisOf(nodes, data)
      const fc = nodes.find(({ id }) => id === "fc")
      return fc === undefined ? undefined : faceOf(fc, analysis).tile?.kind
    }
    const data = { data: { source: { kind: "gaussians" }, feeds: { x: "points" } } }
    expect(kindOf([...layer(3), ...loss])).toBe("bars")
    expect(kindOf(layer(3), data)).toBe("bars")
    expect(kindOf(layer(3))).toBe("numbers")
    expect(kindOf(layer(13), data)).toBe("maps")
    expect(kindOf(layer(1), data)).toBe("numbers")
    expect(kindOf([...layer(3, 2)], data)).toBe("numbers")
    expect(kindOf([...layer(3), { id: "r", op: "ReLU", inputs: { input: "fc" } }], data)).toBe("numbers")
  })

  it("is not drawn of what has no numbers, and of no shape yet", () => {
    expect(tileFor([0, 3])).toBeNull()
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

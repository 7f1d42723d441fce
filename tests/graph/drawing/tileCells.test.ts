// Cells of a tensor and their places in its picture, there and back, over shapes of every rank.

import { describe, expect, it } from "vitest"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { boxOfCell, boxOnPlane, cellAt } from "../../../src/graph/drawing/tile/cells.ts"
import { stepsOf, type Tile } from "../../../src/graph/drawing/tile/tile.ts"
import { addressOf } from "../../../src/tensor/address.ts"
import { analysisOf } from "../analysing.ts"

const SHAPES = [[], [1], [5], [40], [4, 3], [6, 6], [9, 14], [3, 2, 2], [2, 3, 5, 4], [1, 10, 7, 7], [3, 100, 2, 2]]

function tileFor(shape: readonly number[]): Tile {
  const node: NodeDocument = { id: "x", op: "Input", attrs: { shape: [...shape] } }
  const { tile } = faceOf(node, analysisOf([node]))
  if (tile === null) throw new Error(`${shape} has no picture`)
  return tile
}

const middle = (tile: Tile, box: { x: number; y: number; width: number; height: number }) => {
  const [wide, high] = stepsOf(tile)
  return [(box.x + box.width / 2) / wide, (box.y + box.height / 2) / high] as const
}

describe("cells of pictures", () => {
  for (const shape of SHAPES) {
    it(`of ${shape.length === 0 ? "a scalar" : shape.join("×")} are found where they are drawn`, () => {
      const tile = tileFor(shape)
      const size = shape.reduce((product, n) => product * n, 1)
      const places = new Set<string>()
      let drawn = 0
      for (let index = 0; index < size; index++) {
        const address = addressOf(shape, index)
        const box = boxOfCell(tile, shape, address)
        if (box === null) continue
        drawn++
        places.add(`${box.x} ${box.y}`)
        expect(cellAt(tile, shape, middle(tile, box)), `${address}`).toEqual(address)
      }
      expect(drawn).toBe(tile.planes * tile.rows * tile.columns)
      expect(places.size).toBe(drawn)
    })
  }

  it("that stand for several are the first of them, and the cell that was found is drawn there", () => {
    const shape = [1, 2, 224, 100]
    const tile = tileFor(shape)
    expect(tile).toMatchObject({ rows: 32, columns: 32, planes: 2 })
    for (const u of [0.01, 0.2, 0.37, 0.49, 0.6, 0.83, 0.99]) {
      for (const v of [0.01, 0.3, 0.5, 0.77, 0.99]) {
        const cell = cellAt(tile, shape, [u, v])
        if (cell === null) continue
        const box = boxOfCell(tile, shape, cell)
        if (box === null) throw new Error(`${cell} is not drawn`)
        const [wide, high] = stepsOf(tile)
        expect(Math.floor(u * wide)).toBe(box.x)
        expect(Math.floor(v * high)).toBe(box.y)
      }
    }
  })

  it("are none between two maps, outside, behind the last one, and of another example", () => {
    const shape = [2, 7, 4, 4]
    const tile = tileFor(shape)
    const [wide, high] = stepsOf(tile)
    expect(tile.gap).toBeGreaterThan(0)
    expect(cellAt(tile, shape, [(4 * tile.steps + 0.5) / wide, 0])).toBeNull()
    expect(cellAt(tile, shape, [-0.1, 0.5])).toBeNull()
    expect(cellAt(tile, shape, [0.5, 1])).toBeNull()
    expect(tile.across * Math.ceil(7 / tile.across)).toBeGreaterThan(7)
    expect(cellAt(tile, shape, [1 - 1 / wide, 1 - 1 / high])).toBeNull()
    expect(boxOfCell(tile, shape, [1, 0, 0, 0])).toBeNull()
    expect(boxOfCell(tile, shape, [0, 0, 0])).toBeNull()
  })

  it("of a window are a rectangle of each map", () => {
    const tile = tileFor([1, 2, 8, 8])
    const box = boxOnPlane(tile, [1, 2, 8, 8], 1, { rows: [2, 4], columns: [0, 7] })
    const pitch = 8 * tile.steps + tile.gap
    expect(box).toEqual({ x: pitch, y: 2 * tile.steps, width: 8 * tile.steps, height: 3 * tile.steps })
  })
})

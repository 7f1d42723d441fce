// Cells that are dropped: the mask of a run, the holes of the picture and the numbers of the output say the same, over shapes
// of every rank, both ops that drop, and both modes.

import { describe, expect, it } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { colourOf } from "../../../src/graph/drawing/tile/colour.ts"
import { type Dropped, holesIn, keptWords } from "../../../src/graph/drawing/tile/drops.ts"
import { lineUnder } from "../../../src/graph/drawing/tile/lineUnder.ts"
import { mapPixels } from "../../../src/graph/drawing/tile/pixels.ts"
import { fitsTile } from "../../../src/graph/drawing/tile/small.ts"
import { stepsOf, type Tile } from "../../../src/graph/drawing/tile/tile.ts"
import { ops } from "../../../src/ops/registry.ts"
import { windowOf } from "../../../src/state/run/numbers.ts"
import { droppedReading, tileReading } from "../../../src/state/run/tiles.ts"
import { zeros } from "../../../src/tensor/tensor.ts"
import { shown } from "../../state/shown.ts"

const SHAPES = [
  [1],
  [5],
  [4, 3],
  [6, 6],
  [9, 14],
  [40],
  [200],
  [3, 50],
  [2, 3, 4],
  [2, 5, 7, 7],
  [1, 4, 28, 28],
  [3, 2, 40, 9],
]
const CASES = SHAPES.flatMap((shape, i) =>
  ["Dropout", "Dropout2d"].flatMap((kind) =>
    (kind === "Dropout2d" && shape.length < 3 ? [] : [0.3, 0.7, 1]).map((p, j) => ({
      shape,
      kind,
      p,
      rescale: (i + j) % 2 === 0,
    })),
  ),
)

function pictured(shape: readonly number[], op: string, attrs: NodeDocument["attrs"], mode: "train" | "eval") {
  const drop: NodeDocument = { id: "drop", op, ...(attrs && { attrs }), inputs: { input: "x" } }
  const nodes: NodeDocument[] = [{ id: "x", op: "Input", attrs: { shape: [...shape] } }, drop]
  const analysis = analyze({ gradwire: 1, seed: 5, nodes }, ops, mode)
  const { tile } = faceOf(drop, analysis)
  if (tile === null) throw new Error(`${op} of ${shape} has no picture`)
  return { tile, result: shown(run(analysis, { mode, dtype: "float64", backward: false })) }
}

/** The steps of each cell of a picture. */
function* stepsOfCells({ planes, rows, columns, across, gap, steps }: Tile, pixels: Uint32Array, width: number) {
  for (let cell = 0; cell < planes * rows * columns; cell++) {
    const plane = Math.floor(cell / (rows * columns))
    const [row, column] = [Math.floor(cell / columns) % rows, cell % columns]
    const left = (plane % across) * (columns * steps + gap) + column * steps
    const top = Math.floor(plane / across) * (rows * steps + gap) + row * steps
    const inside: number[] = []
    for (let y = top; y < top + steps; y++) inside.push(...pixels.subarray(y * width + left, y * width + left + steps))
    yield { cell, inside }
  }
}

describe(`what is dropped, over ${CASES.length} layers`, () => {
  it("is a hole in the picture, and where there is none the number is kept", async () => {
    for (const { shape, kind, p, rescale } of CASES) {
      const name = `${kind} ${shape} p=${p}`
      const { tile, result } = pictured(shape, kind, { p, rescale }, "train")
      expect(tile.drops, name).toEqual({ mask: "drop:mask", scale: rescale ? (p === 1 ? 0 : 1 / (1 - p)) : 1 })
      const output = result.at("value", "drop:output")
      const dropped = await droppedReading(result, tile)?.later()
      const small = output === undefined ? undefined : await tileReading(output, tile)?.later()
      if (!dropped || small === undefined) throw new Error(`${name}: nothing is read`)
      expect(fitsTile(small, tile), name).toBe(true)
      // An Input's own numbers are never exactly zero.
      expect([...dropped.holes], name).toEqual(Array.from(small.planes.data, (x) => (x === 0 ? 1 : 0)))
      const mask = result.at("value", "drop:mask")
      if (mask === undefined) throw new Error(`${name}: there is no mask`)
      const { data } = await windowOf(mask).later()
      expect([dropped.kept, dropped.of], name).toEqual([data.filter((m) => m === 1).length, data.length])
    }
  })

  it("is drawn in greys that no number has, in both themes and families", async () => {
    for (const dark of [false, true]) {
      for (const family of ["value", "gradient"] as const) {
        const hues = new Set(
          Array.from({ length: 2001 }, (_, i) => colourOf((i - 1000) / 1000, 1, family, dark).join()),
        )
        for (const { shape, kind, p, rescale } of CASES.filter(({ shape, p }) => shape.length > 1 && p === 0.7)) {
          const { tile, result } = pictured(shape, kind, { p, rescale }, "train")
          const holes = (await droppedReading(result, tile)?.later())?.holes
          if (holes === undefined) throw new Error("no holes")
          const data = Float64Array.from(holes, (_, i) => Math.sin(i + 1))
          const bytes = mapPixels(data, tile, { largest: 1, family, dark, holes })
          const whole = mapPixels(data, tile, { largest: 1, family, dark })
          const pixels = [bytes, whole].map(({ buffer }) => new Uint32Array(buffer))
          const [drawn, plain] = pixels as [Uint32Array, Uint32Array]
          const width = stepsOf(tile)[0]
          const before = [...stepsOfCells(tile, plain, width)]
          let wrong = 0
          for (const { cell, inside } of stepsOfCells(tile, drawn, width)) {
            const rgb = inside.map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255].join())
            if (holes[cell] === 1 && rgb.some((one) => hues.has(one))) wrong++
            if (holes[cell] === 0 && inside.some((pixel, i) => pixel !== before[cell]?.inside[i])) wrong++
          }
          expect(wrong, `${kind} ${shape}`).toBe(0)
        }
      }
    }
  })

  it("is said with how many are kept and by how much they grow", () => {
    const words = (drops: NonNullable<Tile["drops"]>, kept: number, room = 200): string =>
      keptWords(drops, { holes: new Uint8Array(), kept, of: 12 }, room, 11)
    const halves = { mask: "drop:mask", scale: 2 }
    expect(words(halves, 7)).toBe("kept 7 of 12, ×2")
    expect(words(halves, 0)).toBe("kept 0 of 12")
    expect(words({ mask: "drop:mask", scale: 1 / 0.7 }, 7)).toBe("kept 7 of 12, ×1.43")
    expect(words({ mask: "drop:mask", scale: 1 }, 7)).toBe("kept 7 of 12")
    expect([80, 50, 30].map((room) => words(halves, 7, room))).toEqual(["kept 7 of 12", "7 of 12", ""])
  })

  it("is nothing in evaluation, and where the probability is 0", () => {
    for (const [p, mode] of [
      [0.5, "eval"],
      [0, "train"],
    ] as const) {
      const { tile, result } = pictured([4, 3], "Dropout", { p }, mode)
      expect(tile.drops).toEqual({ mask: null, scale: 1 })
      expect(droppedReading(result, tile)).toBeNull()
      const line = { room: 200, size: 11 }
      expect(lineUnder(tile, "value", "±3", null, line)).toEqual(["±3", "does nothing"])
      expect(lineUnder(tile, "gradient", "±3", null, line)).toEqual(["∂ ±3", ""])
    }
  })

  it("is no question for a mask of another size, of other ops, or of none", () => {
    const dropped: Dropped | null = null
    const { tile } = pictured([4, 3], "Dropout", { p: 0.5 }, "train")
    expect(holesIn(tile, zeros([1, 2, 3], "float64"))).toBeNull()
    expect(holesIn(tile, zeros([1, 1, 3], "float64"))).toEqual(new Uint8Array(12).fill(1))
    expect(keptWords({ mask: "m", scale: 2 }, dropped, 200, 11)).toBe("")
    const relu = pictured([4, 3], "ReLU", undefined, "train")
    expect(relu.tile.drops).toBeNull()
    expect(droppedReading(relu.result, relu.tile)).toBeNull()
  })

  it("is told by every op whose output is zero where a mask of its own is", () => {
    const dropping = [...ops.values()].filter(({ drops }) => drops !== undefined).map(({ kind }) => kind)
    expect(dropping.sort()).toEqual(["Dropout", "Dropout2d"])
  })
})

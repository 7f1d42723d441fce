// Tensors on the cards of exported pictures: numbers as text, maps as PNGs that decode to the colours of the canvas.

import { inflateSync } from "node:zlib"
import { expect, test } from "vitest"
import { drawPicture, type PictureOptions } from "../../src/formats/figures/picture.ts"
import type { TilesOf } from "../../src/formats/figures/tile.ts"
import { crc32 } from "../../src/formats/links/crc32.ts"
import { writePng } from "../../src/formats/png.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { colourOf } from "../../src/graph/drawing/tile/colour.ts"
import { mapPixels } from "../../src/graph/drawing/tile/pixels.ts"
import { ops } from "../../src/ops/registry.ts"

const nodes: readonly NodeDocument[] = [
  { id: "x", op: "Input", attrs: { shape: [2, 3] }, at: [0, 0] },
  { id: "m", op: "Input", attrs: { shape: [1, 4, 9, 9] }, at: [0, 400] },
  { id: "r", op: "ReLU", inputs: { input: "x" }, at: [400, 0] },
]
const analysis = analyze({ gradwire: 1, title: "tiles", nodes }, ops, "train")
const options: PictureOptions = {
  theme: "light",
  chosen: null,
  chips: false,
  details: false,
  background: true,
  title: false,
  table: "none",
  formulas: false,
  order: "CHW",
}
const known: TilesOf = (tile, family) => {
  if (family === "gradient" && tile.place !== "x:value") return null
  const data = Float64Array.from({ length: tile.planes * tile.rows * tile.columns }, (_, i) => (i - 2) / 2)
  return { data, largest: Math.max(...data.map(Math.abs)) }
}

interface Chunk {
  readonly name: string
  readonly data: Uint8Array
}

/** The chunks of a PNG, each with a checksum that holds. */
function chunksOf(png: Uint8Array): readonly Chunk[] {
  expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: Chunk[] = []
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at)
    const name = new TextDecoder().decode(png.subarray(at + 4, at + 8))
    expect(view.getUint32(at + 8 + length), name).toBe(crc32(png.subarray(at + 4, at + 8 + length)))
    chunks.push({ name, data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

/** Size and pixels of a PNG that was written without filters. */
function decode(png: Uint8Array) {
  const chunks = chunksOf(png)
  expect(chunks.map(({ name }) => name)).toEqual(["IHDR", "IDAT", "IEND"])
  const header = new DataView(chunks[0]!.data.slice().buffer)
  const [width, height] = [header.getUint32(0), header.getUint32(4)]
  const rows = inflateSync(chunks[1]!.data)
  expect(rows.length).toBe(height * (4 * width + 1))
  const pixel = (x: number, y: number) => [...rows.subarray(y * (4 * width + 1) + 1 + 4 * x).subarray(0, 4)]
  return { width, height, pixel }
}

test("a PNG holds the pixels that it is given", () => {
  for (const [width, height] of [
    [1, 1],
    [3, 2],
    [148, 58],
  ] as const) {
    const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => (i * 37) % 256)
    const found = decode(writePng(pixels, width, height))
    expect([found.width, found.height]).toEqual([width, height])
    for (const [x, y] of [
      [0, 0],
      [width - 1, height - 1],
    ] as const) {
      expect(found.pixel(x, y)).toEqual([...pixels.subarray(4 * (y * width + x)).subarray(0, 4)])
    }
  }
})

test("numbers are text, maps are pictures of their colours, gradients hang below", () => {
  const { svg } = drawPicture(analysis, { ...options, tiles: known })
  const card = (id: string): string => svg.split(`data-node="${id}"`)[1]?.split("data-node=")[0] ?? ""
  // x: −1, −0.5, 0, 0.5, 1, 1.5, twice; a scale for each.
  expect(card("x").match(/>−0\.5</g)).toHaveLength(2)
  expect(card("x").match(/±1\.5/g)).toHaveLength(2)
  expect(card("x")).toContain(">∂ ±1.5<")
  expect(card("r")).not.toContain("∂")
  const [, base64 = ""] = /href="data:image\/png;base64,([^"]+)"/.exec(card("m")) ?? []
  const { width, pixel } = decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
  expect(width).toBeGreaterThan(4 * 9)
  for (const [i, channel] of colourOf(-1, 160.5, "value", false).entries()) {
    expect(Math.abs((pixel(0, 0)[i] ?? 0) - channel)).toBeLessThanOrEqual(1)
  }
  expect(pixel(9 * 2, 0)[3]).toBe(0)
})

test("without a run cards are words alone, and as small as these", () => {
  const plain = drawPicture(analysis, options)
  const pictured = drawPicture(analysis, { ...options, tiles: known })
  expect(plain.svg).not.toContain("±")
  expect(plain.svg).not.toContain("<image")
  expect(plain.height).toBeLessThan(pictured.height)
})

test("pixels between two maps are clear, and what is negative is hatched where cells are large", () => {
  const tile = {
    place: "x",
    kind: "maps",
    planes: 2,
    of: 2,
    rows: 1,
    columns: 1,
    across: 2,
    gap: 1,
    steps: 12,
    width: 25,
    height: 12,
    scaled: true,
  } as const
  const pixels = new Uint32Array(
    mapPixels(Float64Array.of(1, -1), tile, { largest: 1, family: "gradient", dark: false }).buffer,
  )
  expect(pixels).toHaveLength(25 * 12)
  expect(pixels[12]).toBe(0)
  expect(new Set(pixels.filter((_, i) => i % 25 < 12)).size).toBe(1)
  expect(new Set(pixels.filter((_, i) => i % 25 > 12)).size).toBe(2)
})

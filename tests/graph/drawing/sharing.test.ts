// Pictures beyond one node: the card of a closed group shows what the group puts out; a sum and its terms are on one scale, in the
// page and in what the command line draws.

import { describe, expect, it } from "vitest"
import { stripsOfRun, tilesOfRun } from "../../../src/cli/parts/tiles.ts"
import { run } from "../../../src/engine/pass/run.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { faceOf } from "../../../src/graph/drawing/face.ts"
import { cardFace } from "../../../src/graph/drawing/groupFace.ts"
import { sharedScales } from "../../../src/graph/drawing/tile/sums.ts"
import type { Tile } from "../../../src/graph/drawing/tile/tile.ts"
import { fold } from "../../../src/graph/edit/fold.ts"
import { ops } from "../../../src/ops/registry.ts"
import { rowReading, sharedLargest } from "../../../src/state/run/tiles.ts"
import { shown } from "../../state/shown.ts"

const input = (id: string, shape: readonly number[], attrs = {}): NodeDocument => ({
  id,
  op: "Input",
  attrs: { shape: [...shape], ...attrs },
})
const of = (id: string, op: string, inputs: NonNullable<NodeDocument["inputs"]>, attrs = {}): NodeDocument => ({
  id,
  op,
  attrs,
  inputs,
})

describe("the card of a closed group", () => {
  const grouped = (collapsed: boolean, output: string) => {
    const inside = [
      of("conv", "Conv2d", { input: "x" }, { out_channels: 4, kernel_size: 3 }),
      of("r", "ReLU", { input: "conv" }),
    ]
    const nodes = [
      input("x", [2, 3, 9, 9]),
      ...inside.map((node) => ({ ...node, group: "g" })),
      of("out", "MaxPool2d", { input: output }, { kernel_size: 2 }),
    ]
    return analyze({ gradwire: 1, nodes, groups: [{ id: "g", label: "block", collapsed }] }, ops, "train")
  }
  const faceIn = (output: string, kind?: "plain") => {
    const analysis = grouped(true, output)
    const [card] = fold(analysis.document).cards
    if (card === undefined) throw new Error("no card")
    return cardFace(card, analysis, "CHW", kind)
  }

  it("shows the tensor that comes out of it first, the cells that its node shows, lower, and grows by that alone", () => {
    for (const output of ["r", "conv"]) {
      const face = faceIn(output)
      const own = grouped(false, output)
      const node = own.document.nodes.find(({ id }) => id === output)
      const [low, whole] = [face.tile, node && faceOf(node, own).tile]
      if (low == null || whole == null) throw new Error(`no picture of ${output}`)
      const { width, height } = low
      expect({ ...low, width: 0, height: 0 }).toEqual({ ...whole, width: 0, height: 0, scaled: false })
      expect(width / height).toBeCloseTo(whole.width / whole.height, 9)
      expect(height).toBeLessThan(24.001)
      const plain = faceIn(output, "plain")
      expect([plain.tile, plain.width, plain.height]).toEqual([null, face.bare.width, face.bare.height])
      expect(face.height).toBeGreaterThan(plain.height)
    }
  })
})

const SUMS: readonly (readonly [name: string, nodes: readonly NodeDocument[], shared: readonly string[]])[] = [
  ["a sum", [input("a", [3, 4]), input("b", [4]), of("s", "Add", { a: "a", b: "b" })], ["a:value b:value s:output"]],
  [
    "two sums in a row",
    [
      input("a", [3, 4]),
      input("b", [3, 4]),
      input("c", [3, 4]),
      of("s", "Add", { a: "a", b: "b" }),
      of("r", "ReLU", { input: "s" }),
      of("t", "Sub", { a: "s", b: "c" }),
    ],
    ["a:value b:value s:output c:value t:output"],
  ],
  [
    "two sums apart",
    [
      input("a", [3]),
      input("b", [3]),
      of("s", "Add", { a: "a", b: "b" }),
      of("m", "Mul", { a: "s", b: "s" }),
      input("c", [3]),
      of("t", "Add", { a: "m", b: "c" }),
    ],
    ["a:value b:value s:output", "m:output c:value t:output"],
  ],
  ["no sum", [input("a", [3]), input("b", [3]), of("m", "Mul", { a: "a", b: "b" })], []],
]

describe("the pictures of one sum", () => {
  it("are those of its terms and its own, and of the sums that they are part of", () => {
    for (const [name, nodes, shared] of SUMS) {
      const found = sharedScales(analyze({ gradwire: 1, nodes }, ops, "train"))
      const sets = new Set(
        [...found.values()].map((tiles) =>
          tiles
            .map(({ place }) => place)
            .sort()
            .join(" "),
        ),
      )
      expect([...sets], name).toEqual(shared.map((set) => set.split(" ").sort().join(" ")))
    }
  })

  it("are drawn on the scale of the largest number in any of them, by the page and by the command line alike", async () => {
    for (const [name, nodes] of SUMS) {
      const analysis = analyze({ gradwire: 1, seed: 4, nodes }, ops, "train")
      const result = run(analysis, { mode: "train", dtype: "float64" })
      const numbersOf = tilesOfRun(result, analysis)
      const tileOf = (id: string): Tile | null => {
        const node = analysis.document.nodes.find((one) => one.id === id)
        return node === undefined ? null : faceOf(node, analysis).tile
      }
      const families = result.gradients.size === 0 ? (["value"] as const) : (["value", "gradient"] as const)
      for (const family of families) {
        for (const [place, tiles] of sharedScales(analysis)) {
          const tensors = family === "value" ? result.values : result.gradients
          const largest = Math.max(...tiles.flatMap((tile) => [...(tensors.get(tile.place)?.data ?? [])].map(Math.abs)))
          const drawn = tileOf(place.split(":")[0] ?? "")
          const numbers = drawn && numbersOf(drawn, family)
          expect(numbers, `${name} ${place}`).toMatchObject({ largest, shared: expect.stringMatching(/./) })
          const page = sharedLargest({ result: shown(result), phase: "backward" }, family, tiles)
          expect(await page.later()).toBe(largest)
        }
      }
    }
  })
})

describe("the table of a normalisation", () => {
  it("has the same numbers in the page and from the command line", async () => {
    for (const mode of ["train", "eval"] as const) {
      const bn = of("n", "BatchNorm2d", { input: "x" })
      const analysis = analyze({ gradwire: 1, nodes: [input("x", [2, 5, 3, 3]), bn] }, ops, mode)
      const result = run(analysis, { mode, dtype: "float32" })
      const { row } = stripsOfRun(result)
      for (const one of faceOf(bn, analysis).statistics?.rows ?? []) {
        const page = await rowReading(shown(result), one).later()
        expect(row(one)).toEqual(page)
        expect(page?.data).toHaveLength(5)
      }
    }
  })
})

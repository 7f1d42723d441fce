// What a normalisation works with, on its card: over kinds, settings, modes and shapes the numbers are those of the run, worked
// out here once more from its input; the table lies in its card, in letters that can be read, at every zoom at which it is drawn.

import { describe, expect, it } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../../src/graph/document.ts"
import { cardText } from "../../../src/graph/drawing/card/cardText.ts"
import { type Face, faceOf } from "../../../src/graph/drawing/face.ts"
import { textWidth } from "../../../src/graph/drawing/text/textWidth.ts"
import { LEAST_TEXT } from "../../../src/graph/drawing/tile/hanging.ts"
import { MOST_BARS } from "../../../src/graph/drawing/tile/statistics.ts"
import { tableIn } from "../../../src/graph/drawing/tile/table.ts"
import { textZoom } from "../../../src/graph/layout/textZoom.ts"
import { ops } from "../../../src/ops/registry.ts"
import { statisticsReading } from "../../../src/state/run/tiles.ts"
import { sizeOf } from "../../../src/tensor/tensor.ts"
import { shown } from "../../state/shown.ts"

type Mode = "train" | "eval"
type Shape = readonly number[]
interface Case {
  readonly kind: string
  readonly shape: Shape
  readonly attrs: NonNullable<NodeDocument["attrs"]>
}

const AFFINE = [true, false]
const TRACKED = [true, false]
const BATCH = [
  ...[
    [4, 3],
    [5, 1],
    [2, 7],
    [3, 60],
    [3, 4, 6],
  ].map((shape) => ({ kind: "BatchNorm1d", shape })),
  ...[
    [2, 1, 3, 3],
    [4, 3, 2, 5],
    [2, 6, 4, 4],
    [2, 20, 3, 3],
  ].map((shape) => ({ kind: "BatchNorm2d", shape })),
  ...[
    [2, 3, 4, 5],
    [1, 8, 3, 3],
    [5, 4, 4],
  ].map((shape) => ({ kind: "InstanceNorm2d", shape })),
].flatMap((one) =>
  AFFINE.flatMap((affine) =>
    TRACKED.map((track_running_stats): Case => ({ ...one, attrs: { affine, track_running_stats } })),
  ),
)
const GROUPS = [
  [[2, 4, 3, 3], 2],
  [[3, 6, 5], 3],
  [[4, 8], 2],
  [[1, 12, 2, 2], 12],
].flatMap(([shape, num_groups]) =>
  AFFINE.map((affine) => ({ kind: "GroupNorm", shape, attrs: { num_groups, affine } }) as Case),
)
const ROWS = [
  [[4, 3], [3]],
  [[2, 5, 8], [8]],
  [
    [2, 3, 4, 4],
    [3, 4, 4],
  ],
  [[6], [6]],
  [[2, 3, 70], [70]],
].flatMap(([shape, normalized_shape]) =>
  ["LayerNorm", "RMSNorm"].flatMap((kind) =>
    AFFINE.map((elementwise_affine) => ({ kind, shape, attrs: { normalized_shape, elementwise_affine } }) as Case),
  ),
)
const CASES: readonly Case[] = [...BATCH, ...GROUPS, ...ROWS]
const MODES: readonly Mode[] = ["train", "eval"]

/** Numbers of a document that are not what a node starts with. */
function made(count: number, from: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => from + Math.sin(1 + i) / 3)
}

function drawn({ kind, shape, attrs }: Case, mode: Mode) {
  const x: NodeDocument = { id: "x", op: "Input", attrs: { shape: [...shape] } }
  const bare: NodeDocument = { id: "n", op: kind, attrs, inputs: { input: "x" } }
  const known = analyze({ gradwire: 1, seed: 3, nodes: [x, bare] }, ops, mode).nodes.get("n")
  if (known === undefined) throw new Error("no norm")
  const kept = [...known.params, ...known.buffers].map(({ name, shape: own }, i) => {
    const count = sizeOf(own)
    const flat = made(count, name === "running_var" ? 2 : i)
    const rows = own.length < 2 ? flat : nested(flat, own)
    return [name, rows] as const
  })
  const node = { ...bare, values: Object.fromEntries(kept) } as NodeDocument
  const analysis = analyze({ gradwire: 1, seed: 3, nodes: [x, node] }, ops, mode)
  const result = run(analysis, { mode, dtype: "float64", backward: false })
  return { face: faceOf(node, analysis), result }
}

function nested(flat: readonly number[], [first = 1, ...rest]: Shape): unknown {
  if (rest.length === 0) return flat
  const each = flat.length / first
  return Array.from({ length: first }, (_, i) => nested(flat.slice(i * each, (i + 1) * each), rest))
}

/** The cells that share a mean with the i-th number of the first row of a table, found from the definition of each kind. */
function sharing({ kind, shape, attrs }: Case, i: number): (address: Shape) => boolean {
  switch (kind) {
    case "BatchNorm1d":
    case "BatchNorm2d":
      return (at) => at[1] === i
    case "InstanceNorm2d":
      return (at) => (at.length === 3 ? at[0] === i : at[0] === 0 && at[1] === i)
    case "GroupNorm": {
      const each = (shape[1] ?? 1) / Number(attrs.num_groups)
      return (at) => at[0] === 0 && Math.floor((at[1] ?? 0) / each) === i
    }
    default: {
      const last = (attrs.normalized_shape as readonly number[]).length
      const leading = shape.length - last
      // Of the plane that is seen the i-th row, or the first example as a whole.
      return (at) => at.slice(0, leading).every((one, axis) => one === (last === 1 && axis === leading - 1 ? i : 0))
    }
  }
}

function addresses(shape: Shape): readonly Shape[] {
  return shape.reduce<readonly Shape[]>(
    (all, size) => all.flatMap((at) => Array.from({ length: size }, (_, i) => [...at, i])),
    [[]],
  )
}

function expected(one: Case, mode: Mode, name: string, i: number, x: ArrayLike<number>): number {
  const cells = addresses(one.shape).flatMap((at, k) => (sharing(one, i)(at) ? [x[k] ?? Number.NaN] : []))
  const mean = cells.reduce((sum, v) => sum + v, 0) / cells.length
  const isKept = one.attrs.track_running_stats === true && mode === "eval"
  if (name === "μ") return isKept ? (made(i + 1, one.attrs.affine === true ? 2 : 0)[i] ?? Number.NaN) : mean
  if (name === "σ²")
    return isKept
      ? (made(i + 1, 2)[i] ?? Number.NaN)
      : cells.reduce((sum, v) => sum + (v - mean) ** 2, 0) / cells.length
  if (name === "r²") return cells.reduce((sum, v) => sum + v * v, 0) / cells.length
  return made(i + 1, name === "γ" ? 0 : 1)[i] ?? Number.NaN
}

describe(`the table of a normalisation, over ${CASES.length} layers in both modes`, () => {
  it("holds the statistics that this run used and what is learned, number by number", async () => {
    let compared = 0
    for (const one of CASES) {
      for (const mode of MODES) {
        const name = `${one.kind} ${one.shape} ${JSON.stringify(one.attrs)} ${mode}`
        const { face, result } = drawn(one, mode)
        expect(result.problems, name).toEqual([])
        const { statistics } = face
        if (statistics === null) throw new Error(`${name} has no table`)
        const rows = await statisticsReading(shown(result), statistics).later()
        const x = result.values.get("x:value")?.data ?? []
        for (const [r, row] of statistics.rows.entries()) {
          const found = rows[r]
          if (found == null) throw new Error(`${name}: ${row.name} is not read`)
          expect(found.data.length, name).toBe(Math.min(MOST_BARS, row.count))
          const all = Array.from({ length: row.count }, (_, i) => expected(one, mode, row.name, i, x))
          expect(found.largest, name).toBeCloseTo(Math.max(...all.map(Math.abs)), 9)
          if (row.count > MOST_BARS) continue
          for (const [i, is] of found.data.entries())
            expect(is, `${name}: ${row.name}[${i}]`).toBeCloseTo(all[i] ?? 0, 9)
          compared += found.data.length
        }
      }
    }
    expect(compared).toBeGreaterThan(900)
  })

  it("says whose they are", () => {
    const said = (kind: string, attrs: Case["attrs"], mode: Mode, shape: Shape = [2, 4, 3, 3]) => {
      const { statistics } = drawn({ kind, shape, attrs }, mode).face
      return [statistics?.title, statistics?.shorter[0], statistics?.rows.map(({ name }) => name).join(" ")]
    }
    expect(said("BatchNorm2d", {}, "train")).toEqual(["μ, σ² of this batch", "of this batch", "μ σ² γ β"])
    expect(said("BatchNorm2d", {}, "eval")).toEqual(["running μ, σ²", "running", "μ σ² γ β"])
    expect(said("BatchNorm2d", { track_running_stats: false, affine: false }, "eval")).toEqual([
      "μ, σ² of this batch",
      "of this batch",
      "μ σ²",
    ])
    expect(said("InstanceNorm2d", {}, "train")).toEqual(["μ, σ² of this image", "of this image", "μ σ²"])
    expect(said("GroupNorm", { num_groups: 2 }, "train")).toEqual(["μ, σ² of each group", "of each group", "μ σ² γ β"])
    expect(said("LayerNorm", { normalized_shape: [3], bias: false }, "train")).toEqual([
      "μ, σ² of each row",
      "of each row",
      "μ σ² γ",
    ])
    expect(said("RMSNorm", { normalized_shape: [3] }, "train")).toEqual(["r² of each row", "of each row", "r² γ"])
  })

  it("lies between the words and the picture of its card in letters of 11 pixels or more, or is not drawn", () => {
    let tables = 0
    for (const one of CASES) {
      const { face } = drawn(one, "train")
      for (let zoom = 1; zoom >= 0.2; zoom *= 0.93)
        tables += checkPlace(face, textZoom(zoom), `${one.kind} ${one.shape}`)
    }
    expect(tables).toBeGreaterThan(CASES.length * 4)
  })

  it("is of graphs whose cards are large, and changes no card in words alone", () => {
    const norm: NodeDocument = { id: "n", op: "BatchNorm1d", inputs: { input: "x" } }
    const x: NodeDocument = { id: "x", op: "Input", attrs: { shape: [4, 3] } }
    const many = Array.from(
      { length: 14 },
      (_, i): NodeDocument => ({ id: `o${i}`, op: "ReLU", inputs: { input: "x" } }),
    )
    const faceIn = (nodes: readonly NodeDocument[], kind?: "plain") =>
      faceOf(norm, analyze({ gradwire: 1, nodes: [...nodes] }, ops, "train"), kind)
    expect(faceIn([x, norm]).statistics).not.toBeNull()
    expect(faceIn([x, norm, ...many]).statistics).toBeNull()
    const plain = faceIn([x, norm], "plain")
    expect([plain.statistics, plain.width, plain.height]).toEqual([null, plain.bare.width, plain.bare.height])
  })
})

/** 1 where a table is drawn. */
function checkPlace(face: Face, step: number, name: string): number {
  const { statistics: place, tile, top, left, lines } = cardText(face, step)
  const last = lines.at(-1)
  const { statistics } = face
  if (statistics === null || place === null) return 0
  const words = top + lines.reduce((sum, { height }) => sum + height, 0)
  expect(place.size * step, name).toBeGreaterThanOrEqual(LEAST_TEXT - 1e-9)
  expect(place.y, name).toBeGreaterThanOrEqual(words - 1e-6)
  expect(place.y + place.height, name).toBeLessThanOrEqual((tile?.top ?? 0) + 1e-6)
  expect(place.x + place.width, name).toBeLessThanOrEqual(face.width)
  const numbers = statistics.rows.map(({ count }) => {
    const data = Float64Array.from({ length: Math.min(MOST_BARS, count) }, (_, i) => -123.4 + 77 * i)
    return { data, largest: Math.max(...data.map(Math.abs)) }
  })
  const { texts, rects, size } = tableIn(statistics, numbers, place)
  for (const { text, x, y, end, bold } of texts) {
    const wide = textWidth(text, size, bold ? 600 : 400)
    expect(end ? x - wide : x, `${name}: ${text}`).toBeGreaterThanOrEqual(-1e-6)
    expect(end ? x : x + wide, `${name}: ${text}`).toBeLessThanOrEqual(place.width + 1e-6)
    expect(y, name).toBeLessThanOrEqual(place.height)
    // Its title alone may stand over it, at the end of the last words.
    if (y < 0) expect(x - wide + place.x, name).toBeGreaterThan(left + textWidth(last?.text ?? "", last?.size ?? 0))
  }
  for (const rect of rects) {
    expect(rect.x + rect.width, name).toBeLessThanOrEqual(place.width + 1e-6)
    expect(rect.y + rect.height, name).toBeLessThanOrEqual(place.height + 1e-6)
    expect(rect.y, name).toBeGreaterThanOrEqual(-1e-6)
  }
  return 1
}

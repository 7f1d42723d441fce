// Axes followed through whole graphs: what each is called, and that examples moved, or more of them, move every output along
// the axis that is said to be the batch.

import { describe, expect, it } from "vitest"
import { run } from "../../../src/engine/pass/run.ts"
import type { Analysis } from "../../../src/graph/analysis/analysis.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { primaryOutput } from "../../../src/graph/analysis/ports.ts"
import { shapeAt } from "../../../src/graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { batchAxis, graphAxes } from "../../../src/graph/measure/axes/axes.ts"
import { placeName, readPlace, type Source } from "../../../src/graph/wire.ts"
import { ops } from "../../../src/ops/registry.ts"
import { type Shape, sizeOf, type Tensor } from "../../../src/tensor/tensor.ts"
import { addressOf, indexOf } from "../../ops/cells.ts"
import { AXES_CASES, type AxesCase } from "./graphs.ts"

const LETTERS = { batch: "b", channels: "c", sequence: "s", features: "f", spatial: "x" } as const

function documentOf({ nodes, fed = [] }: AxesCase): GradwireDocument {
  const feeds = Object.fromEntries(fed.map((id) => [id, "x"]))
  return { gradwire: 1, nodes, ...(fed.length === 0 ? {} : { data: { source: { kind: "none" }, feeds } }) }
}

function sourceOf(analysis: Analysis, written: string): Source {
  const { node, port, index } = readPlace(written) ?? { node: written }
  const primary = primaryOutput(analysis.nodes.get(node)!.op!)!
  return { node, port: port ?? primary, ...(index === undefined ? {} : { index }) }
}

/** Every output that is one tensor, hidden ones too (a run answers those that are drawn). */
function places(analysis: Analysis): readonly Source[] {
  return [...analysis.nodes.values()].flatMap(({ id, op, outputs }) =>
    Object.keys(outputs ?? {}).flatMap((port) => (op?.outputs[port]?.list === true ? [] : [{ node: id, port }])),
  )
}

/** Numbers of its own for each source, written into the document; class indices where they are looked up. */
function written(document: GradwireDocument, change: (place: Source, tensor: Tensor) => Tensor): GradwireDocument {
  const plain = analyze(document, ops)
  const nodes = (document.nodes as readonly NodeDocument[]).map((node, n): NodeDocument => {
    const place = { node: node.id, port: "value" }
    const shape = shapeAt(plain.nodes.get(node.id)?.outputs, place)
    if (!["Input", "Constant", "Parameter"].includes(node.op) || shape === null) return node
    const indices = (plain.leaving.get(node.id) ?? []).some(
      ({ to }) =>
        to.port === "target" ||
        plain.nodes.get(to.node)?.op?.kind === "Embedding" ||
        plain.leaving.get(to.node)?.some((wire) => wire.to.port === "target"),
    )
    const data = new Float64Array(sizeOf(shape)).map((_, i) => (indices ? (i * 5 + 1) % 6 : Math.sin(7 * i + 3 * n)))
    const tensor = change(place, { shape, data })
    return { ...node, values: { value: nested(tensor.data, shape) } } as NodeDocument
  })
  return { ...document, nodes }
}

function nested(data: ArrayLike<number>, shape: Shape, from = 0): unknown {
  const [size, ...rest] = shape
  if (size === undefined) return data[from]
  return Array.from({ length: size }, (_, i) => nested(data, rest, from + i * sizeOf(rest)))
}

/** Turned by one along its batch axes; all of them, where there are two. */
function turned(analysis: Analysis, place: Source, { shape, data }: Tensor): Tensor {
  const names = graphAxes(analysis).names(place) ?? []
  const from = (cell: number) =>
    indexOf(
      addressOf(cell, shape).map((at, axis) => (names[axis] === "batch" ? (at + 1) % (shape[axis] ?? 1) : at)),
      shape,
    )
  return { shape, data: data.map((_, cell) => data[from(cell)] ?? Number.NaN) }
}

describe.each(AXES_CASES)("$name", (one) => {
  const document = documentOf(one)
  const analysis = analyze(document, ops)

  it("its axes are called what they are", () => {
    expect(
      analysis.problems.filter(({ severity, code }) => severity === "error" && !/^GW-[RT]2|GW-G13/.test(code)),
    ).toEqual([])
    const found = Object.fromEntries(
      Object.keys(one.axes).map((place) => [
        place,
        graphAxes(analysis)
          .names(sourceOf(analysis, place))!
          .map((name) => (name === null ? "·" : LETTERS[name]))
          .join(""),
      ]),
    )
    expect(found).toEqual(one.axes)
  })

  if (one.fixed !== true && one.rows !== true) {
    it("examples that change places change places in every output with a batch axis", () => {
      const options = { mode: "train", dtype: "float64", backward: false } as const
      const before = run(
        analyze(
          written(document, (_, tensor) => tensor),
          ops,
        ),
        options,
      ).values
      const after = run(
        analyze(
          written(document, (place, tensor) => turned(analysis, place, tensor)),
          ops,
        ),
        options,
      ).values
      for (const place of places(analysis)) {
        const [x, y] = [before.get(placeName(place)), after.get(placeName(place))]
        if (x === undefined || y === undefined) continue
        // A batch that lies within another axis moves there, which `ops.long.test` holds.
        if (batchAxis(analysis, place) === null && graphAxes(analysis).examples(place) !== null) continue
        const wanted = turned(analysis, place, x)
        const off = wanted.data.findIndex((v, i) => Math.abs(v - (y.data[i] ?? Number.NaN)) > 1e-9)
        expect(off, `${placeName(place)} at ${off}`).toBe(-1)
      }
    })
  }

  if (one.fixed === true) return
  it("with twice the examples every output has twice as many along its batch axis, and no other axis changes", () => {
    const nodes = (document.nodes as readonly NodeDocument[]).map((node): NodeDocument => {
      const place = { node: node.id, port: "value" }
      const names = graphAxes(analysis).names(place)
      const shape = shapeAt(analysis.nodes.get(node.id)?.outputs, place)
      if (shape === null || !["Input", "Constant"].includes(node.op)) return node
      return { ...node, attrs: { ...node.attrs, shape: shape.map((n, i) => (names?.[i] === "batch" ? 2 * n : n)) } }
    })
    const double = analyze({ ...document, nodes }, ops)
    for (const place of places(analysis)) {
      const [one, two] = [analysis, double].map((a) => shapeAt(a.nodes.get(place.node)?.outputs, place)) as [
        Shape,
        Shape,
      ]
      const names = graphAxes(analysis).names(place) ?? []
      const batches = names.filter((name) => name === "batch").length
      const merged = batches === 0 && graphAxes(analysis).examples(place) !== null
      expect(two, placeName(place)).not.toBeNull()
      expect(sizeOf(two) / sizeOf(one), `${placeName(place)}: ${one} and ${two}`).toBe(merged ? 2 : 2 ** batches)
      if (!merged) expect(two, placeName(place)).toEqual(one.map((n, i) => (names[i] === "batch" ? 2 * n : n)))
    }
  })
})

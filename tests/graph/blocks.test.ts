// Blocks: they fit where they are put, and learn as many numbers as the networks that they come from.

import { describe, expect, test } from "vitest"
import type { RunResult } from "../../src/engine/pass/result.ts"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { insertBlock } from "../../src/graph/blocks/insert.ts"
import { blocks } from "../../src/graph/blocks/registry.ts"
import { type GradwireDocument, isQuarantined, readNodes } from "../../src/graph/document.ts"
import { removeNodes } from "../../src/graph/edit/edit.ts"
import { setGroup } from "../../src/graph/edit/groupEdits.ts"
import { closeParts } from "../../src/graph/parts/close.ts"
import { openIntoParts } from "../../src/graph/parts/open.ts"
import { openable } from "../../src/graph/parts/registry.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { ops } from "../../src/ops/registry.ts"
import { behind, type Options, sound } from "./blockCases.ts"

describe.each([...blocks.keys()])("%s", (kind) => {
  const flat = kind === "MLP"
  const shape = flat ? [3, 6] : kind === "TransformerEncoder" ? [2, 3, 8] : [2, 4, 6, 6]
  const options: Options = kind === "TransformerEncoder" ? { num_heads: 2 } : {}
  const inserted = behind(shape, kind, options)

  test("is a named group of ordinary nodes, each with a place of its own, right of and below the point", () => {
    const { document, group, nodes } = inserted
    expect(document.groups).toEqual([{ id: group, label: blocks.get(kind)?.title }])
    const members = readNodes(document).filter((node) => node.group === group)
    expect(members.map(({ id }) => id)).toEqual(nodes)
    for (const { id, op, at } of members) {
      expect(id.startsWith(`${group}/`) && ops.has(op), `${id} is a ${op}`).toBe(true)
      expect(at![0] >= 240 && at![1] >= 40).toBe(true)
    }
    expect(new Set(members.map(({ at }) => String(at))).size).toBe(members.length)
  })
  test("has one place to come in and one to go out", () => {
    const { document, input, output } = inserted
    const { wires, leaving } = analyze(document, ops)
    const entering = wires.filter(({ from }) => from.node === "x")
    expect(entering.map(({ to }) => to)).toEqual([input])
    const ends = inserted.nodes.filter((id) => (leaving.get(id)?.length ?? 0) === 0)
    expect(ends).toEqual([output.node])
  })
  test("runs forward and backward, and every param gets a gradient", () => {
    const analysis = analyze(inserted.document, ops, "train")
    const result = run(analysis, { mode: "train", dtype: "float32" })
    expect(result.problems).toEqual([])
    expect([...result.gradients.keys()].filter((name) => result.params.has(name))).toEqual([...result.params.keys()])
    expect(result.gradients.has("x:value")).toBe(true)
  })
  test("without a wire waits for one, and reads back from its text", () => {
    const alone = sound(insertBlock({ gradwire: 1, nodes: [] }, kind, options, [0, 0]))
    const { problems } = analyze(alone.document, ops)
    expect(problems.map(({ node, code }) => [node, code])).toEqual([[alone.input.node, "GW-G111"]])
    expect(readDocument(writeDocument(alone.document)).document).toEqual(alone.document)
  })
  test("a second one gets names of its own", () => {
    const twice = sound(insertBlock(inserted.document, kind, options, [900, 0], { source: inserted.output }))
    expect(twice.group).not.toBe(inserted.group)
    const ids = twice.document.nodes.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    if (flat || kind === "TransformerEncoder") expect(analyze(twice.document, ops).problems).toEqual([])
  })
})

test("an option out of bounds is refused by name", () => {
  const document: GradwireDocument = { gradwire: 1, nodes: [] }
  const answer = insertBlock(document, "BasicBlock", { channels: 0 }, [0, 0])
  expect(answer).toMatchObject({ code: "GW-S312", attr: "channels" })
  expect("sentence" in answer && answer.sentence).toMatch(
    /"Residual block" cannot be inserted: "channels": expected a whole number/,
  )
  const heads = insertBlock(document, "TransformerEncoder", { num_heads: 3, d_model: 64 }, [0, 0])
  expect("sentence" in heads && heads.sentence).toMatch(/64 features do not divide into 3 heads/)
  expect(insertBlock(document, "MLP", { widths: 3 }, [0, 0])).toMatchObject({ attr: "widths" })
})

describe.each([
  ["Bottleneck", { channels: 2, expansion: 2, stride: 2 }],
  ["DepthwiseSeparable", { out_channels: 5 }],
] as const)("%s, collapsed and opened", (kind, options) => {
  const document: GradwireDocument = {
    gradwire: 1,
    seed: 11,
    nodes: [{ id: "x", op: "Input", attrs: { shape: [3, 3, 5, 5] }, at: [0, 0] }],
  }
  const made = sound(
    insertBlock(document, kind, options, [240, 0], { source: { node: "x", port: "value" }, collapsed: true }),
  )
  const head = made.output.node
  const slope = [...(analyze(made.document, ops).nodes.get(head)?.outputs?.output ?? [])].map(Number)
  const closed: GradwireDocument = {
    ...made.document,
    target: "loss",
    nodes: [
      ...made.document.nodes,
      { id: "slope", op: "Input", attrs: { shape: slope } },
      { id: "uneven", op: "Mul", inputs: { a: head, b: "slope" } },
      { id: "loss", op: "Norm", inputs: { input: "uneven" } },
    ],
  }
  const ran = (graph: GradwireDocument, mode: "train" | "eval", dtype: "float32" | "float64"): RunResult => {
    const result = run(analyze(graph, ops, mode), { mode, dtype })
    expect(result.problems).toEqual([])
    return result
  }
  test("is a collapsed group that opens to the very same numbers", () => {
    expect(closed.groups).toMatchObject([{ id: made.group, collapsed: true }])
    const open = setGroup(closed, made.group, { collapsed: false })
    const [before, after] = [ran(closed, "train", "float32"), ran(open, "train", "float32")]
    expect(after.values).toEqual(before.values)
    expect(after.gradients).toEqual(before.gradients)
    expect(setGroup(open, made.group, { collapsed: true })).toEqual(closed)
  })
  test.each([
    ["train", "float32", 1e-6],
    ["eval", "float32", 1e-6],
    ["train", "float64", 1e-12],
    ["eval", "float64", 1e-12],
  ] as const)("each of its layers that opens, opens inside it: in %s mode, %s", (mode, dtype, tolerance) => {
    const layers = readNodes(closed).filter(({ op }) => openable.has(op))
    expect(layers.length).toBeGreaterThan(1)
    let open = closed
    for (const { id } of layers) open = sound(openIntoParts(open, analyze(open, ops, mode), id))
    expect(open.groups?.filter(({ parent }) => parent === made.group)).toHaveLength(layers.length)
    const [before, after] = [ran(closed, mode, dtype), ran(open, mode, dtype)]
    for (const [name, gradient] of [...before.gradients].filter(([place]) => /^x:value|conv/.test(place))) {
      const other = after.gradients.get(name)!
      const most = Math.max(...gradient.data.map(Math.abs))
      const apart = Math.max(...gradient.data.map((g, i) => Math.abs(g - other.data[i]!)))
      expect(apart, name).toBeLessThanOrEqual(tolerance * most)
    }
    expect(Math.abs(after.loss! - before.loss!)).toBeLessThanOrEqual(tolerance * Math.abs(before.loss!))
    let back = open
    for (const { id } of layers.toReversed()) back = sound(closeParts(back, id))
    expect(back).toEqual(closed)
  })
  test("goes altogether when its nodes are removed", () => {
    const left = removeNodes(closed, made.nodes)
    expect(left.nodes.filter((entry) => !isQuarantined(entry)).map(({ id }) => id)).toEqual([
      "x",
      "slope",
      "uneven",
      "loss",
    ])
  })
})

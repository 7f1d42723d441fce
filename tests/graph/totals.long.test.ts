// A total that is not complete says so: what is wrong with a node hides no count that is known, and no count that is not known
// goes missing without a word.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it, test } from "vitest"
import { tableCells } from "../../src/formats/tables.ts"
import { writeTable } from "../../src/formats/tableText.ts"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { type GradwireDocument, isQuarantined, type NodeDocument } from "../../src/graph/document.ts"
import { subtotalsOf } from "../../src/graph/measure/subtotals.ts"
import { rowless, summaryRows, summaryTotals } from "../../src/graph/measure/table.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

function gallery(name: string): GradwireDocument {
  const { document } = readDocument(readFileSync(`graphs/${name}`, "utf8"))
  if (document === null) throw new Error(`${name} cannot be read`)
  return document
}
const totalsOf = (analysis: Analysis) => summaryTotals(summaryRows(analysis), rowless(analysis))

/** What each node of a sound document learns. */
function trueCounts(document: GradwireDocument): ReadonlyMap<string, number> {
  return new Map(summaryRows(analyze(document, ops)).map(({ id, count }) => [id, count ?? Number.NaN]))
}

type Break = (node: NodeDocument) => NodeDocument | null
const BREAKS: { readonly [what: string]: Break } = {
  "an unknown op": (node) => ({ ...node, op: "Nothing" }),
  "a missing wire": ({ inputs, ...node }) => {
    const port = Object.keys(inputs ?? {}).find((name) => ops.get(node.op)?.inputs[name] !== undefined)
    if (port === undefined || inputs === undefined) return null
    const { [port]: _, ...rest } = inputs
    return { ...node, inputs: rest }
  },
  "an attribute that cannot be read": (node) => {
    const [name] = Object.keys(ops.get(node.op)?.attrs ?? {})
    return name === undefined ? null : { ...node, attrs: { ...node.attrs, [name]: "?!" } }
  },
}

describe.each(readdirSync("graphs"))("%s", (name) => {
  const document = gallery(name)
  const counts = trueCounts(document)
  const whole = [...counts.values()].reduce((sum, count) => sum + count, 0)
  // Of large graphs every so many nodes.
  const stride = Math.ceil(document.nodes.length / 20)

  test("is complete as it is", () => {
    expect(totalsOf(analyze(document, ops))).toMatchObject({ count: whole, complete: true, unknown: 0, uncosted: 0 })
  })

  test.each(Object.entries(BREAKS))("is never silently short with %s", (_what, spoil) => {
    let tried = 0
    document.nodes.forEach((node, at) => {
      const broken = isQuarantined(node) || at % stride > 0 ? null : spoil(node)
      if (broken === null) return
      tried += 1
      const analysis = analyze({ ...document, nodes: document.nodes.with(at, broken) }, ops)
      const rows = summaryRows(analysis)
      const totals = summaryTotals(rows, rowless(analysis))
      for (const { id, count } of rows) if (count !== null) expect([id, count]).toEqual([id, counts.get(id)])
      const counted = rows.reduce((sum, { count }) => sum + (count ?? 0), 0)
      expect(totals.count).toBe(counted)
      expect(totals.unknown).toBe(document.nodes.length - rows.filter(({ count }) => count !== null).length)
      expect(totals.complete).toBe(totals.unknown === 0)
      if (totals.complete) expect(totals.count).toBe(whole)
      expect(analysis.nodes.get(node.id)?.state).toBe("bad")
    })
    expect(tried).toBeGreaterThan(0)
  })
})

describe("an incomplete total", () => {
  const document: GradwireDocument = {
    gradwire: 1,
    groups: [{ id: "g", label: "Block" }],
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2, 3] } },
      { id: "a", op: "Linear", attrs: { out_features: 1000 }, inputs: { input: "x" }, group: "g" },
      { id: "r", op: "ReLU", inputs: { input: "a" }, group: "g" },
      { id: "b", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "lost" }, group: "g" },
      { id: "c", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "b" } },
    ],
  }
  const analysis = analyze(document, ops)

  it.each(["table", "markdown", "latex", "csv"] as const)("says so as %s", (format) => {
    const plain = format === "csv"
    const text = writeTable(
      tableCells(analysis, summaryRows(analysis), ["layer", "params", "macs", "memory"], plain),
      format,
    )
    expect(text).toContain(plain ? "at least 4000, 2 layers not counted" : "at least 4,000, 2 layers not counted")
    expect(text).toMatch(plain ? /at least 6000/ : /at least 6,000/)
    if (!plain) expect(text).toContain("at least 4,000, 1 layer not counted")
  })

  it("says so under a group, for nodes on a circle as well", () => {
    const round = [
      ...document.nodes.slice(0, 3),
      { id: "p", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "q" }, group: "g" },
      { id: "q", op: "ReLU", inputs: { input: "p" }, group: "g" },
    ]
    const turned = analyze({ ...document, nodes: round }, ops)
    const rows = summaryRows(turned)
    expect(rows.map(({ id }) => id)).toEqual(["x", "a", "r"])
    expect(totalsOf(turned)).toMatchObject({ count: 4000, complete: false, unknown: 1, uncosted: 2 })
    expect(subtotalsOf(rows, turned.document, rowless(turned))[0]?.totals).toMatchObject({ count: 4000, unknown: 1 })
  })

  it("counts a node that could not be read", () => {
    const text =
      '{ "gradwire": 1, "nodes": [ { "id": "w", "op": "Parameter", "attrs": { "shape": [3] } }, { "id": 7, "op": "Linear" } ] }'
    const { document: read } = readDocument(text)
    if (read === null) throw new Error("not read")
    expect(totalsOf(analyze(read, ops))).toMatchObject({ count: 3, complete: false, unknown: 1, uncosted: 1 })
  })
})

test("ResNet-152 on a 32×32 picture counts all its 60,192,808 params, though batch norm refuses one value a channel", () => {
  const document = gallery("resnet-152.json")
  const small = (node: NodeDocument): NodeDocument =>
    node.id === "input" ? { ...node, attrs: { ...node.attrs, shape: [1, 3, 32, 32] } } : node
  const analysis = analyze({ ...document, nodes: (document.nodes as readonly NodeDocument[]).map(small) }, ops, "train")
  expect(analysis.problems.some(({ severity }) => severity === "error")).toBe(true)
  expect(totalsOf(analysis)).toMatchObject({ count: 60_192_808, unknown: 0 })
})

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { COURSE_COLUMNS, type ColumnName, fieldInWords, memoryInWords, tableCells } from "../../src/formats/tables.ts"
import { writeTable } from "../../src/formats/tableText.ts"
import { writeBytes } from "../../src/formula/number.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { groupedRows } from "../../src/graph/measure/subtotals.ts"
import { summaryRows } from "../../src/graph/measure/table.ts"
import { ops } from "../../src/ops/registry.ts"

// A file of our own, held to be a document by tests/graphs.test.ts.
const course = JSON.parse(readFileSync("graphs/conv3-pool2-fc3.json", "utf8")) as GradwireDocument

function tableOf(document: GradwireDocument, columns: readonly ColumnName[] = COURSE_COLUMNS, plain = false) {
  const analysis = analyze(document, ops)
  return tableCells(analysis, summaryRows(analysis), columns, plain)
}
const strange: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x_1", op: "Input", attrs: { shape: [2, 3] } } as NodeDocument,
    { id: "odd", op: '=A|B,"c"\\d', inputs: { input: "x_1" } },
  ],
}

const LONG = `encoder.${"layers.".repeat(12)}0`
const repeated: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x0", op: "Input", attrs: { shape: [2] } },
    { id: "x1", op: "Input", attrs: { shape: [2] } },
    { id: `${LONG}.a`, op: "Sigmoid", inputs: { input: "x0" } },
    { id: `${LONG}.b`, op: "Sigmoid", inputs: { input: "x1" } },
    { id: "y", op: "Tanh", inputs: { input: "x1" } },
  ],
}

describe("tables", () => {
  it("carry ids where a name occurs twice, but not beside a column of ids", () => {
    const names = tableOf(repeated).rows.map(([name]) => name)
    expect(names).toEqual(["Input x0", "Input x1", `SIGMOID ${LONG}.a`, `SIGMOID ${LONG}.b`, "TANH"])
    expect(tableOf(repeated, ["id", "layer"]).rows.map(([, name]) => name)).toEqual([
      "Input",
      "Input",
      "SIGMOID",
      "SIGMOID",
      "TANH",
    ])
  })

  it("cut long names in the middle in a terminal, where they still differ, and nowhere else", () => {
    const lines = writeTable(tableOf(repeated), "table").split("\n")
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThan(125)
    expect(new Set(lines.slice(2, 7).map((line) => line.slice(0, 36))).size).toBe(5)
    expect(lines.some((line) => line.includes("…"))).toBe(true)
    for (const format of ["markdown", "csv", "latex"] as const) {
      expect(writeTable(tableOf(repeated), format)).toContain(`${LONG}.a`)
    }
  })

  it("are the course's in Markdown", () => {
    expect(writeTable(tableOf(course), "markdown")).toBe(
      [
        "| Layer | Number of Parameters | Dimension of Activations | Receptive field (size, jump) |",
        "| --- | --- | --- | --- |",
        "| Input | 0 | 28×28×1 | 1, 1 |",
        "| CONV3-10 conv1 | 3×3×1×10 + 10 = 100 | 28×28×10 | 3, 1 |",
        "| POOL2 pool1 | 0 | 14×14×10 | 4, 2 |",
        "| CONV3-10 conv2 | 3×3×10×10 + 10 = 910 | 14×14×10 | 8, 2 |",
        "| POOL2 pool2 | 0 | 7×7×10 | 10, 4 |",
        "| FLATTEN | 0 | 490 | all of the input |",
        "| FC-3 | 490×3 + 3 = 1473 | 3 | all of the input |",
        "| Total | 2,483 |  |  |",
        "",
      ].join("\n"),
    )
  })

  it("are aligned for a terminal, numbers to the right", () => {
    const lines = writeTable(tableOf(course, ["id", "op", "count", "macs"]), "table").split("\n")
    expect(lines.slice(0, 4)).toEqual([
      "Node      Op         Parameters     MACs",
      "────────  ─────────  ──────────  ───────",
      "input     Input               0        0",
      "conv1     Conv2d            100   70,560",
    ])
    expect(lines.at(-2)).toBe("Total                     2,483  248,430")
  })

  it("are CSV that a spreadsheet neither splits nor runs", () => {
    expect(
      writeTable(tableOf(course, ["id", "dims", "count", "memory"], true), "csv")
        .split("\n")
        .slice(0, 3),
    ).toEqual(["Node,Dimension of Activations,Parameters,Memory", "input,28×28×1,0,3136", "conv1,28×28×10,100,32160"])
    expect(writeTable(tableOf(strange, ["op", "id", "count"]), "csv").split("\n")[2]).toBe(`"'=A|B,""c""\\d",odd,?`)
  })

  it("are LaTeX with computations as formulas and signs escaped", () => {
    const lines = writeTable(tableOf(course), "latex").split("\n")
    expect(lines[0]).toBe("\\begin{tabular}{llll}")
    expect(lines[5]).toBe(
      "  CONV3-10 conv1 & $3 \\times 3 \\times 1 \\times 10 + 10 = 100$ & $28 \\times 28 \\times 10$ & 3, 1 \\\\",
    )
    expect(writeTable(tableOf(strange, ["id", "op"]), "latex")).toContain("  x\\_1 & Input \\\\")
  })

  it("escape what would break Markdown", () => {
    expect(writeTable(tableOf(strange, ["op", "id"]), "markdown")).toContain('| =A\\|B,"c"\\\\d | odd |')
  })

  it("name layers without a course name by op and id", () => {
    // What learns nothing learns nothing at any shape; what might is not known.
    const nodes = [
      { id: "g", op: "GELU", inputs: { input: "x" } },
      { id: "p", op: "LayerNorm", attrs: { normalized_shape: "?" }, inputs: { input: "x" } },
    ]
    expect(tableOf({ gradwire: 1, nodes }).rows).toEqual([
      ["GELU g", "0", "?", "–"],
      ["LayerNorm p", "?", "?", "–"],
    ])
  })

  it("write weights and biases in columns of their own, and what memory is made of", () => {
    const cells = tableOf(course, ["id", "weights", "biases", "memoryParams", "memoryActivations"])
    expect(cells.rows[1]).toEqual(["conv1", "3×3×1×10 = 90", "10", "400 B", "31.4 kB"])
    expect(cells.rows[2]).toEqual(["pool1", "0", "0", "0 B", "15.7 kB"])
    expect(cells.totals).toEqual(["Total", "2,460", "23", "9.9 kB", "63.9 kB"])
    expect(memoryInWords({ params: 400, gradients: 400, buffers: 0, activations: 31360 })).toBe(
      "params 400 B, gradients 400 B, buffers 0 B, saved activations 31.4 kB",
    )
  })

  it("scale costs with the batch and memory with the precision, and leave params alone", () => {
    const analysis = analyze(course, ops)
    const columns: readonly ColumnName[] = ["id", "count", "macs", "memoryParams", "memoryActivations"]
    // Elements of all outputs; pools also keep where each maximum was.
    const kept = 4 * (784 + 7840 + 2 * 1960 + 1960 + 2 * 490 + 490 + 3)
    const of = (options: Parameters<typeof summaryRows>[1]) =>
      tableCells(analysis, summaryRows(analysis, options), columns, true).totals
    expect(of({})).toEqual(["Total", "2483", "248430", "9932", String(kept)])
    expect(of({ batch: 32 })).toEqual(["Total", "2483", String(32 * 248430), "9932", String(32 * kept)])
    expect(of({ dtype: "float64" })).toEqual(["Total", "2483", "248430", "19864", String(2 * kept)])
  })

  it("put a group's rows together and its subtotal after them, in every format but for machines", () => {
    const nodes = [
      { id: "x", op: "Input", attrs: { shape: [1, 4] } },
      { id: "a1", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x" }, group: "a" },
      { id: "b1", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "x" }, group: "b" },
      { id: "a2", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "a1" }, group: "inner" },
      { id: "a3", op: "ReLU", inputs: { input: "a2" }, group: "inner" },
    ] as readonly NodeDocument[]
    const groups = [{ id: "a", label: "Block A" }, { id: "inner", parent: "a" }, { id: "b" }]
    const analysis = analyze({ gradwire: 1, nodes, groups }, ops)
    const rows = groupedRows(summaryRows(analysis), analysis.document)
    expect(rows.map(({ id }) => id)).toEqual(["x", "a1", "a2", "a3", "b1"])
    const cells = tableCells(analysis, rows, ["id", "count"])
    expect(writeTable(cells, "csv").split("\n")).toEqual([
      "Node,Parameters",
      "x,0",
      "a1,10",
      "a2,15",
      "a3,0",
      "Subtotal inner,15",
      "Subtotal Block A,25",
      "b1,15",
      "Total,40",
      "",
    ])
    expect(cells.subtotals.map(({ group, after, depth }) => [group, after, depth])).toEqual([
      ["inner", 3, 1],
      ["a", 3, 0],
    ])
    for (const format of ["table", "markdown", "latex"] as const) {
      const text = writeTable(cells, format)
      expect(text.indexOf("Subtotal Block A")).toBeGreaterThan(text.indexOf("a3"))
      expect(text.indexOf("Subtotal Block A")).toBeLessThan(text.indexOf("b1"))
    }
    expect(tableCells(analysis, rows, ["id", "count"], true).subtotals).toEqual([])
  })

  it("say in words what a field is", () => {
    expect(fieldInWords({ size: [3, 5], jump: [1, 2], start: [0, 0], status: "exact" })).toBe("3×5, 1×2")
    expect(fieldInWords({ size: [9], jump: [1], start: [0], status: "upper-bound" })).toBe("≤ 9, 1")
    expect(fieldInWords({ size: [], jump: [], start: [], status: "undefined" })).toBe("not defined")
  })

  it("write bytes in decimal units", () => {
    expect([0, 999, 1000, 240_771_232, 999_960].map((bytes) => writeBytes(bytes, false))).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "240.8 MB",
      "1.0 MB",
    ])
  })
})

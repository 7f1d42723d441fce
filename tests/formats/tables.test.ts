import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  COURSE_COLUMNS,
  type Column,
  fieldInWords,
  formatBytes,
  tableCells,
  writeTable,
} from "../../src/formats/tables.ts"
import { analyze } from "../../src/graph/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { summaryRows } from "../../src/graph/table.ts"
import { ops } from "../../src/ops/registry.ts"

// A file of our own, held to be a document by tests/graphs.test.ts.
const course = JSON.parse(readFileSync("graphs/conv3-pool2-fc3.json", "utf8")) as GradwireDocument

function tableOf(document: GradwireDocument, columns: readonly Column[] = COURSE_COLUMNS, plain = false) {
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

describe("tables", () => {
  it("are the course's in Markdown", () => {
    expect(writeTable(tableOf(course), "markdown")).toBe(
      [
        "| Layer | Number of Parameters | Dimension of Activations | Receptive field (size, jump) |",
        "| --- | --- | --- | --- |",
        "| Input | 0 | 28×28×1 | 1, 1 |",
        "| CONV3-10 | 3×3×1×10 + 10 = 100 | 28×28×10 | 3, 1 |",
        "| POOL2 | 0 | 14×14×10 | 4, 2 |",
        "| CONV3-10 | 3×3×10×10 + 10 = 910 | 14×14×10 | 8, 2 |",
        "| POOL2 | 0 | 7×7×10 | 10, 4 |",
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
      "  CONV3-10 & $3 \\times 3 \\times 1 \\times 10 + 10 = 100$ & $28 \\times 28 \\times 10$ & 3, 1 \\\\",
    )
    expect(writeTable(tableOf(strange, ["id", "op"]), "latex")).toContain("  x\\_1 & Input \\\\")
  })

  it("escape what would break Markdown", () => {
    expect(writeTable(tableOf(strange, ["op", "id"]), "markdown")).toContain('| =A\\|B,"c"\\\\d | odd |')
  })

  it("name layers without a course name by op and id", () => {
    expect(tableOf({ gradwire: 1, nodes: [{ id: "g", op: "GELU", inputs: { input: "x" } }] }).rows).toEqual([
      ["GELU g", "?", "?", "–"],
    ])
  })

  it("say in words what a field is", () => {
    expect(fieldInWords({ size: [3, 5], jump: [1, 2], start: [0, 0], status: "exact" })).toBe("3×5, 1×2")
    expect(fieldInWords({ size: [9], jump: [1], start: [0], status: "upper-bound" })).toBe("≤ 9, 1")
    expect(fieldInWords({ size: [], jump: [], start: [], status: "undefined" })).toBe("not defined")
  })

  it("write bytes in decimal units", () => {
    expect([0, 999, 1000, 240_771_232, 999_960].map(formatBytes)).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "240.8 MB",
      "1.0 MB",
    ])
  })
})

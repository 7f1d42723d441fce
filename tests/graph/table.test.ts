import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { buildFromShorthand } from "../../src/formats/shorthand.ts"
import type { Analysis } from "../../src/graph/analysis.ts"
import { analyze } from "../../src/graph/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { summaryRows, summaryTotals } from "../../src/graph/table.ts"
import { ops } from "../../src/ops/registry.ts"

// A file of our own, held to be a document by tests/graphs.test.ts.
const course = JSON.parse(readFileSync("graphs/conv3-pool2-fc3.json", "utf8")) as GradwireDocument

function analysisOf(nodes: readonly NodeDocument[]): Analysis {
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  expect(analysis.problems).toEqual([])
  return analysis
}
const node = (id: string, op: string, from: string | null, attrs: NodeDocument["attrs"] & object = {}): NodeDocument =>
  from === null ? { id, op, attrs } : { id, op, attrs, inputs: { input: from } }

describe("the course's table", () => {
  const expected = [
    ["input", "0", 0, "28×28×1", "1,1"],
    ["conv1", "3×3×1×10 + 10", 100, "28×28×10", "3,1"],
    ["pool1", "0", 0, "14×14×10", "4,2"],
    ["conv2", "3×3×10×10 + 10", 910, "14×14×10", "8,2"],
    ["pool2", "0", 0, "7×7×10", "10,4"],
    ["flatten1", "0", 0, "490", "global"],
    ["fc1", "490×3 + 3", 1473, "3", "global"],
  ]
  const built = buildFromShorthand("INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3")
  if ("problem" in built) throw new Error(built.problem.sentence)
  it.each([
    ["graphs/conv3-pool2-fc3.json", course],
    ["the shorthand", built.document],
  ])("comes out of %s", (_name, document) => {
    const rows = summaryRows(analyze(document, ops))
    const found = rows.map(({ id, params, count, dims, receptiveField }) => [
      id,
      params,
      count,
      dims,
      receptiveField?.status === "global" ? "global" : `${receptiveField?.size[0]},${receptiveField?.jump[0]}`,
    ])
    expect(found).toEqual(expected)
    expect(summaryTotals(rows).count).toBe(2483)
  })

  it("has fields with all their numbers", () => {
    const rows = summaryRows(analyze(course, ops))
    expect(rows.map((row) => row.receptiveField)).toEqual([
      { size: [1, 1], jump: [1, 1], start: [0, 0], status: "exact" },
      { size: [3, 3], jump: [1, 1], start: [-1, -1], status: "exact" },
      { size: [4, 4], jump: [2, 2], start: [-1, -1], status: "exact" },
      { size: [8, 8], jump: [2, 2], start: [-3, -3], status: "exact" },
      { size: [10, 10], jump: [4, 4], start: [-3, -3], status: "exact" },
      { size: [28, 28], jump: [0, 0], start: [0, 0], status: "global" },
      { size: [28, 28], jump: [0, 0], start: [0, 0], status: "global" },
    ])
    expect(rows[1]?.macs).toBe(70560)
    expect(rows.map((row) => row.macs)).toEqual([0, 28 * 28 * 90, 0, 14 * 14 * 900, 0, 0, 1470])
    expect(rows[1]?.shape).toEqual([1, 10, 28, 28])
  })
})

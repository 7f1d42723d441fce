// Each kind of broken graph is repaired by the rule that knows it, and by nothing that does not help.

import { describe, expect, it, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { repairs } from "../../src/graph/repairs/registry.ts"
import { ops } from "../../src/ops/registry.ts"
import { BROKEN, input, node } from "./brokenGraphs.ts"

describe.each(Object.entries(BROKEN))("%s", (_, { nodes, label }) => {
  const document: GradwireDocument = { gradwire: 1, nodes }
  const analysis = analyze(document, ops)
  const [problem] = analysis.problems.filter(({ severity }) => severity === "error")
  const offered = problem === undefined ? [] : repairs(analysis, problem)

  it("is offered", () => {
    expect(problem).toBeDefined()
    expect(offered.map((repair) => repair.label)).toContainEqual(expect.stringMatching(label))
  })
  it("leaves no error, whichever is chosen", () => {
    expect(offered.length).toBeGreaterThan(0)
    for (const repair of offered) {
      const after = analyze(repair.apply(document), ops)
      expect(after.problems.filter(({ severity }) => severity === "error")).toEqual([])
    }
  })
})

test("an Input whose numbers are written down keeps its shape", () => {
  const given: NodeDocument = { id: "x", op: "Input", attrs: { shape: [1, 2] }, values: { value: [[1, 2]] } }
  const nodes = [given, node("conv", "Conv2d", { input: "x" }, { out_channels: 2, kernel_size: 3 })]
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  const labels = analysis.problems.flatMap((problem) => repairs(analysis, problem).map(({ label }) => label))
  expect(labels.filter((label) => label.startsWith("Change"))).toEqual([])
})

test("two faults of one node are mended one after the other", () => {
  const param = (id: string, ...shape: number[]): NodeDocument => ({ id, op: "Parameter", attrs: { shape } })
  const wires = { input: "x", weight: "W", bias: "b" }
  const nodes = [input("x", 4, 3), param("W", 10, 4), param("b", 3), node("fc", "Linear", wires, { out_features: 10 })]
  const first = analyze({ gradwire: 1, nodes }, ops)
  expect(first.problems.map(({ port }) => port)).toEqual(["weight", "bias"])
  const labels = first.problems.map((problem) => repairs(first, problem).map(({ label }) => label))
  expect(labels[0]).toContain("Set shape of W to 10×3")
  expect(labels[1]).toEqual(["Set shape of b to 10"])
  const second = analyze(repairs(first, first.problems[1]!)[0]!.apply(first.document), ops)
  expect(second.problems.map(({ port }) => port)).toEqual(["weight"])
})

test("a signal decoder is not joined along its length", () => {
  const conv = (id: string, from: string) =>
    node(id, "Conv1d", { input: from }, { out_channels: 4, kernel_size: 3, padding: 1 })
  const nodes = [
    input("x", 1, 2, 45),
    conv("a", "x"),
    node("p", "MaxPool1d", { input: "a" }, { kernel_size: 2 }),
    conv("b", "p"),
    node("u", "Upsample", { input: "b" }, { scale_factor: 2 }),
    node("cat", "Concat", { inputs: ["a", "u"] }, { dim: 1 }),
  ]
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  const labels = repairs(analysis, analysis.problems[0]!).map(({ label }) => label)
  expect(labels.length).toBeGreaterThan(1)
  expect(labels.filter((label) => label.startsWith("Set dim"))).toEqual([])
})

test("behind a layer that misreads channels that stand last, the Input is mended", () => {
  const nodes = [
    input("x", 2, 28, 28, 3),
    node("c", "Conv2d", { input: "x" }, { out_channels: 8, kernel_size: 3 }),
    node("p", "MaxPool2d", { input: "c" }, { kernel_size: 2 }),
  ]
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  const pool = analysis.problems.find((problem) => problem.node === "p")!
  expect(repairs(analysis, pool).map(({ label }) => label)).toEqual([
    "Change the shape of x to 2×3×28×28: 2×28×28×3 is examples × height × width × channels",
    "Insert Permute before c:input: 2×28×28×3 → 2×3×28×28",
  ])
})

test("nothing is offered where nothing is known", () => {
  const document = { gradwire: 1, nodes: [node("r", "ReLU", {})] }
  const analysis = analyze(document, ops)
  for (const problem of analysis.problems) expect(repairs(analysis, problem)).toEqual([])
})

test("a node that is put in makes room for itself", () => {
  const { nodes } = BROKEN.reshape!
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  const repaired = repairs(analysis, analysis.problems[0]!)
    .find(({ label }) => label.startsWith("Insert"))!
    .apply(analysis.document)
  const places = new Map(repaired.nodes.map(({ id, at }) => [id, at?.[0] ?? 0]))
  expect(places.get("z")).toBe(0)
  expect(places.get("reshape1")).toBe(300)
  expect(places.get("conv")).toBe(576)
})

it("offers no other Input where another op takes the one that is there", () => {
  const nodes = [input("x", 4, 3), node("drop", "Dropout2d", { input: "x" })]
  const analysis = analyze({ gradwire: 1, nodes } as GradwireDocument, ops)
  const problem = analysis.problems.find((one) => one.node === "drop")!
  expect(repairs(analysis, problem).map(({ label }) => label)).toEqual([
    "Use Dropout instead of Dropout2d for drop: its input is 4×3",
  ])
})

// What an analysis knows of a document: shapes, order, wires, target.

import { describe, expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { formatProblem } from "../../src/graph/problem.ts"
import { ops } from "../../src/ops/registry.ts"
import { analysisOf, relu, said, states, X } from "./analysing.ts"

describe("a sound document", () => {
  const nodes: NodeDocument[] = [
    { id: "y", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "r" } },
    relu("r", "X"),
    X,
  ]
  it("has shapes, an order, wires by both ends and a target", () => {
    const analysis = analysisOf(nodes)
    expect(analysis.problems).toEqual([])
    expect(analysis.order).toEqual(["X", "r", "y"])
    expect([...analysis.nodes.keys()]).toEqual(["y", "r", "X"])
    expect(analysis.nodes.get("y")?.outputs).toEqual({ output: [4, 2] })
    expect(analysis.nodes.get("y")?.params.map((p) => [p.name, p.shape, p.wired])).toEqual([
      ["weight", [2, 3], null],
      ["bias", [2], null],
    ])
    expect(analysis.target).toEqual({ node: "y", port: "output" })
    expect(analysis.wires.map((wire) => wire.id)).toEqual(["r:output>y:input", "X:value>r:input"])
    expect(analysis.leaving.get("X")?.map((wire) => wire.id)).toEqual(["X:value>r:input"])
    expect(analysis.entering.get("y")?.map((wire) => wire.id)).toEqual(["r:output>y:input"])
  })

  it("is the same objects again for nodes that an edit does not touch", () => {
    const before = analysisOf(nodes)
    const edited = nodes.map((node) => (node.id === "y" ? { ...node, attrs: { out_features: 5 } } : node))
    const after = analysisOf(edited)
    expect(after.nodes.get("r")).toBe(before.nodes.get("r"))
    expect(after.nodes.get("y")?.outputs).toEqual({ output: [4, 5] })
    const wider = analysisOf([nodes[0]!, nodes[1]!, { ...X, attrs: { shape: [4, 7] } }])
    expect(wider.nodes.get("r")?.outputs).toEqual({ output: [4, 7] })
    expect(wider.nodes.get("y")?.params[0]?.shape).toEqual([2, 7])
  })

  it("forgets nothing about a node that lost its source, and finds it again", () => {
    const whole = [X, relu("a", "X"), relu("b", "a")]
    expect(said(whole)).toEqual([])
    expect(said([X, relu("a", "gone"), whole[2]!], { target: "b" })).toHaveLength(1)
    expect(states(analysisOf([X, relu("a", "gone"), whole[2]!])).b).toBe("waiting")
    expect(states(analysisOf(whole)).b).toBe("ok")
  })

  it("may be empty", () => {
    expect(analysisOf([])).toMatchObject({ problems: [], order: [], target: null })
  })

  it("answers the mode to its ops", () => {
    const one: NodeDocument[] = [
      { id: "x", op: "Input", attrs: { shape: [1, 3] } },
      { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
    ]
    const problems = (mode: "train" | "eval"): number => analyze({ gradwire: 1, nodes: one }, ops, mode).problems.length
    expect([problems("train"), problems("eval")]).toEqual([1, 0])
  })
})

describe("the target", () => {
  const loss: NodeDocument = { id: "loss", op: "Mean", inputs: { input: "X" } }
  it("is the only scalar sink", () => {
    expect(analysisOf([X, loss, relu("r", "X")]).target).toEqual({ node: "loss", port: "output" })
  })
  it("is else the only sink", () => {
    expect(analysisOf([X, relu("r", "X")]).target).toEqual({ node: "r", port: "output" })
  })
  it("is asked for where there are several", () => {
    const analysis = analysisOf([X, relu("r", "X"), relu("s", "X")])
    expect(analysis.target).toBeNull()
    expect(analysis.problems.map(formatProblem)).toEqual(["Backward could start at 2 nodes; choose a target: r, s."])
    expect(states(analysis)).toEqual({ X: "ok", r: "ok", s: "ok" })
  })
  it("may be named by node or by port", () => {
    const nodes = [X, relu("r", "X"), relu("s", "X")]
    expect(analysisOf(nodes, { target: "r" }).target).toEqual({ node: "r", port: "output" })
    expect(analysisOf(nodes, { target: "X:value" }).target).toEqual({ node: "X", port: "value" })
  })
})

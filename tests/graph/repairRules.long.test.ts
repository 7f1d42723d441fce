// No rule stands there for nothing.

import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { repairRules, repairs } from "../../src/graph/repairs/registry.ts"
import { ops } from "../../src/ops/registry.ts"
import { BROKEN, input, node } from "./brokenGraphs.ts"
import { TROUBLES } from "./troubles.ts"

/** Nothing is broken, but a variance divides by n − 1. */
const HINTED = {
  nodes: [
    input("x", 4, 3),
    node("m", "Mean", { input: "x" }, { dim: [0], keepdim: true }),
    node("v", "Var", { input: "x" }, { dim: [0], keepdim: true }),
    node("z", "Standardize", { x: "x", mean: "m", variance: "v" }),
  ],
}

test("every rule is what mends one of the graphs here or among the troubles", () => {
  const mending = new Set<string>()
  for (const nodes of [...Object.values(BROKEN), ...TROUBLES, HINTED].map((one) => one.nodes)) {
    const analysis = analyze({ gradwire: 1, nodes }, ops)
    const problem = analysis.problems.find(({ severity }) => severity === "error") ?? analysis.problems[0]
    const broken = analysis.nodes.get(problem?.node ?? "")
    if (problem === undefined || broken === undefined) throw new Error("a graph without a broken node")
    const labels = repairs(analysis, problem).map(({ label }) => label)
    for (const [name, rule] of repairRules)
      if (
        rule.find({ analysis, node: broken, problem }).some(({ label }) => labels.some((one) => one.startsWith(label)))
      )
        mending.add(name)
  }
  expect([...repairRules.keys()].filter((name) => !mending.has(name))).toEqual([])
})

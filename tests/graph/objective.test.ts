import { expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { targetChoices } from "../../src/graph/analysis/target.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { objectiveSign, singledOutName } from "../../src/graph/drawing/objective.ts"
import { ops } from "../../src/ops/registry.ts"

/** Sinks of every kind: a scalar, losses, several numbers, a single one with an axis. */
function analysisOf(target: string) {
  const input = { input: "x" }
  return analyze(
    {
      gradwire: 1,
      target,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [3] } },
        { id: "t", op: "Input", attrs: { shape: [3] } },
        { id: "s", op: "Sum", inputs: input },
        { id: "l", op: "MSELoss", inputs: { input: "x", target: "t" } },
        { id: "each", op: "MSELoss", attrs: { reduction: "none" }, inputs: { input: "x", target: "t" } },
        { id: "y", op: "Tanh", inputs: input },
        { id: "one", op: "Sum", attrs: { keepdim: true }, inputs: input },
      ],
    },
    ops,
    "train",
  )
}

it.each([
  ["a scalar", "s", "L"],
  ["a loss", "l", "L"],
  ["a loss of each place", "each", "L"],
  ["several numbers", "y", "Σ dY·Y"],
  ["one number in a row", "one", "Σ dY·Y"],
] as const)("%s", (_, target, sign) => {
  expect(objectiveSign(analysisOf(target))).toBe(sign)
})

it("is one number where dY is 1 there and 0 elsewhere, called by its class where it has one", () => {
  const at = (upstream: NonNullable<GradwireDocument["upstream"]>, classes: readonly string[] | null = null) => {
    const nodes: GradwireDocument["nodes"] = [{ id: "y", op: "Input", attrs: { shape: [1, 3] } }]
    return singledOutName(analyze({ gradwire: 1, target: "y", nodes, upstream }, ops, "train"), classes)
  }
  expect(at({ "y:value": [[0, 1, 0]] })).toBe("y[0, 1]")
  expect(at({ "y:value": [[0, 0, 1]] }, ["vertical", "horizontal", "none"])).toBe("none")
  for (const dy of [[[0, 2, 0]], [[1, 1, 0]], [[0, 0, 0]]]) expect(at({ "y:value": dy })).toBe(null)
  expect(at({})).toBe(null)
})

it("offers what nothing hangs on as targets", () => {
  expect(targetChoices(analysisOf("s"))).toEqual(["s", "l", "each", "y", "one"])
})

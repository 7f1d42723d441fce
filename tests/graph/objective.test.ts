import { expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { targetChoices } from "../../src/graph/analysis/target.ts"
import { objectiveSign } from "../../src/graph/drawing/objective.ts"
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

it("offers what nothing hangs on as targets", () => {
  expect(targetChoices(analysisOf("s"))).toEqual(["s", "l", "each", "y", "one"])
})

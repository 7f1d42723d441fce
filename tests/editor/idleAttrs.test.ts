import { expect, test } from "vitest"
import { idleAttrs } from "../../src/editor/inspector/fields/idleAttrs.ts"
import { ops } from "../../src/ops/registry.ts"

function idle(kind: string, rest: object) {
  return idleAttrs({ op: ops.get(kind) ?? null, node: { id: "x", op: kind, ...rest } })
}

test("attributes of another distribution are without effect", () => {
  expect(idle("Input", {})?.names).toEqual(["low", "high", "p"])
  expect(idle("Input", { attrs: { distribution: "bernoulli" } })?.names).toEqual(["mean", "std", "low", "high"])
  expect(idle("Parameter", { attrs: { init: "constant" } })?.names).toEqual(["fill", "mean", "std", "low", "high"])
  expect(idle("Constant", { attrs: { init: "eye" } })?.names).toEqual(["fill_value", "mean", "std", "low", "high"])
  expect(idle("Constant", { attrs: { init: "arange" } })?.names).toEqual([
    "fill",
    "fill_value",
    "mean",
    "std",
    "low",
    "high",
  ])
})

test("written numbers leave every distribution without effect", () => {
  expect(idle("Input", { values: { value: [1] } })).toEqual({
    names: ["distribution", "mean", "std", "low", "high", "p"],
    reason: "the values are given in the document",
  })
  expect(idle("Conv2d", {})).toBeNull()
})

test("so do the examples of data", () => {
  const input = { op: ops.get("Input") ?? null, node: { id: "x", op: "Input" } }
  expect(idleAttrs(input, "the first 25 examples of Spirals")).toEqual({
    names: ["distribution", "mean", "std", "low", "high", "p"],
    reason: "the values are the first 25 examples of Spirals",
  })
})

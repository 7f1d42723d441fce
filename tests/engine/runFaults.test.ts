// What goes wrong in a run is named at its place, and costs only what hangs on it.

import { describe, expect, test } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import type { AnyOp } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import { runDocument, x3 } from "./running.ts"

test("one bad node costs what hangs on it; the rest runs, and without a target nothing flows back", () => {
  const result = runDocument({
    gradwire: 1,
    target: "s",
    nodes: [
      x3,
      { id: "bad", op: "Nonsense", inputs: { input: "x" } },
      { id: "s", op: "Sum", inputs: { input: "bad" } },
      { id: "e", op: "Exp", inputs: { input: "x" } },
    ],
  })
  expect([...result.values.keys()].sort()).toEqual(["e:output", "x:value"])
  expect([result.target, result.loss, result.gradients.size, result.wires.size]).toEqual([null, null, 0, 0])
  expect(result.problems.map(({ code }) => code)).toContain("GW-G101")
})

test("the first number that is not finite is named, once", () => {
  const result = runDocument({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, -1] } },
      { id: "l", op: "Log", inputs: { input: "x" } },
      { id: "e", op: "Exp", inputs: { input: "l" } },
    ],
  })
  expect(result.problems).toHaveLength(1)
  expect(result.problems[0]).toMatchObject({ code: "GW-E120", severity: "warning", node: "l", port: "output" })
  expect(result.problems[0]?.sentence).toContain("NaN at [1] of 2")
})

test("a class index out of range is the user's trouble: named at its port, and backward does not start", () => {
  const result = runDocument({
    gradwire: 1,
    target: "loss",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2, 3] } },
      { id: "t", op: "Input", attrs: { shape: [2] }, values: { value: [0, 7] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "x", target: "t" } },
    ],
  })
  expect(result.problems).toMatchObject([{ severity: "error", node: "loss", port: "target" }])
  expect(result.problems[0]?.sentence).toContain("7")
  expect([result.target, result.loss, result.gradients.size]).toEqual([null, null, 0])
})

test("a run that would not fit is refused before it starts, by the node that breaks it", () => {
  const result = runDocument({
    gradwire: 1,
    nodes: [
      { id: "a", op: "Input", attrs: { shape: [10000, 1] } },
      { id: "b", op: "Input", attrs: { shape: [1, 10000] } },
      { id: "c", op: "Add", inputs: { a: "a", b: "b" } },
    ],
  })
  const refusal = result.problems.find(({ code }) => code === "GW-E210")
  expect(refusal).toMatchObject({ severity: "error", node: "c" })
  expect(refusal?.sentence).toMatch(/1\.\d GiB.*512/)
  expect(result.values.size).toBe(0)
})

describe("what a rule throws", () => {
  const document: GradwireDocument = {
    gradwire: 1,
    target: "s",
    nodes: [
      x3,
      { id: "e", op: "Exp", inputs: { input: "x" } },
      { id: "p", op: "Mul", inputs: { a: "e", b: "x" } },
      { id: "s", op: "Sum", inputs: { input: "p" } },
      { id: "aside", op: "Neg", inputs: { input: "x" } },
    ],
  }
  const runWith = (exp: Partial<AnyOp>) => {
    const list = new Map([...ops, ["Exp", { ...ops.get("Exp")!, ...exp }]])
    return run(analyze(document, list, "train"), { mode: "train", dtype: "float64" })
  }
  const fail = (error: Error) => (): never => {
    throw error
  }

  test("is a bug of the op, named with its node; what does not hang on it goes on", () => {
    const result = runWith({ forward: fail(new TypeError("shape of undefined")) })
    expect(result.problems).toMatchObject([{ code: "GW-E199", severity: "error", node: "e" }])
    expect(result.problems[0]?.sentence).toContain("shape of undefined")
    expect([...result.values.keys()]).toEqual(["x:value", "aside:output"])
    expect([result.target, result.gradients.size]).toEqual([null, 0])
  })

  test("is out of memory where the machine says so", () => {
    const result = runWith({ forward: fail(new RangeError("Array buffer allocation failed")) })
    expect(result.problems).toMatchObject([{ code: "GW-E211", node: "e" }])
  })

  test("in a backward rule costs the gradients behind it, not the run; no sum lacks a piece", () => {
    const result = runWith({ backward: { input: fail(new Error("no such axis")) } })
    expect(result.problems).toMatchObject([{ code: "GW-E199", node: "e" }])
    expect([...result.gradients.keys()]).toEqual(["e:output", "p:output", "s:output"])
    expect(result.wires.has("x:value>p:b")).toBe(true)
    expect(result.loss).toBeCloseTo(-Math.exp(-1) + 2 * Math.exp(2) + 3 * Math.exp(3), 12)
  })
})

import { expect, test } from "vitest"
import { run, runSteps } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"
import { runDocument, x3 } from "./running.ts"

const numbers = (tensor: Tensor | undefined): number[] => Array.from(tensor?.data ?? [])

test("a fork sums at its source what came back along each wire", () => {
  const result = runDocument({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [-1, 2, 3] } },
      { id: "r", op: "ReLU", inputs: { input: "x" } },
      { id: "y", op: "Mul", inputs: { a: "x", b: "r" } },
    ],
    upstream: { "y:output": [1, 10, 100] },
  })
  expect(result.problems).toEqual([])
  expect(Array.from(result.values.get("y:output")?.data ?? [])).toEqual([-0, 4, 9])
  expect(Array.from(result.wires.get("x:value>y:a")?.data ?? [])).toEqual([0, 20, 300])
  expect(Array.from(result.wires.get("x:value>r:input")?.data ?? [])).toEqual([0, 20, 300])
  expect(Array.from(result.gradients.get("x:value")?.data ?? [])).toEqual([0, 40, 600])
  expect(result.loss).toBe(940)
  expect(result.target).toBe("y:output")
})

test("a shared weight gets what each of its users sends back", () => {
  const result = runDocument({
    gradwire: 1,
    target: "s",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 2] }, values: { value: [[1, 2]] } },
      {
        id: "W",
        op: "Parameter",
        attrs: { shape: [2, 2] },
        values: {
          value: [
            [1, 0.5],
            [0, 2],
          ],
        },
      },
      { id: "a", op: "Linear", attrs: { out_features: 2, bias: false }, inputs: { input: "x", weight: "W" } },
      { id: "b", op: "Linear", attrs: { out_features: 2, bias: false }, inputs: { input: "a", weight: "W" } },
      { id: "s", op: "Sum", inputs: { input: "b" } },
    ],
  })
  expect(result.problems).toEqual([])
  expect([...result.params.keys()]).toEqual(["W.value"])
  // a = xWᵀ = [2, 4]; db = 1, so along b the weight gets [[2, 4], [2, 4]]; da = 1·W = [1, 2.5], along a [[1, 2], [2.5, 5]].
  expect(numbers(result.wires.get("W:value>b:weight"))).toEqual([2, 4, 2, 4])
  expect(numbers(result.wires.get("W:value>a:weight"))).toEqual([1, 2, 2.5, 5])
  expect(numbers(result.gradients.get("W:value"))).toEqual([3, 6, 4.5, 9])
  expect(result.gradients.get("W.value")).toEqual(result.gradients.get("W:value"))
})

test("list ports and list outputs are keyed by index", () => {
  const result = runDocument({
    gradwire: 1,
    target: "c",
    upstream: { "c:output": [1, 2, 3, 4, 5, 6] },
    nodes: [x3, { id: "c", op: "Concat", attrs: { dim: 0 }, inputs: { inputs: ["x", "x"] } }],
  })
  expect(result.problems).toEqual([])
  expect(numbers(result.wires.get("x:value>c:inputs[0]"))).toEqual([1, 2, 3])
  expect(numbers(result.wires.get("x:value>c:inputs[1]"))).toEqual([4, 5, 6])
  expect(numbers(result.gradients.get("x:value"))).toEqual([5, 7, 9])
})

test("an output from which the target cannot be reached has no gradient", () => {
  const result = runDocument({
    gradwire: 1,
    target: "s",
    nodes: [x3, { id: "aside", op: "Exp", inputs: { input: "x" } }, { id: "s", op: "Sum", inputs: { input: "x" } }],
  })
  expect(result.values.has("aside:output")).toBe(true)
  expect([...result.gradients.keys()]).toEqual(["x:value", "s:output"])
  expect([...result.wires.keys()]).toEqual(["x:value>s:input"])
  expect(result.steps.map(({ phase, node }) => `${phase} ${node}`)).toEqual([
    "forward x",
    "forward aside",
    "forward s",
    "backward s",
    "backward x",
  ])
})

test("upstream gradients at several outputs add", () => {
  const result = runDocument({
    gradwire: 1,
    target: "s",
    upstream: { "r:output": [10, 20, 30], "s:output": 2 },
    nodes: [x3, { id: "r", op: "ReLU", inputs: { input: "x" } }, { id: "s", op: "Sum", inputs: { input: "r" } }],
  })
  expect(numbers(result.gradients.get("r:output"))).toEqual([12, 22, 32])
  expect(numbers(result.gradients.get("x:value"))).toEqual([0, 22, 32])
  expect(result.loss).toBe(5)
})

test("an Input that feeds class indices draws valid ones and gets no gradient", () => {
  const result = runDocument({
    gradwire: 1,
    target: "loss",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [50, 3] } },
      { id: "t", op: "Input", attrs: { shape: [50] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "x", target: "t" } },
    ],
  })
  expect(result.problems).toEqual([])
  expect([...new Set(numbers(result.values.get("t:value")))].sort()).toEqual([0, 1, 2])
  expect(result.gradients.has("t:value")).toBe(false)
  expect(result.gradients.has("x:value")).toBe(true)
})

test("a run is the same on every day, and adding a node changes no other's numbers", () => {
  const nodes: NodeDocument[] = [
    { id: "x", op: "Input", attrs: { shape: [2, 4] } },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "x" } },
    { id: "drop", op: "Dropout", inputs: { input: "fc" } },
  ]
  const more: NodeDocument[] = [{ id: "first", op: "Input", attrs: { shape: [2, 4] } }, ...nodes]
  const [a, b, c] = [nodes, nodes, more].map((list) =>
    runDocument({ gradwire: 1, seed: 3, target: "drop", nodes: list }),
  )
  expect(b).toEqual(a)
  for (const [name, tensor] of a!.values) expect(c!.values.get(name)).toEqual(tensor)
  for (const [name, tensor] of a!.gradients) expect(c!.gradients.get(name)).toEqual(tensor)
  const other = runDocument({ gradwire: 1, seed: 4, target: "drop", nodes })
  expect(other.values.get("x:value")).not.toEqual(a!.values.get("x:value"))
})

test("training mode reports new running statistics; evaluation mode leaves them alone", () => {
  const document: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [4, 1] }, values: { value: [[1], [2], [3], [6]] } },
      { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
    ],
  }
  const buffers = (mode: Mode): number[][] => {
    const result = run(analyze(document, ops, mode), { mode, dtype: "float64" })
    return ["bn.running_mean", "bn.running_var"].map((name) => numbers(result.buffers.get(name)))
  }
  const [[mean], [variance]] = buffers("train") as [[number], [number]]
  expect(mean).toBeCloseTo(0.3, 12)
  expect(variance).toBeCloseTo(0.9 + 0.1 * (14 / 3), 12)
  expect(buffers("eval")).toEqual([[0], [1]])
})

test("progress counts every op-step of both passes", () => {
  const document: GradwireDocument = { gradwire: 1, nodes: [x3, { id: "s", op: "Sum", inputs: { input: "x" } }] }
  const steps = runSteps(analyze(document, ops, "train"), { mode: "train", dtype: "float32" })
  const seen: string[] = []
  for (let step = steps.next(); !step.done; step = steps.next()) {
    seen.push(`${step.value.phase} ${step.value.node} ${step.value.done}/${step.value.of}`)
  }
  expect(seen).toEqual(["forward x 0/4", "forward s 1/4", "backward s 2/4", "backward x 3/4"])
})

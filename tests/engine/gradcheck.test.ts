import { expect, test } from "vitest"
import { type GradcheckOptions, type GradcheckResult, gradcheck } from "../../src/engine/check/gradcheck.ts"
import { TOLERANCE } from "../../src/engine/check/tolerance.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import type { AnyOp } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import { map } from "../../src/tensor/elementwise.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"

function checked(document: GradwireDocument, options?: GradcheckOptions, list = ops): GradcheckResult {
  const steps = gradcheck(analyze(document, list, "train"), options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const batchNorm: GradwireDocument = {
  gradwire: 1,
  seed: 5,
  target: "y",
  upstream: {
    "y:output": [
      [1, -2],
      [0.5, 1],
      [-1, 0.25],
      [2, 1],
    ],
  },
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 2] } },
    { id: "y", op: "BatchNorm1d", inputs: { input: "x" } },
  ],
}

test("backward of a train-mode batch norm agrees, params and inputs alike", () => {
  const result = checked(batchNorm)
  expect(result.tensors.map(({ name, checked: count }) => `${name} ${count}`)).toEqual([
    "x:value 8",
    "y.weight 2",
    "y.bias 2",
  ])
  expect(result.passed).toBe(true)
  expect(result.worst).toBeLessThan(1e-7)
  expect(result.worst).toBeGreaterThan(0)
})

test("a wrong rule is found, and named with both numbers", () => {
  const exp = ops.get("Exp")!
  const wrong: AnyOp = { ...exp, backward: { input: (at) => map(at.grad.output as Tensor, (g) => 1.01 * g) } }
  const document: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [] }, values: { value: 0 } },
      { id: "y", op: "Exp", inputs: { input: "x" } },
    ],
  }
  expect(checked(document).passed).toBe(true)
  const result = checked(document, {}, new Map([...ops, ["Exp", wrong]]))
  expect(result.passed).toBe(false)
  expect(result.worst).toBeCloseTo(0.01 / 1.01, 6)
  expect(result.problems).toMatchObject([{ code: "GW-E220", node: "x" }])
})

test("kinks are reported, at the number and beside it, and a smooth number is not called one", () => {
  const result = checked({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [5] }, values: { value: [0, 1, 7e-6, -3e-6, -2] } },
      { id: "y", op: "ReLU", inputs: { input: "x" } },
    ],
  })
  expect(result.tensors[0]?.kinks).toEqual([0, 2, 3])
  expect(result.passed).toBe(true)
  expect(result.worst).toBeLessThan(TOLERANCE)
})

test("strong curvature is no kink", () => {
  const result = checked({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [3, 5, 0.01] } },
      { id: "e", op: "Exp", inputs: { input: "x" } },
      { id: "l", op: "Square", inputs: { input: "e" } },
    ],
  })
  expect(result.tensors[0]?.kinks).toEqual([])
  expect(result.passed).toBe(true)
})

test("large tensors are sampled, the same numbers for one seed", () => {
  const document: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3000] } },
      { id: "y", op: "Tanh", inputs: { input: "x" } },
    ],
  }
  const [a, b] = [checked(document, { samples: 40 }), checked(document, { samples: 40 })]
  expect(a.tensors).toMatchObject([{ name: "x:value", elements: 3000, checked: 40 }])
  expect(b).toEqual(a)
})

test("what is behind a StopGradient is constant to both sides", () => {
  const result = checked({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, 2] } },
      { id: "s", op: "StopGradient", inputs: { input: "x" } },
      { id: "y", op: "Mul", inputs: { a: "x", b: "s" } },
    ],
  })
  expect(result.passed).toBe(true)
  expect(result.tensors[0]?.worst).toBeLessThan(1e-8)
})

test("class indices are left out and a random mask holds still", () => {
  const result = checked({
    gradwire: 1,
    target: "loss",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3, 4] } },
      { id: "drop", op: "Dropout", inputs: { input: "x" } },
      { id: "t", op: "Input", attrs: { shape: [3] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "drop", target: "t" } },
    ],
  })
  expect(result.tensors.map(({ name }) => name)).toEqual(["x:value"])
  expect(result.passed).toBe(true)
})

test("with the outputs on the way, the first wrong one stands just above the wrong rule", () => {
  const exp = ops.get("Exp")!
  const wrong: AnyOp = { ...exp, backward: { input: (at) => map(at.grad.output as Tensor, (g) => 1.01 * g) } }
  const document: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] } },
      { id: "s", op: "Sigmoid", inputs: { input: "x" } },
      { id: "e", op: "Exp", inputs: { input: "s" } },
      { id: "t", op: "Tanh", inputs: { input: "e" } },
    ],
  }
  const result = checked(document, { outputs: true }, new Map([...ops, ["Exp", wrong]]))
  expect(result.tensors.map(({ name, role, worst }) => `${name} ${role} ${worst < TOLERANCE}`)).toEqual([
    "x:value source false",
    "s:output output false",
    "e:output output true",
    "t:output output true",
  ])
  expect(checked(document).tensors.map(({ name }) => name)).toEqual(["x:value"])
})

test("each element of a list output is checked on its own; what stops the gradient is left out", () => {
  const result = checked(
    {
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2, 4] } },
        { id: "parts", op: "Split", attrs: { split_size: [1, 3], dim: 1 }, inputs: { input: "x" } },
        { id: "stop", op: "StopGradient", inputs: { input: "parts:outputs[0]" } },
        { id: "y", op: "Mul", inputs: { a: "stop", b: "parts:outputs[1]" } },
      ],
    },
    { outputs: true },
  )
  expect(result.problems).toEqual([])
  expect(result.tensors.map(({ name }) => name)).toEqual(["x:value", "parts:outputs[1]", "stop:output", "y:output"])
  expect(result.passed).toBe(true)
})

// Runs of which only some places are looked at: the same numbers there, in less memory.

import { expect, test } from "vitest"
import type { RunOptions, RunResult } from "../../../src/engine/pass/result.ts"
import { run as eagerRun } from "../../../src/engine/pass/run.ts"
import { run } from "../../../src/engine/planned/plain.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"

const conv = { out_channels: 16, kernel_size: 3, padding: 1 }

const cnn: GradwireDocument = {
  gradwire: 1,
  seed: 5,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 3, 8, 8] } },
    { id: "a", op: "Conv2d", attrs: conv, inputs: { input: "x" } },
    { id: "norm", op: "BatchNorm2d", inputs: { input: "a" } },
    { id: "act", op: "ReLU", inputs: { input: "norm" } },
    { id: "b", op: "Conv2d", attrs: conv, inputs: { input: "act" } },
    { id: "sum", op: "Add", inputs: { a: "act", b: "b" } },
    { id: "flat", op: "Flatten", inputs: { input: "sum" } },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" } },
    { id: "t", op: "Input", attrs: { shape: [2] } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
}

/** One of the last is 0, behind whole vectors. */
const NINETEEN = Array.from({ length: 19 }, (_, i) => (i === 17 ? 0 : i + 1))

const PLANNED = { dtype: "float32", engine: "planned", anySize: true } as const

function by(document: GradwireDocument, options: Omit<RunOptions, "dtype">): RunResult {
  return run(analyze(document, ops, options.mode), { ...PLANNED, ...options })
}

function near(found: Tensor | undefined, wanted: Tensor | undefined): void {
  expect(found?.shape).toEqual(wanted?.shape)
  const largest = Math.max(...wanted!.data.map(Math.abs)) || 1
  const apart = wanted!.data.map((x, i) => Math.abs(found!.data[i]! - x) / largest)
  expect(Math.max(...apart)).toBeLessThan(1e-4)
}

test("outputs that are named, and the loss, are those of the eager run, in less memory", () => {
  for (const mode of ["train", "eval"] as const) {
    const eager = eagerRun(analyze(cnn, ops, mode), { mode, dtype: "float32", backward: false })
    const whole = by(cnn, { mode, backward: false })
    const some = by(cnn, { mode, backward: false, only: new Set(["b:output", "fc:output"]) })
    expect(some.engine).toBe("planned")
    expect(some.loss).toBeCloseTo(eager.loss!, 5)
    for (const name of ["b:output", "fc:output"]) near(some.values.get(name), eager.values.get(name))
    expect(some.values.has("norm:output")).toBe(false)
    expect(some.arena!.bytes).toBeLessThan(whole.arena!.bytes)
    for (const [name, buffer] of eager.buffers) near(some.buffers.get(name), buffer)
  }
})

test("gradients of params that are named are there; one of an output keeps everything", () => {
  const eager = eagerRun(analyze(cnn, ops, "train"), { mode: "train", dtype: "float32" })
  const some = by(cnn, { mode: "train", only: new Set(["a.weight", "norm.bias"]) })
  expect([...some.gradients.keys()]).toEqual(["a.weight", "norm.bias"])
  for (const [name, gradient] of some.gradients) near(gradient, eager.gradients.get(name))
  const all = by(cnn, { mode: "train", only: new Set(["act:output"]) })
  near(all.gradients.get("act:output"), eager.gradients.get("act:output"))
})

test("where what is looked at is not finite the run says where that began", () => {
  const large: NodeDocument = { id: "x", op: "Parameter", attrs: { shape: [2] }, values: { value: [1e30, 1] } }
  const nodes: NodeDocument[] = [
    large,
    { id: "square", op: "Square", inputs: { input: "x" } },
    { id: "sum", op: "Sum", inputs: { input: "square" } },
  ]
  const { problems } = by({ gradwire: 1, nodes }, { mode: "train", only: new Set(["x.value"]) })
  expect(problems.map(({ code, node }) => [code, node])).toEqual([["GW-E120", "square"]])
  // √0 is 0, and its slope is infinite.
  const zero: NodeDocument = { id: "x", op: "Parameter", attrs: { shape: [19] }, values: { value: NINETEEN } }
  const root: NodeDocument[] = [
    zero,
    { id: "root", op: "Sqrt", inputs: { input: "x" } },
    { id: "sum", op: "Sum", inputs: { input: "root" } },
  ]
  const { problems: back } = by({ gradwire: 1, nodes: root }, { mode: "train", only: new Set(["x.value"]) })
  expect(back.map(({ code, node }) => [code, node])).toEqual([["GW-E120", "root"]])
})

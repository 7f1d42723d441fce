// Every op × every example: the terms add up to the number, and each factor is the number that stands in its cell.

import katex from "katex"
import { describe, expect, it } from "vitest"
import { explain, tensorOf } from "../../../src/engine/explain/explain.ts"
import type { Explanation } from "../../../src/engine/explain/explanation.ts"
import { run } from "../../../src/engine/run.ts"
import { KATEX_OPTIONS } from "../../../src/formula/guard.ts"
import { analyze } from "../../../src/graph/analyze.ts"
import type { GradwireDocument, NodeDocument, ValueLiteral } from "../../../src/graph/document.ts"
import { writeValue } from "../../../src/graph/values.ts"
import type { AnyOp, Held } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { sizeOf, type Tensor } from "../../../src/tensor/tensor.ts"
import { forwardContext } from "../../ops/context.ts"

const SEED = 5

/** The example as a document: one source for each input, the op, and an upstream gradient at each output. */
function documentOf(op: AnyOp, example: AnyOp["examples"][number]): GradwireDocument {
  const at = forwardContext(op, example, example.mode ?? "train", SEED)
  const nodes: NodeDocument[] = []
  const inputs: Record<string, string | string[]> = {}
  for (const [port, held] of Object.entries(at.inputs)) {
    const list: readonly Tensor[] = held === undefined ? [] : Array.isArray(held) ? held : [held as Tensor]
    const ids = list.map((tensor, index) => {
      const id = `${port}${index}`
      nodes.push({ id, op: "Input", attrs: { shape: [...tensor.shape] }, values: { value: writeValue(tensor) } })
      return id
    })
    if (op.inputs[port]?.list) inputs[port] = ids
    else if (ids[0] !== undefined) inputs[port] = ids[0]
  }
  const values: Record<string, ValueLiteral> = {}
  for (const [name, tensor] of [...Object.entries(at.params), ...Object.entries(at.buffers)]) {
    if (tensor !== null) values[name] = writeValue(tensor)
  }
  nodes.push({ id: "node", op: op.kind, attrs: { ...example.attrs }, inputs, values })
  return { gradwire: 1, seed: SEED, target: "node", nodes }
}

function withUpstream(document: GradwireDocument, op: AnyOp): GradwireDocument {
  const { outputs } = analyze(document, ops, "train").nodes.get("node")!
  const upstream: Record<string, ValueLiteral> = {}
  for (const [port, held] of Object.entries(outputs ?? {})) {
    if (op.outputs[port]?.hidden || op.outputs[port]?.constant) continue
    const shapes = (op.outputs[port]?.list ? held : [held]) as readonly (readonly number[])[]
    shapes.forEach((shape: Held<readonly number[]>, index) => {
      const random = randomStream(SEED, port, String(index))
      const data = Float64Array.from({ length: sizeOf(shape as readonly number[]) }, () => random.normal())
      const name = op.outputs[port]?.list ? `node:${port}[${index}]` : `node:${port}`
      upstream[name] = writeValue({ shape: shape as readonly number[], data })
    })
  }
  const [first] = Object.keys(upstream)
  return { ...document, upstream, ...(first === undefined ? {} : { target: first }) }
}

/** A few cells of a tensor, chosen by seed. */
function cellsOf(name: string, tensor: Tensor): readonly number[] {
  const random = randomStream(SEED, name, "cells")
  return [...new Set(Array.from({ length: 3 }, () => random.below(tensor.data.length)))]
}

function expectTrue(
  explanation: Explanation | null,
  find: (name: string, side: "value" | "gradient") => Tensor | undefined,
): void {
  expect(explanation).not.toBeNull()
  const { terms, more, total, number, difference, kind, worked, others } = explanation!
  if (worked !== null) expect(() => draw(worked), worked).not.toThrow()
  for (const { cell, number } of others) expect(number).toBe(find(cell!.name, cell!.side)?.data[cell!.index])
  for (const { factors, product } of terms) {
    for (const { cell, number } of factors) {
      if (cell === null) continue
      expect(number, `${cell.name}[${cell.index}]`).toBeCloseTo(
        find(cell.name, cell.side)?.data[cell.index] ?? Number.NaN,
        9,
      )
    }
    if (kind !== "derivatives") expect(factors.reduce((p, { number }) => p * number, 1)).toBeCloseTo(product, 9)
  }
  if (total === null) return
  const size = Math.max(1, Math.abs(number), ...terms.map(({ product }) => Math.abs(product)))
  expect(terms.reduce((sum, { product }) => sum + product, more?.sum ?? 0)).toBeCloseTo(total, 9)
  expect(Math.abs(difference!), `${explanation!.cell.name} is ${number}, its terms add up to ${total}`).toBeLessThan(
    1e-9 * size,
  )
}

function draw(tex: string): void {
  katex.renderToString(tex, { ...KATEX_OPTIONS, macros: Object.create(null), displayMode: true })
}

const withInputs = [...ops.values()].filter((op) => Object.keys(op.inputs).length > 0)

describe.for(withInputs.map((op) => [op.kind, op] as const))("%s", ([, op]) => {
  it.for(op.examples.map((example, i) => [i, example] as const))("example %i", ([, example]) => {
    const mode = example.mode ?? "train"
    const document = withUpstream(documentOf(op, example), op)
    const analysis = analyze(document, ops, mode)
    expect(analysis.problems.filter(({ severity }) => severity === "error")).toEqual([])
    const result = run(analysis, { mode, dtype: "float64", seed: SEED })
    const find = (name: string, side: "value" | "gradient") => tensorOf(analysis, result, { name, side })
    const check = (name: string, side: "value" | "gradient", tensor: Tensor) => {
      for (const index of cellsOf(name, tensor)) expectTrue(explain(analysis, result, { name, side, index }), find)
    }
    for (const [name, tensor] of result.values) check(name, "value", tensor)
    for (const [name, tensor] of result.gradients) check(name, "gradient", tensor)
    for (const [name, tensor] of result.wires) check(name, "gradient", tensor)
  })
})

it("finds sums for every op that is linear in what flows through it", () => {
  const linear = [
    "Conv1d",
    "Conv2d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "Linear",
    "MatMul",
    "AvgPool2d",
    "Mean",
    "Sum",
  ]
  for (const kind of [...linear, "Add", "Sub", "Mul", "ScaleShift", "Upsample", "Concat", "BatchNorm2d", "LayerNorm"]) {
    const op = ops.get(kind)!
    const document = withUpstream(documentOf(op, op.examples[0]!), op)
    const mode = op.examples[0]!.mode ?? "train"
    const analysis = analyze(document, ops, mode)
    const result = run(analysis, { mode, dtype: "float64", seed: SEED })
    const name = [...result.values.keys()].find((place) => place.startsWith("node:"))!
    expect(explain(analysis, result, { name, side: "value", index: 0 })!.kind, kind).toBe("sum")
  }
})

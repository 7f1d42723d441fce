// Every op × every example: the terms add up to the number, and each factor is the number that stands in its cell.

import katex from "katex"
import { describe, expect, it } from "vitest"
import { cellTensor, explain } from "../../../src/engine/explain/explain.ts"
import type { Explanation } from "../../../src/engine/explain/terms/explanation.ts"
import { KATEX_OPTIONS } from "../../../src/formula/guard.ts"
import { ops } from "../../../src/ops/registry.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { runSingle, someCells } from "./single.ts"

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
    const { analysis, result } = runSingle(op, example, example.mode ?? "train")!
    const find = (name: string, side: "value" | "gradient") => cellTensor(analysis, result, { name, side })
    const check = (name: string, side: "value" | "gradient", tensor: Tensor) => {
      for (const index of someCells(name, tensor, 3)) expectTrue(explain(analysis, result, { name, side, index }), find)
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
    const { analysis, result } = runSingle(op, op.examples[0]!, op.examples[0]!.mode ?? "train")!
    const name = [...result.values.keys()].find((place) => place.startsWith("node:"))!
    expect(explain(analysis, result, { name, side: "value", index: 0 })!.kind, kind).toBe("sum")
  }
})

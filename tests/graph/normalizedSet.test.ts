// Held to the ops themselves: a cell's normalised value depends on another cell if and only if both share a mean.

import { describe, expect, it } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { normalizedSet, normalizing } from "../../src/graph/measure/normalizedSet.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { type Shape, sizeOf, type Tensor } from "../../src/tensor/tensor.ts"

interface Case {
  readonly kind: string
  readonly attrs: { readonly [name: string]: unknown }
  readonly shape: Shape
  readonly mode?: Mode
}

const CASES: readonly Case[] = [
  { kind: "BatchNorm1d", attrs: {}, shape: [4, 3] },
  { kind: "BatchNorm1d", attrs: {}, shape: [2, 3, 4] },
  { kind: "BatchNorm2d", attrs: {}, shape: [3, 4, 2, 2] },
  { kind: "BatchNorm2d", attrs: { track_running_stats: false }, shape: [2, 3, 2, 2], mode: "eval" },
  { kind: "LayerNorm", attrs: { normalized_shape: [4, 2, 2] }, shape: [3, 4, 2, 2] },
  { kind: "LayerNorm", attrs: { normalized_shape: [5] }, shape: [2, 3, 5] },
  { kind: "LayerNorm", attrs: { normalized_shape: [5] }, shape: [5], mode: "eval" },
  { kind: "InstanceNorm2d", attrs: {}, shape: [3, 4, 2, 2] },
  { kind: "InstanceNorm2d", attrs: {}, shape: [3, 2, 2], mode: "eval" },
  { kind: "GroupNorm", attrs: { num_groups: 2 }, shape: [3, 4, 2, 2] },
  { kind: "GroupNorm", attrs: { num_groups: 3 }, shape: [2, 6] },
  { kind: "RMSNorm", attrs: { normalized_shape: [2, 2] }, shape: [3, 4, 2, 2] },
  { kind: "RMSNorm", attrs: { normalized_shape: [3] }, shape: [4, 3] },
]

function nested(numbers: readonly number[], shape: Shape): unknown {
  const [first, ...rest] = shape
  if (first === undefined) return numbers[0]
  const size = sizeOf(rest)
  return Array.from({ length: first }, (_, i) => nested(numbers.slice(i * size, (i + 1) * size), rest))
}

/** What the op says that it averages. */
function meansOf({ kind, attrs, shape, mode = "train" }: Case) {
  const nodes = [
    { id: "x", op: "Input", attrs: { shape } },
    { id: "y", op: kind, attrs, inputs: { input: "x" } },
  ] as unknown as GradwireDocument["nodes"]
  return normalizing(analyze({ gradwire: 1, nodes }, ops, mode).nodes.get("y")!, mode)
}

function output({ kind, attrs, shape, mode = "train" }: Case, numbers: readonly number[]): Tensor {
  const document = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape }, values: { value: nested(numbers, shape) } },
      { id: "y", op: kind, attrs, inputs: { input: "x" } },
    ],
  } as unknown as GradwireDocument
  const result = run(analyze(document, ops, mode), { mode, dtype: "float64", backward: false })
  return result.values.get("y:output")!
}

function addressOf(index: number, shape: Shape): readonly number[] {
  let rest = index
  return shape.map((_, axis) => {
    const inner = sizeOf(shape.slice(axis + 1))
    const at = Math.floor(rest / inner)
    rest %= inner
    return at
  })
}

describe.each(CASES)("$kind on $shape, $attrs $mode", (one) => {
  const { kind, shape } = one
  const random = randomStream(5, kind, "numbers")
  const numbers = Array.from({ length: sizeOf(shape) }, () => random.uniform())
  const before = output(one, numbers)
  const moved = numbers.map((_, at) =>
    output(
      one,
      numbers.map((x, i) => (i === at ? x + 0.7 : x)),
    ),
  )

  it.each([0, Math.floor(numbers.length / 2), numbers.length - 1])(
    "cell %i depends on its set and on no other",
    (at) => {
      const { ranges } = normalizedSet(meansOf(one)!, shape, addressOf(at, shape))!
      for (const [other, after] of moved.entries()) {
        if (other === at) continue
        const inSet = addressOf(other, shape).every((i, axis) => i >= ranges[axis]!.from && i <= ranges[axis]!.to)
        expect(after.data[at] !== before.data[at], `cell ${at} on cell ${other}`).toBe(inSet)
      }
    },
  )
})

describe("where nothing is averaged", () => {
  it("there is no set: running statistics, and ops that do not normalise", () => {
    expect(meansOf({ kind: "BatchNorm2d", attrs: {}, shape: [2, 3, 2, 2], mode: "eval" })).toBeNull()
    const tracking = { track_running_stats: true }
    expect(meansOf({ kind: "InstanceNorm2d", attrs: tracking, shape: [2, 3, 2, 2], mode: "eval" })).toBeNull()
    expect(meansOf({ kind: "ReLU", attrs: {}, shape: [2] })).toBeNull()
    const one: Case = { kind: "BatchNorm1d", attrs: {}, shape: [3, 1], mode: "eval" }
    expect(output(one, [1, 2, 3]).data[0]).toBe(output(one, [1, 9, 9]).data[0])
  })
})

// Windows that slide, over the whole range of their attributes: what is accepted, how many places there are, and the values
// and gradients of pools are PyTorch's (tests/reference/grids, by scripts/reference_cases/grids.py).

import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { evaluate, formula } from "../../src/formula/formula.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { isProblem } from "../../src/ops/op.ts"
import type { ByName } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"
import { type Shape, sizeOf, type Tensor, tensorOf } from "../../src/tensor/tensor.ts"
import { backwardContext, forwardContext, listOf, runBackward, runForward, shapeContext } from "./context.ts"

/** What PyTorch answers for one pool; `output` is null where it refuses, `grad` is absent where it has none. */
interface PoolCase {
  readonly op: string
  readonly shape: Shape
  readonly attrs: ByName<Json>
  readonly output: readonly (number | "-Infinity")[] | null
  readonly size?: Shape
  readonly grad?: readonly number[]
}
/** Sizes in the order of the product of the axes, the last one fastest; 0 for a refusal. */
interface SizeTable {
  readonly axes: ByName<readonly Json[]>
  readonly sizes: readonly number[]
}

// Our own files, written in exactly this form.
function readGrid<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../reference/grids/${name}.json`, import.meta.url), "utf8")) as T
}

/** (factor·i + start) mod modulus − ⌊modulus/2⌋, as the script counts. */
function counted(shape: Shape, factor: number, start: number, modulus: number): Tensor {
  const one = (_: unknown, i: number) => ((factor * i + start) % modulus) - Math.floor(modulus / 2)
  return tensorOf(shape, Array.from({ length: sizeOf(shape) }, one), "float64")
}

/** Every place of a table: its attributes and its answer. */
function places({ axes, sizes }: SizeTable): readonly { readonly at: ByName<Json>; readonly size: number }[] {
  const names = Object.keys(axes)
  return sizes.map((size, index) => {
    let left = index
    const at: Record<string, Json> = {}
    for (const name of names.toReversed()) {
      const values = axes[name] ?? []
      at[name] = values[left % values.length] ?? null
      left = Math.floor(left / values.length)
    }
    return { at, size }
  })
}

/** The length an op gives, 0 if it refuses; and what its own formula says of it. */
function lengthOf(kind: string, at: ByName<Json>, shape: (size: number) => Shape): { given: number; sum: number } {
  const op = ops.get(kind)!
  const { size, ...attrs } = at
  const input = shape(Number(size))
  const context = shapeContext(op, { attrs, shapes: { input } }, "train")
  const answer = op.shape(context)
  if (isProblem(answer)) return { given: 0, sum: 0 }
  // One output of one shape.
  const given = (answer.output as Shape).at(-1) ?? 0
  const symbols = op.symbols?.({ ...context, outputs: answer }) ?? {}
  return { given, sum: evaluate(formula(op.formulas?.outputSize ?? "0"), symbols) }
}

const line = (size: number): Shape => [1, 1, size]
const square = (size: number): Shape => [1, 1, size, size]
/** Tables of one dimension, each asked of the op of two as well. */
const TABLES: readonly (readonly [string, string, (size: number) => Shape])[] = [
  ["pool-sizes", "MaxPool1d", line],
  ["pool-sizes", "MaxPool2d", square],
  ["conv-sizes", "Conv1d", line],
  ["conv-sizes", "Conv2d", square],
  ["conv-transpose-sizes", "ConvTranspose1d", line],
  ["conv-transpose-sizes", "ConvTranspose2d", square],
]

test.each(TABLES)(
  "%s of %s: accepted, refused and counted as in PyTorch, and as the formula says",
  (name, kind, of) => {
    const table = readGrid<SizeTable>(name)
    const channels = kind.startsWith("Conv") ? { out_channels: 1 } : {}
    const wrong = places(table).flatMap(({ at, size }) => {
      const { given, sum } = lengthOf(kind, { ...channels, ...at }, of)
      return given === size && sum === size
        ? []
        : [`${JSON.stringify(at)}: ${given}, by the formula ${sum}, not ${size}`]
    })
    expect(wrong).toEqual([])
    expect(table.sizes.length).toBeGreaterThanOrEqual(2880)
    expect(table.sizes.filter((size) => size === 0).length).toBeGreaterThan(400)
  },
)

test("average pools without dilation are counted like the others", () => {
  const plain = places(readGrid<SizeTable>("pool-sizes")).filter(({ at }) => at.dilation === 1)
  const wrong = plain.flatMap(({ at: { dilation: _, ...at }, size }) =>
    [lengthOf("AvgPool1d", at, line), lengthOf("AvgPool2d", at, square)].flatMap(({ given, sum }) =>
      given === size && sum === size ? [] : [`${JSON.stringify(at)}: ${given}, ${sum}, not ${size}`],
    ),
  )
  expect(wrong).toEqual([])
  expect(plain.length).toBe(1600)
})

describe("values and gradients of pools", () => {
  const { cases } = readGrid<{ readonly cases: readonly PoolCase[] }>("pool-values")
  test.each([...new Set(cases.map(({ op }) => op))])("%s", (kind) => {
    expect(cases.filter(({ op }) => op === kind).flatMap((one) => differences(one))).toEqual([])
  })
  test("there are enough of them, accepted and refused, kernels larger than the padded input among the accepted", () => {
    expect(cases.filter(({ grad }) => grad !== undefined).length).toBeGreaterThan(600)
    expect(cases.filter(({ output }) => output === null).length).toBeGreaterThan(300)
    expect(cases.filter((one) => one.output !== null && overhangs(one)).length).toBeGreaterThan(40)
  })
})

/** Whether the kernel is larger than the padded input along an axis. */
function overhangs({ shape, attrs }: PoolCase): boolean {
  const { kernel_size, padding = 0, dilation = 1 } = attrs
  const axes = Array.isArray(kernel_size) ? kernel_size.length : 1
  const along = (value: Json, axis: number) => Number(Array.isArray(value) ? value[axis] : value)
  return Array.from({ length: kernel_size === undefined ? 0 : axes }, (_, axis) => axis).some((axis) => {
    const reach = along(dilation, axis) * (along(kernel_size ?? 1, axis) - 1) + 1
    return reach > (shape.at(axis - axes) ?? 0) + 2 * along(padding, axis)
  })
}

/** What an op says otherwise than PyTorch about one case. */
function differences({ op: kind, shape, attrs, output, size, grad }: PoolCase): readonly string[] {
  const op = ops.get(kind)!
  const name = `${JSON.stringify(attrs)} of ${shape.join("×")}`
  const refused = isProblem(op.shape(shapeContext(op, { attrs, shapes: { input: shape } }, "train")))
  if (refused !== (output === null)) return [`${name}: ${refused ? "refused" : "accepted"}`]
  if (output === null) return []
  const at = forwardContext(op, { attrs, shapes: { input: shape } }, "train", 1)
  const inputs = { input: counted(shape, 37, 11, 1009) }
  const outputs = runForward(op, { ...at, inputs })
  const [given] = listOf(outputs.output)
  const wrong = unlike(given, output.map(Number), size ?? [])
  if (wrong !== null || grad === undefined || given === undefined) return wrong === null ? [] : [`${name}: ${wrong}`]
  const upstream = { output: counted(given.shape, 23, 5, 89) }
  const [dx] = runBackward(op, backwardContext(op, { ...at, inputs }, outputs, upstream), "input") ?? []
  const wrongBack = unlike(dx, grad, shape)
  return wrongBack === null ? [] : [`${name}, gradient: ${wrongBack}`]
}

/** Answers are written with 12 digits. */
function unlike(got: Tensor | undefined, want: readonly number[], shape: Shape): string | null {
  if (got?.shape.join("×") !== shape.join("×")) return `${got?.shape.join("×")}, not ${shape.join("×")}`
  const index = want.findIndex((w, i) => !(got.data[i] === w || Math.abs((got.data[i] ?? 0) - w) <= 1e-8))
  return index < 0 ? null : `${got.data[index]} at ${index}, not ${want[index]}`
}

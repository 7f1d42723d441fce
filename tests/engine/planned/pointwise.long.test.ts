// Pointwise ops over odd sizes: tensors that are repeated along each other's axes in every way, contiguous and in planes, with the
// kinks of all formulas, NaN and infinities among their numbers. Held to the eager rules, forward and back.

import { expect, test } from "vitest"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { writeValue } from "../../../src/graph/values/values.ts"
import type { AnyOp } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { type Shape, sizeOf, type TensorData, tensorOf } from "../../../src/tensor/tensor.ts"
import { cases, counted, patience, seed } from "../../campaign.ts"
import { exampleDocument, twins } from "./twins.ts"

const MOST = 1e-5
/** A few numbers may all be small differences of large ones. */
const MOST_OF_FEW = 1e-4
type Draw = (low: number, high: number) => number

/** Where formulas have kinks, poles and ends. */
const SPECIAL = [0, -0, 1, -1, 3, -3, 6, 20, 0.5, 2, 1e-40, -1e-40, 100, -100, NaN, Infinity, -Infinity]
/** Numbers of inputs where the whole line would be mostly NaN. */
const RANGES: { readonly [kind: string]: readonly [number, number] } = {
  Log: [0.1, 4],
  Sqrt: [0.1, 4],
  Rsqrt: [0.1, 4],
  Pow: [0.1, 3],
}

function pointwiseKinds(): readonly AnyOp[] {
  return [...ops.values()].filter((op) => {
    const [example] = op.examples
    if (op.fast === undefined || example === undefined) return false
    const node = analyze(exampleDocument(op, example), ops, "train").nodes.get("op")
    const fast = op.fast({ ...node!.context!, outputs: node!.outputs! })
    return fast?.kernel === "pointwise" || fast?.kernel === "dropout"
  })
}

function drawOf(name: string): Draw {
  const random = randomStream(seed, "pointwise", name)
  return (low, high) => low + random.below(Math.max(1, high - low))
}

/** A shape of up to `most` axes, and shapes that are repeated to it. */
function shapesOf(draw: Draw, count: number, four: boolean): readonly Shape[] {
  const rank = four ? 4 : draw(0, 6)
  const common = Array.from({ length: rank }, () => [1, 2, 3, 5, 8, 33][draw(0, rank > 3 ? 5 : 6)]!)
  const repeated = (short: boolean): Shape => {
    const own = common.map((n) => (draw(0, 3) === 0 ? 1 : n))
    return short && draw(0, 2) === 0 ? own.slice(draw(0, rank)) : own
  }
  return Array.from({ length: count }, (_, i) => (i === 0 && draw(0, 3) > 0 ? common : repeated(i > 0 || !four)))
}

function parameter(id: string, shape: Shape, draw: Draw, [low, high]: readonly [number, number]): NodeDocument {
  const values = Array.from({ length: sizeOf(shape) }, () => Math.fround(low + ((high - low) * draw(0, 1e6)) / 1e6))
  const value = writeValue(tensorOf(shape, values, "float64"))
  return { id, op: "Parameter", attrs: { shape: [...shape] }, values: { value } }
}

/** The op behind Parameters; in planes, its first input comes out of a pool, and what it answers goes into a padded one. */
function documentOf(
  op: AnyOp,
  attrs: NonNullable<NodeDocument["attrs"]>,
  shapes: readonly Shape[],
  draw: Draw,
  planes: boolean,
): GradwireDocument {
  const ports = Object.keys(op.inputs)
  const range = RANGES[op.kind] ?? [-4, 4]
  const nodes: NodeDocument[] = ports.map((_, i) =>
    parameter(i === 0 ? "input_" : `input${i}_`, shapes[i]!, draw, range),
  )
  const sources = nodes.map(({ id }) => id)
  if (planes) nodes.push({ id: "pool", op: "MaxPool2d", attrs: { kernel_size: 1 }, inputs: { input: "input_" } })
  if (planes) sources[0] = "pool"
  const inputs = Object.fromEntries(ports.map((port, i) => [port, sources[i]!]))
  nodes.push({ id: "op", op: op.kind, attrs, inputs })
  const target = `${planes ? "after" : "op"}:output`
  if (planes) nodes.push({ id: "after", op: "AvgPool2d", attrs: { kernel_size: 1 }, inputs: { input: "op" } })
  return { gradwire: 2, seed: 3, target, upstream: { [target]: { distribution: "normal", seed: 11 } }, nodes }
}

function hold(document: GradwireDocument, what: string, most: number, change?: (data: TensorData) => void): void {
  const { apart, eager } = twins(document, "train", change)
  expect(eager, what).toEqual([])
  for (const [name, share] of apart) expect(share, `${what} ${name}`).toBeLessThanOrEqual(most)
}

const kinds = pointwiseKinds()

test("there are many", () => {
  expect(kinds.length).toBeGreaterThanOrEqual(44)
})

test.for(kinds.map((op) => [op.kind, op] as const))("%s", { timeout: patience(30_000) }, ([kind, op]) => {
  const draw = drawOf(kind)
  const ports = Object.keys(op.inputs)
  const count = cases(12)
  for (let number = 0; number < count; number++) {
    const four = number % 3 === 0 || kind === "Dropout2d"
    const shapes = shapesOf(draw, ports.length, four)
    const [first = []] = shapes
    const planes = number % 3 === 0 && first.length === 4
    const given = op.examples[number % op.examples.length]?.attrs ?? {}
    const attrs = kind === "PReLU" && number % 2 === 0 ? { num_parameters: first[1] ?? 1 } : given
    const document = documentOf(op, kind === "PReLU" && number % 2 > 0 ? {} : attrs, shapes, draw, planes)
    const what = `${kind} ${JSON.stringify(shapes)}${planes ? " in planes" : ""}`
    const most = shapes.some((shape) => sizeOf(shape) < 8) ? MOST_OF_FEW : MOST
    hold(document, what, most)
    const start = draw(0, SPECIAL.length)
    hold(document, `${what} with special numbers`, most, (data) => {
      for (const i of data.keys()) if (i % 3 === 0) data[i] = SPECIAL[(start + i / 3) % SPECIAL.length]!
    })
  }
  counted(count, "pointwise ops over odd sizes, against the eager rules")
})

// A document by the planned engine and by the eager one, its exact twin: how far they are apart.

import { type Kept, type Pass, tensorAt } from "../../../src/engine/pass/pass.ts"
import { keptTensors } from "../../../src/engine/pass/tensors.ts"
import { compile } from "../../../src/engine/planned/compiled.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { backwardPass, forwardPass, type Prepared, preparedTo } from "../../../src/engine/train/prepared.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { shapesAt } from "../../../src/graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { writeValue } from "../../../src/graph/values/values.ts"
import { placeName } from "../../../src/graph/wire.ts"
import type { AnyOp, Mode } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { type Shape, sizeOf, type Tensor, type TensorData, tensorOf } from "../../../src/tensor/tensor.ts"

export interface Twins {
  /** By `node:port` and `node.param`: the largest difference, as a share of the tensor's largest number. */
  readonly apart: ReadonlyMap<string, number>
  /** The largest difference of any gradient, as a share of the largest number of all: some gradients are nothing but rounding. */
  readonly together: number
  /** Nodes that have no kernel. */
  readonly eager: readonly string[]
  /** What steps do, in words. */
  readonly steps: readonly string[]
}

/**
 * Both engines from the document's own start: the target's value, and the gradients of all params. `change`: what is done to
 * the numbers of `input_`, which a document could not say.
 */
export function twins(document: GradwireDocument, mode: Mode = "train", change?: (data: TensorData) => void): Twins {
  const analysis = analyze(document, ops, mode)
  const error = analysis.problems.find(({ severity }) => severity === "error")
  if (analysis.target === null || error !== undefined) throw new Error(error?.sentence ?? "no target")
  const prepared = preparedTo(analysis, analysis.target, new Set())
  const kept = change === undefined ? new Map<string, Kept>() : changed(prepared, change)
  const [value, gradients] = eagerly(prepared, kept)
  const planned = compile(planGraph({ ...prepared, reads: [prepared.end] }))
  // Twice: what a run leaves behind must not reach the next.
  for (let run = 0; run < 2; run++) ended(planned.forward(kept, 3))
  const pass = ended(planned.forward(kept, 3))
  const found = ended(planned.backward())
  const place = placeName(prepared.end)
  const all = Math.max(...[...gradients.values()].map(largestOf))
  const apart = new Map([[place, distance(tensorIn(pass, prepared), value)]])
  for (const [name, gradient] of gradients) {
    if (name.includes(":")) continue
    const own = largestOf(gradient)
    // A gradient that is a millionth of the others is what rounding leaves of terms that cancel.
    apart.set(name, distance(found.get(name), gradient, own < 1e-6 * all ? all : own))
  }
  return {
    apart,
    together: furthest(found, gradients),
    eager: planned.plan.eager,
    steps: planned.plan.steps.map(({ what }) => what),
  }
}

/** The target's value alone, by a plan that keeps nothing else: how far it is from that of the op's own rules. */
export function alone(document: GradwireDocument, mode: Mode): number {
  const analysis = analyze(document, ops, mode)
  if (analysis.target === null) throw new Error("no target")
  const prepared = preparedTo(analysis, analysis.target, new Set())
  const planned = compile(planGraph({ ...prepared, backwards: [], reads: [prepared.end] }))
  const pass = ended(planned.forward(new Map(), 3))
  return distance(tensorIn(pass, prepared), tensorIn(ended(forwardPass(prepared, new Map(), "float32", 3)), prepared))
}

function changed({ analysis }: Prepared, change: (data: TensorData) => void): ReadonlyMap<string, Kept> {
  const node = analysis.nodes.get("input_")!
  const { params, buffers } = keptTensors(node, null, 3, "float32")
  const value = params.get("value")!
  change(value.data)
  return new Map([[node.id, { params, buffers }]])
}

function eagerly(prepared: Prepared, kept: ReadonlyMap<string, Kept>): readonly [Tensor, ReadonlyMap<string, Tensor>] {
  const pass = ended(forwardPass(prepared, kept, "float32", 3))
  return [tensorIn(pass, prepared), ended(backwardPass(prepared, pass))]
}

function tensorIn(pass: Pass, { end }: Prepared): Tensor {
  const tensor = tensorAt(pass, end)
  if (tensor === undefined) throw new Error(pass.problems[0]?.sentence ?? "nothing was computed")
  return tensor
}

/** What a generator answers at its end. */
export function ended<T>(work: Generator<unknown, T, void>): T {
  for (;;) {
    const next = work.next()
    if (next.done) return next.value
  }
}

/**
 * The largest difference of any gradient of a param, as a share of the largest number of all of them, or of `least` where that is
 * larger.
 */
export function furthest(
  found: ReadonlyMap<string, Tensor>,
  wanted: ReadonlyMap<string, Tensor>,
  least = 1e-30,
): number {
  const params = [...wanted].filter(([name]) => !name.includes(":"))
  const largest = Math.max(least, ...params.map(([, tensor]) => largestOf(tensor)))
  return Math.max(0, ...params.map(([name, tensor]) => distance(found.get(name), tensor, largest)))
}

/** The largest size of any number that is finite; never nothing. */
export function largestOf({ data }: Tensor): number {
  let largest = 1e-30
  for (const x of data) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  return largest
}

/** Largest difference as a share of the largest number; infinite where a shape, NaN or an infinity is not the same. */
function distance(found: Tensor | undefined, wanted: Tensor, largest = largestOf(wanted)): number {
  if (found === undefined || String(found.shape) !== String(wanted.shape)) return Number.POSITIVE_INFINITY
  let worst = 0
  for (const [i, x] of wanted.data.entries()) {
    const y = found.data[i]!
    if (Object.is(x, y)) continue
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Number.POSITIVE_INFINITY
    worst = Math.max(worst, Math.abs(x - y))
  }
  return worst / largest
}

/** An example of an op as a document: Parameters before it, a drawn gradient behind each of its outputs. */
export function exampleDocument(op: AnyOp, example: AnyOp["examples"][number], seed = 5): GradwireDocument {
  const nodes: NodeDocument[] = []
  const inputs: { [port: string]: string | string[] } = {}
  const node = (id: string, shape: Shape, port: string, index: number): string => {
    const given = example.values?.[port]
    const classes = op.inputs[port]?.classes?.(example.shapes, example.attrs ?? {}) ?? null
    const kind = classes === null ? "Parameter" : "Input"
    const values = given ?? drawn(shape, seed, `${port} ${index}`, example.range?.[port])
    const written = classes === null ? { values: { value: writeValue(tensorOf(shape, values, "float64")) } } : {}
    nodes.push({ id, op: kind, attrs: { shape: [...shape] }, ...written })
    return id
  }
  for (const [port, held] of Object.entries(example.shapes)) {
    if (held === undefined) continue
    const list = op.inputs[port]?.list === true
    if (list) inputs[port] = (held as readonly Shape[]).map((shape, i) => node(`${port}${i}`, shape, port, i))
    else inputs[port] = node(`${port}_`, held as Shape, port, 0)
  }
  nodes.push({ id: "op", op: op.kind, attrs: example.attrs ?? {}, inputs })
  const bare: GradwireDocument = { gradwire: 2, seed: 3, nodes }
  const shapes = analyze(bare, ops, example.mode ?? "train").nodes.get("op")?.outputs ?? {}
  // A gradient for every output that takes one.
  const places = Object.entries(op.outputs).flatMap(([port, { constant, list }]) => {
    if (constant === true) return []
    return list === true ? shapesAt(shapes[port]).map((_, i) => `op:${port}[${i}]`) : [`op:${port}`]
  })
  const upstream = Object.fromEntries(
    places.map((place, i) => [place, { distribution: "normal" as const, seed: 11 + i }]),
  )
  return { ...bare, target: places[0]!, upstream }
}

/** Distinct numbers in [low, high): no two of one tensor are equal, so that no maximum is a matter of luck. */
function drawn(shape: Shape, seed: number, name: string, range: readonly [number, number] = [-2, 2]): number[] {
  const random = randomStream(seed, "planned", name)
  return Array.from({ length: sizeOf(shape) }, () => Math.fround(range[0] + (range[1] - range[0]) * random.uniform()))
}

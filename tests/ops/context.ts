// Builds what an op's rules are handed: attributes read, inputs drawn, params and buffers filled, streams of random numbers.

import type { Json } from "../../src/ops/attributes/attrs.ts"
import { readAttrs } from "../../src/ops/attributes/readAttrs.ts"
import type { Init } from "../../src/ops/kept.ts"
import type { AnyBackwardContext, AnyForwardContext, AnyOp, AnyShapeContext, Mode } from "../../src/ops/op.ts"
import { isProblem } from "../../src/ops/op.ts"
import type { ByName, Held, InputPort } from "../../src/ops/port.ts"
import { type Random, randomStream } from "../../src/tensor/random.ts"
import { castTo, type Dtype, type Shape, sizeOf, type Tensor, tensorOf, zeros } from "../../src/tensor/tensor.ts"
import { finish } from "../../src/tensor/work.ts"

export interface Setting {
  readonly attrs?: ByName<Json>
  readonly shapes: ByName<Held<Shape>>
  readonly range?: ByName<readonly [number, number]>
  readonly values?: ByName<readonly number[]>
}

/** Attributes read from an example and its shapes. Throws on an attribute that the op does not read. */
export function shapeContext(op: AnyOp, setting: Setting, mode: Mode): AnyShapeContext {
  const attrs = readAttrs(op.attrs, setting.attrs ?? {})
  if (attrs.values === null) throw new Error(`${op.kind}: ${attrs.problems.map((p) => p.sentence).join("; ")}`)
  return { attrs: attrs.values, shapes: setting.shapes, mode }
}

/** The shapes an op promises. Throws where it answers a problem. */
export function shapesOf(op: AnyOp, at: AnyShapeContext): ByName<Held<Shape>> {
  const answer = op.shape(at)
  if (isProblem(answer)) throw new Error(`${op.kind}: ${answer.at}: ${answer.sentence}`)
  return answer
}

/** A context of one precision whose numbers are float32 numbers, so that both precisions start from the same point. */
export function forwardContext(
  op: AnyOp,
  setting: Setting,
  mode: Mode,
  seed: number,
  dtype: Dtype = "float64",
): AnyForwardContext {
  const at = shapeContext(op, setting, mode)
  const random = (owner: string) => (name: string) => randomStream(seed, owner, name)
  const draw = random("test")
  const inputs = mapValues(setting.shapes, (held, port) => {
    const drawn = shapesAt(held).map((shape, index) =>
      drawInput(op.inputs[port], shape, setting, port, draw(`${port}[${index}]`), dtype),
    )
    return op.inputs[port]?.list === true ? drawn : drawn[0]
  })
  const kept = (rules: AnyOp["params"] | AnyOp["buffers"]) =>
    mapValues(rules, ({ rule }, name) => {
      const answer = rule(at)
      return answer === null ? null : drawKept(answer.shape, answer.init, draw(name), dtype)
    })
  return { ...at, inputs, params: kept(op.params), buffers: kept(op.buffers), random: random("node"), dtype }
}

/** The forward pass, to its end. */
export function runForward(op: AnyOp, at: AnyForwardContext): ByName<Held<Tensor>> {
  return finish(op.forward(at))
}

/** Random upstream gradients for what is drawn and carries a gradient, zeros for the rest. */
export function drawUpstream(op: AnyOp, outputs: ByName<Held<Tensor>>, seed: number): ByName<Held<Tensor>> {
  return mapValues(outputs, (held, port) => {
    const carries = op.outputs[port]?.hidden !== true && op.outputs[port]?.constant !== true
    return mapHeld(held, (tensor, index) => {
      const stream = randomStream(seed, "upstream", `${port}[${index}]`)
      const values = Array.from(tensor.data, () => (carries ? Math.fround(stream.normal()) : 0))
      return tensorOf(tensor.shape, values, tensor.data instanceof Float64Array ? "float64" : "float32")
    })
  })
}

/** A context for backward rules, `shared` worked out. */
export function backwardContext(
  op: AnyOp,
  at: AnyForwardContext,
  outputs: ByName<Held<Tensor>>,
  grad: ByName<Held<Tensor>>,
): AnyBackwardContext {
  const before = { ...at, outputs, grad, shared: undefined }
  return { ...before, shared: op.shared === undefined ? undefined : finish(op.shared(before)) }
}

/** What one arrow gets, always as a list; `null` where the rule is null, the port holds indices, or nothing is there. */
export function runBackward(op: AnyOp, at: AnyBackwardContext, name: string): readonly Tensor[] | null {
  const rule = op.backward[name]
  if (rule === null || rule === undefined || tensorsAt(at, name).length === 0) return null
  if ((op.inputs[name]?.classes?.(at.shapes, at.attrs) ?? null) !== null) return null
  const answer = finish(rule(at))
  return Array.isArray(answer) ? answer : [answer as Tensor]
}

/** The tensors at an input port or param: a list port has several, an absent param none. */
export function tensorsAt(at: AnyForwardContext, name: string): readonly Tensor[] {
  const held = Object.hasOwn(at.inputs, name) ? at.inputs[name] : at.params[name]
  return listOf(held ?? undefined)
}

/** The same context in the other precision. */
export function castContext(at: AnyForwardContext, dtype: Dtype): AnyForwardContext {
  const cast = (held: Held<Tensor>) => mapHeld(held, (tensor) => castTo(tensor, dtype))
  const castKept = (kept: ByName<Tensor | null>) => mapValues(kept, (t) => (t === null ? null : castTo(t, dtype)))
  return {
    ...at,
    inputs: mapValues(at.inputs, cast),
    params: castKept(at.params),
    buffers: castKept(at.buffers),
    dtype,
  }
}

/** One tensor or a list of them, as a list. */
/** One tensor or a list of them, as a list. */
export function listOf<T extends object>(held: T | readonly T[] | undefined): readonly T[] {
  return held === undefined ? [] : isList(held) ? held : [held]
}

/** A shape or a list of shapes, as a list; `[]` is a scalar's shape, since no example has an empty list port. */
export function shapesAt(held: Held<Shape>): readonly Shape[] {
  if (held === undefined) return []
  const shapes = held.filter((item): item is Shape => typeof item === "object")
  return shapes.length > 0 ? shapes : [held.map(Number)]
}

function isList<T extends object>(held: T | readonly T[]): held is readonly T[] {
  return Array.isArray(held)
}

function mapHeld<T extends object, U>(
  held: T | readonly T[] | undefined,
  change: (item: T, index: number) => U,
): Held<U> {
  return held === undefined ? undefined : isList(held) ? held.map(change) : change(held, 0)
}

export function mapValues<T, U>(record: ByName<T>, change: (value: T, name: string) => U): ByName<U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))
}

function drawInput(
  port: InputPort | undefined,
  shape: Shape,
  setting: Setting,
  name: string,
  stream: Random,
  dtype: Dtype,
): Tensor {
  const given = setting.values?.[name]
  if (given !== undefined) return tensorOf(shape, given, dtype)
  const [low, high] = setting.range?.[name] ?? [-2, 2]
  const classes = port?.classes?.(setting.shapes, setting.attrs ?? {}) ?? null
  const one = () => (classes === null ? Math.fround(low + (high - low) * stream.uniform()) : stream.below(classes))
  return tensorOf(shape, Array.from({ length: sizeOf(shape) }, one), dtype)
}

/** Never exactly what it starts as: a weight of one or a variance of one would hide a missing factor. */
function drawKept(shape: Shape, init: Init, stream: Random, dtype: Dtype): Tensor {
  const positive = init.kind === "ones" || (init.kind === "constant" && init.value > 0)
  const one = () => Math.fround(positive ? 0.5 + 1.5 * stream.uniform() : stream.normal())
  return tensorOf(shape, Array.from({ length: sizeOf(shape) }, one), dtype)
}

/** Zeros for outputs that nothing came back to. */
export function zeroUpstream(outputs: ByName<Held<Tensor>>): ByName<Held<Tensor>> {
  return mapValues(outputs, (held) =>
    mapHeld(held, (t) => zeros(t.shape, t.data instanceof Float64Array ? "float64" : "float32")),
  )
}

/** Largest finite magnitude; 0 if there is none. */
export function largestIn(tensor: Tensor): number {
  let largest = 0
  for (const value of tensor.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
  return largest
}

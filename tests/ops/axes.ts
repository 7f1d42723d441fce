// What an op says of its axes, against its forward rule: axes that are one are moved together (the batch among them), sets that
// share a mean are shifted and stretched, batches are laid one behind the other.

import type { Axes, Axis, AxisPart } from "../../src/ops/axisNames.ts"
import type { AnyAxes, AnyForwardContext, AnyOp } from "../../src/ops/op.ts"
import type { ByName, Held } from "../../src/ops/port.ts"
import type { Random } from "../../src/tensor/random.ts"
import { type Shape, sizeOf, type Tensor } from "../../src/tensor/tensor.ts"
import { addressOf, indexOf } from "./cells.ts"
import { largestIn, listOf, mapValues, runForward, shapesOf } from "./context.ts"

/** A number, or the batch. */
export type Token = number | "batch"

/** An op's answer at a context. */
export function axesOf(op: AnyOp, at: AnyForwardContext): AnyAxes {
  return op.axes({ attrs: at.attrs, shapes: at.shapes, mode: at.mode, outputs: shapesOf(op, at) })
}

/** The axes of each tensor at a port. */
export function axesAt(held: Held<Axes> | undefined): readonly Axes[] {
  if (held === undefined) return []
  // A list of axes holds lists.
  return (held.length > 0 && held.every(Array.isArray) ? held : [held]) as readonly Axes[]
}

/** Ports without axes, or with as many as the tensor has not; axes of one number and several sizes. */
export function formProblems(at: AnyForwardContext, said: AnyAxes, outputs: ByName<Held<Tensor>>): readonly string[] {
  const wrong: string[] = []
  const sizes = new Map<Token, number>()
  const look = (port: string, tensors: readonly Tensor[], axes: readonly Axes[]): void => {
    if (tensors.length !== axes.length) wrong.push(`${port}: axes of ${axes.length} tensors for ${tensors.length}`)
    for (const [i, { shape }] of tensors.entries()) {
      const own = axes[i] ?? []
      if (own.length !== shape.length) wrong.push(`${port}: ${JSON.stringify(own)} for the shape ${shape}`)
      for (const [axis, one] of own.entries()) {
        if (typeof one !== "number" && one !== "batch") continue
        const size = sizes.get(one) ?? shape[axis] ?? 0
        if (size !== shape[axis]) wrong.push(`${port}: axis ${axis} is ${one}, of size ${size} elsewhere`)
        sizes.set(one, size)
      }
    }
  }
  for (const port in at.inputs) look(port, listOf(at.inputs[port]), axesAt(said.inputs[port]))
  for (const port in outputs) look(port, listOf(outputs[port]), axesAt(said.outputs[port]))
  return wrong
}

// ---- Axes that are one ----------------------------------------------------------------------------------------------

/** Tokens of the inputs that can be moved: longer than 1, and nothing is merely like them. */
export function movable(at: AnyForwardContext, said: AnyAxes): ReadonlyMap<Token, number> {
  const sizes = new Map<Token, number>()
  const apart = new Set<Token>()
  for (const port in at.inputs) {
    for (const [i, { shape }] of listOf(at.inputs[port]).entries()) {
      for (const [axis, one] of (axesAt(said.inputs[port])[i] ?? []).entries()) {
        if (typeof one === "number" || one === "batch") sizes.set(one, shape[axis] ?? 1)
      }
    }
  }
  for (const list of [...Object.values(said.inputs), ...Object.values(said.outputs)].flatMap(axesAt)) {
    for (const one of list) if (typeof one === "object" && one !== null && "like" in one) apart.add(one.like)
  }
  return new Map([...sizes].filter(([token, size]) => size > 1 && !apart.has(token)))
}

/** Outputs that do not move as the inputs were moved along one axis; null where an axis that holds it cannot be told apart. */
export function movedProblems(op: AnyOp, at: AnyForwardContext, said: AnyAxes, token: Token): readonly string[] | null {
  const sizes = new Map([...movable(at, said)])
  // Params that differ from place to place do not move with an axis of features: then they are all alike.
  const even =
    token === "batch" ? at : { ...at, params: mapValues(at.params, (p) => (p === null ? null : flat(p, 0.7))) }
  const steady = { ...even, random: () => STEADY }
  const inputs = mapPorts(at.inputs, said.inputs, (tensor, axes) => moved(tensor, axes, token, sizes))
  const before = mapPorts(runForward(op, steady), said.outputs, (tensor, axes) => moved(tensor, axes, token, sizes))
  if (inputs === null || before === null) return null
  const after = runForward(op, { ...steady, inputs })
  return Object.keys(before).flatMap((port) =>
    listOf(before[port]).flatMap((tensor, i) =>
      isClose(listOf(after[port])[i], tensor) ? [] : [`${port}[${i}] does not move along ${token}`],
    ),
  )
}

/** Draws nothing that depends on a place: masks keep everything. */
const STEADY: Random = { uniform: () => 0.75, normal: () => 0.3, below: () => 0 }

/** A tensor turned by one along an axis, wherever that lies; null where sizes do not say. */
function moved(tensor: Tensor, axes: Axes, token: Token, sizes: ReadonlyMap<Token, number>): Tensor | null {
  const { shape } = tensor
  const turns = axes.map((axis, i) => turnOf(axis, shape[i] ?? 1, token, sizes))
  if (turns.includes(null)) return null
  const data = tensor.data.map((_, cell) => {
    const from = addressOf(cell, shape).map((index, i) => turns[i]?.(index) ?? index)
    return tensor.data[indexOf(from, shape)] ?? Number.NaN
  })
  return { shape, data }
}

function turnOf(
  axis: Axis,
  size: number,
  token: Token,
  sizes: ReadonlyMap<Token, number>,
): ((index: number) => number) | null {
  const turned = (index: number, of: number): number => (index + 1) % of
  if (axis === token) return (index) => turned(index, size)
  if (axis === null || typeof axis !== "object" || !("merged" in axis) || !axis.merged.includes(token)) return (i) => i
  const parts = partSizes(axis.merged, size, sizes)
  if (parts === null) return null
  return (index) => {
    const address = addressOf(index, parts)
    return indexOf(
      address.map((i, at) => (axis.merged[at] === token ? turned(i, parts[at] ?? 1) : i)),
      parts,
    )
  }
}

function partSizes(parts: readonly AxisPart[], size: number, sizes: ReadonlyMap<Token, number>): Shape | null {
  const known = parts.map((part) => (typeof part === "number" || part === "batch" ? (sizes.get(part) ?? null) : null))
  const rest = size / sizeOf(known.map((n) => n ?? 1))
  const open = known.filter((n) => n === null).length
  return Number.isInteger(rest) && open <= 1 ? known.map((n) => n ?? rest) : null
}

function mapPorts(
  held: ByName<Held<Tensor>>,
  said: ByName<Held<Axes>>,
  change: (tensor: Tensor, axes: Axes) => Tensor | null,
): ByName<Held<Tensor>> | null {
  let whole = true
  const one = (tensor: Tensor, axes: Axes | undefined): Tensor => {
    const answer = change(tensor, axes ?? [])
    whole &&= answer !== null
    return answer ?? tensor
  }
  const answer = mapValues(held, (tensors, port) => {
    if (tensors === undefined) return undefined
    const axes = axesAt(said[port])
    return Array.isArray(tensors) ? tensors.map((tensor, i) => one(tensor, axes[i])) : one(tensors as Tensor, axes[0])
  })
  return whole ? answer : null
}

// ---- Sums over examples ---------------------------------------------------------------------------------------------

/** Whether two batches laid one behind the other give the sum of what each gives, exactly where the op says that it sums. */
export function sumProblems(
  op: AnyOp,
  a: AnyForwardContext,
  b: AnyForwardContext,
  token: Token,
): readonly string[] | null {
  const said = axesOf(op, a)
  // An op that names the batch speaks of that alone.
  if (token !== "batch" && JSON.stringify(said).includes('"batch"')) return null
  const [first] = Object.keys(op.outputs)
  if (
    first === undefined ||
    axesAt(said.outputs[first])
      .flat()
      .some((axis) => holds(axis, token))
  )
    return null
  const alike = apartFrom(a, b, said, token)
  const both = mapValues(a.inputs, (held, port) => {
    const others = listOf(alike.inputs[port])
    const joined = listOf(held).map((tensor, i) =>
      joinedAlong(tensor, others[i] ?? tensor, axesAt(said.inputs[port])[i]?.indexOf(token) ?? -1),
    )
    return Array.isArray(held) ? joined : joined[0]
  })
  const at = {
    ...a,
    inputs: both,
    shapes: mapValues(both, (held) =>
      Array.isArray(held) ? held.map((t) => t.shape) : (held as Tensor | undefined)?.shape,
    ),
  }
  const shapes = op.shape(at)
  const [one, two] = [a, alike].map((context) => listOf(runForward(op, context)[first])[0])
  if (
    one === undefined ||
    two === undefined ||
    "sentence" in shapes ||
    String(shapesOf(op, at)[first]) !== String(one.shape)
  )
    return null
  const whole = listOf(runForward(op, at)[first])[0]
  const sum = { shape: one.shape, data: one.data.map((x, i) => x + (two.data[i] ?? Number.NaN)) }
  if (isClose(whole, sum) === (said.sums === true)) return []
  return [`along ${token} it ${said.sums === true ? "does not sum" : "sums, and does not say so"}`]
}

/** `b` with what has no such axis (weights of classes) as it is in `a`. */
function apartFrom(a: AnyForwardContext, b: AnyForwardContext, said: AnyAxes, token: Token): AnyForwardContext {
  const inputs = mapValues(a.inputs, (held, port) => {
    const own = axesAt(said.inputs[port]).some((axes) => axes.includes(token))
    return own ? b.inputs[port] : held
  })
  return { ...b, inputs, params: a.params, buffers: a.buffers }
}

function holds(axis: Axis, token: Token): boolean {
  if (axis === null || typeof axis !== "object") return axis === token
  return "like" in axis ? axis.like === token : axis.merged.includes(token)
}

/** `a`, and behind it along `axis` what is in `b`; `a` alone where it has no such axis. */
function joinedAlong(a: Tensor, b: Tensor, axis: number): Tensor {
  if (axis < 0) return a
  const shape = a.shape.map((n, i) => (i === axis ? 2 * n : n))
  const half = a.shape[axis] ?? 1
  const data = new Float64Array(sizeOf(shape)).map((_, cell) => {
    const address = addressOf(cell, shape)
    const at = address[axis] ?? 0
    const from = indexOf(
      address.map((n, i) => (i === axis ? n % half : n)),
      a.shape,
    )
    return (at < half ? a : b).data[from] ?? Number.NaN
  })
  return { shape, data }
}

function flat({ shape, data }: Tensor, value: number): Tensor {
  return { shape, data: data.map(() => value) }
}

/** Equal but for the order of summation. */
export function isClose(got: Tensor | undefined, want: Tensor): boolean {
  const slack = 1e-9 * Math.max(1, largestIn(want))
  return (
    got !== undefined &&
    want.data.every((w, i) => Object.is(w, got.data[i]) || Math.abs(w - (got.data[i] ?? Number.NaN)) <= slack)
  )
}

// Which cells share a mean, as an op says, against its forward rule: a cell moves what shares its mean and nothing else, and
// what the op promises of a whole set that moves (the same answer, a shifted mean) is held.

import type { Axes, Means } from "../../src/ops/axisNames.ts"
import type { AnyAxes, AnyForwardContext, AnyOp } from "../../src/ops/op.ts"
import type { Shape, Tensor } from "../../src/tensor/tensor.ts"
import { axesAt, isClose } from "./axes.ts"
import { addressOf } from "./cells.ts"
import { listOf, runForward } from "./context.ts"

/** What contradicts `means`. */
export function meanProblems(op: AnyOp, at: AnyForwardContext, said: AnyAxes): readonly string[] {
  const { means } = said
  if (means === undefined) return []
  const x = listOf(at.inputs[means.port])[0]
  if (x === undefined || means.over.length !== x.shape.length)
    return [`${means.port}: shares of ${means.over.length} axes`]
  const cells = new Set([0, x.data.length >> 1, x.data.length - 1])
  return [...cells].flatMap((cell) => [
    ...alone(op, at, said, means, x, cell),
    ...together(op, at, said, means, x, cell),
  ])
}

/** One cell moves: what changes in the output lies in its set. */
function alone(
  op: AnyOp,
  at: AnyForwardContext,
  said: AnyAxes,
  means: Means,
  x: Tensor,
  cell: number,
): readonly string[] {
  if (means.given !== undefined) return []
  const before = output(op, at)
  const after = output(op, withPort(at, means.port, { ...x, data: x.data.map((v, i) => (i === cell ? v + 0.7 : v)) }))
  const member = membership(said, means, x.shape, before.shape, cell)
  // The deviation of a single cell is 0 wherever it lies.
  const several = x.data.filter((_, i) => sameSet(means, x.shape, cell)(i)).length > 1
  const moved = (i: number): boolean => before.data[i] !== after.data[i]
  return before.data.some((_, i) => moved(i) !== member(i) && (moved(i) || several))
    ? [`cell ${cell} moves other cells than those of its set`]
    : []
}

/** The whole set moves. */
function together(
  op: AnyOp,
  at: AnyForwardContext,
  said: AnyAxes,
  means: Means,
  x: Tensor,
  cell: number,
): readonly string[] {
  const own = sameSet(means, x.shape, cell)
  const stretched = means.of === "mean square"
  const free = stretched && "eps" in at.attrs ? { ...at, attrs: { ...at.attrs, eps: 0 } } : at
  const change = (v: number): number => (stretched ? 3 * v : v + 3)
  const moved = withPort(free, means.port, { ...x, data: x.data.map((v, i) => (own(i) ? change(v) : v)) })
  const before = output(op, free)
  const after = output(op, means.given === undefined ? moved : withMean(moved, means, x.shape, own))
  const member = membership(said, means, x.shape, before.shape, cell)
  const wanted = { ...before, data: before.data.map((v, i) => (means.of === "mean" && member(i) ? v + 3 : v)) }
  return isClose(after, wanted) ? [] : [`the set of cell ${cell} moves and the answer with it otherwise than said`]
}

/** Whether a cell of the input shares the mean of `cell`. */
function sameSet({ over }: Means, shape: Shape, cell: number): (other: number) => boolean {
  const own = addressOf(cell, shape)
  return (other) =>
    addressOf(other, shape).every((index, axis) => agrees(over[axis] ?? "own", shape[axis] ?? 1, index, own[axis] ?? 0))
}

function agrees(share: Means["over"][number], size: number, a: number, b: number): boolean {
  if (share === "all") return true
  const width = share === "own" ? 1 : size / share
  return Math.floor(a / width) === Math.floor(b / width)
}

/** Whether a cell of the first output belongs to the set of `cell`: it stands where the set stands, along the axes that are left. */
function membership(said: AnyAxes, means: Means, from: Shape, to: Shape, cell: number): (index: number) => boolean {
  if (means.of !== "mean" && means.of !== "variance") return sameSet(means, from, cell)
  const own = addressOf(cell, from)
  const inputs: Axes = axesAt(said.inputs[means.port])[0] ?? []
  const outputs: Axes = axesAt(Object.values(said.outputs)[0])[0] ?? []
  return (index) =>
    addressOf(index, to).every((at, axis) => {
      const before = inputs.indexOf(outputs[axis] ?? null)
      return typeof outputs[axis] !== "number" || own[before] === at
    })
}

/** The mean that arrives moves with the set that it is of. */
function withMean(
  at: AnyForwardContext,
  means: Means,
  shape: Shape,
  own: (cell: number) => boolean,
): AnyForwardContext {
  const port = means.given?.[0] ?? ""
  const mean = listOf(at.inputs[port])[0]
  if (mean === undefined) return at
  const lead = shape.length - mean.shape.length
  const first = addressOf(
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => i).findIndex(own),
    shape,
  )
  const here = mean.shape.map((size, axis) => (size === 1 ? 0 : (first[axis + lead] ?? 0))).join()
  return withPort(at, port, {
    ...mean,
    data: mean.data.map((v, i) => (addressOf(i, mean.shape).join() === here ? v + 3 : v)),
  })
}

function withPort(at: AnyForwardContext, port: string, tensor: Tensor): AnyForwardContext {
  return { ...at, inputs: { ...at.inputs, [port]: tensor } }
}

function output(op: AnyOp, at: AnyForwardContext): Tensor {
  const tensor = listOf(Object.values(runForward(op, at))[0])[0]
  if (tensor === undefined) throw new Error(`${op.kind} has no output`)
  return tensor
}

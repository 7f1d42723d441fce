// Receptive fields, checked against what gradients say: a cell of the output depends on no cell outside its window.

import type { AnyForwardContext, AnyOp } from "../../src/ops/op.ts"
import type { ReceptiveField, Window } from "../../src/ops/window.ts"
import { type Shape, stridesOf, type Tensor, zeros } from "../../src/tensor/tensor.ts"
import { backwardContext, listOf, mapValues, runBackward, runForward, zeroUpstream } from "./context.ts"

/** What contradicts the field that an op claims for each input. Padding that mirrors or wraps sees cells elsewhere. */
export function fieldProblems(op: AnyOp, at: AnyForwardContext): readonly string[] {
  if (
    [at.attrs.padding_mode, at.attrs.mode].some((mode) => ["circular", "reflect", "replicate"].includes(String(mode)))
  ) {
    return []
  }
  return Object.keys(op.inputs).flatMap((port) => {
    const field = op.receptiveField(port, at)
    // By convention the statistics of a normalisation are not counted as sight: else every batch norm would see everything.
    const reach = op.shelf === "norm" ? [] : reachProblems(op, at, port, field)
    return [...formProblems(port, field), ...reach]
  })
}

function formProblems(port: string, field: ReceptiveField): readonly string[] {
  if (typeof field === "string") return []
  const { size, stride, start } = field
  const same = size.length === stride.length && size.length === start.length && size.length > 0
  const sound = [...size, ...stride].every((n) => Number.isFinite(n) && n > 0) && start.every(Number.isFinite)
  return same && sound ? [] : [`${port}: ${JSON.stringify(field)} is no window`]
}

function reachProblems(op: AnyOp, at: AnyForwardContext, port: string, field: ReceptiveField): readonly string[] {
  const input = listOf(at.inputs[port])[0]
  const outputs = runForward(op, at)
  const name = Object.keys(outputs)[0] ?? ""
  const output = listOf(outputs[name])[0]
  if (input === undefined || output === undefined) return []
  const window = windowOf(field, input.shape, output.shape)
  if (window === null) return []
  const wrong: string[] = []
  for (const cell of someCells(output.data.length)) {
    const g = zeros(output.shape, "float64")
    g.data[cell] = 1
    const grad = { ...mapValues(zeroUpstream(outputs), (zero) => zero), [name]: op.outputs[name]?.list ? [g] : g }
    const seen = runBackward(op, backwardContext(op, at, outputs, grad), port)?.[0]
    const outside = seen === undefined ? null : outsideOf(window, placeOf(output.shape, cell), seen)
    if (outside !== null)
      wrong.push(`${port}: output cell ${placeOf(output.shape, cell)} sees ${outside}, ${JSON.stringify(field)}`)
  }
  return wrong
}

/** Pointwise is a window of one cell on the spatial axes, where input and output are both batches of equal images. */
function windowOf(field: ReceptiveField, input: Shape, output: Shape): Window | null {
  if (typeof field !== "string") return input.length === output.length ? field : null
  const images = input.length === 4 && output.length === 4 && input[2] === output[2] && input[3] === output[3]
  return field === "pointwise" && images ? { size: [1, 1], stride: [1, 1], start: [0, 0] } : null
}

function outsideOf(window: Window, cell: readonly number[], seen: Tensor): string | null {
  const axes = window.size.length
  for (const [i, g] of seen.data.entries()) {
    if (g === 0) continue
    const place = placeOf(seen.shape, i).slice(-axes)
    const inside = place.every((p, axis) => {
      const first = window.start[axis]! + cell.slice(-axes)[axis]! * window.stride[axis]!
      return p >= first - 1e-9 && p <= first + window.size[axis]! - 1 + 1e-9
    })
    if (!inside) return `cell ${place}`
  }
  return null
}

function placeOf(shape: Shape, at: number): readonly number[] {
  const strides = stridesOf(shape)
  return shape.map((n, axis) => Math.floor(at / strides[axis]!) % n)
}

/** The corners of the data and some in between. */
function someCells(size: number): readonly number[] {
  return [...new Set([0, 1, 0.3, 0.5, 0.8].map((share) => Math.min(size - 1, Math.floor(share * size))))]
}

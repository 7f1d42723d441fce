// Layouts of rows, of contiguous tensors and of planes. This folder is the rules whose kernels go along rows; it leaves formulas of
// single numbers to others.

import { imageBytes, pixelAt, rowBytes } from "../../../../kernels/planes.ts"
import type { Axis, Layout } from "../../../../kernels/rows/layout.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { broadcastStrides } from "../../../../tensor/walk.ts"
import type { Buffer } from "../../draft/buffers.ts"
import type { Draft, InPlanes } from "../../draft/draft.ts"

/** A tensor as a kernel goes along it: where it begins, and how far it is from one place of a view to the next, in floats. */
export interface Placed {
  readonly buffer: Buffer
  readonly start: number
  /** For each axis of the view; 0 where the tensor is repeated. */
  readonly steps: readonly number[]
}

/** A contiguous tensor whose shape broadcasts to `view`. */
export function placed(view: Shape, shape: Shape, buffer: Buffer): Placed {
  return { buffer, start: 0, steps: broadcastStrides(shape, view) }
}

/** Planes in a view of batch, any axes that are the channels together, height and width. */
export function placedPlanes(view: Shape, { planes, buffer }: InPlanes): Placed {
  const channels = view.slice(1, -2)
  const ofChannels = channels.map((_, axis) => sizeOf(channels.slice(axis + 1)))
  const steps = [imageBytes(planes) / 4, ...ofChannels, rowBytes(planes) / 4, planes.pitch]
  return { buffer, start: pixelAt(planes, 0, 0) / 4, steps }
}

/** Every place of `view`, in rows along `axes`; operands in order. */
export function rowsOver(view: Shape, axes: readonly number[], operands: readonly Omit<Placed, "buffer">[]): Layout {
  const all: readonly Axis[] = view.map((count, axis) => ({
    count,
    steps: operands.map(({ steps }) => steps[axis] ?? 0),
  }))
  return {
    operands: operands.length,
    rows: all.filter((_, axis) => !axes.includes(axis)),
    along: axes.flatMap((axis) => all[axis] ?? []),
    starts: operands.map(({ start }) => start),
  }
}

/** The same for contiguous tensors of shapes that broadcast to `shape`. */
export function rowsOf(shape: Shape, axes: readonly number[], operands: readonly Shape[]): Layout {
  const steps = operands.map((operand) => ({ start: 0, steps: broadcastStrides(operand, shape) }))
  return rowsOver(shape, axes, steps)
}

/** 0, 1, 2, … along one axis, as a tensor that broadcasts to `shape`. */
export function placesAlong(
  draft: Draft,
  shape: Shape,
  axis: number,
): { readonly shape: Shape; readonly buffer: Buffer } {
  const count = shape[axis] ?? 1
  const buffer = draft.constant(Float32Array.from({ length: count }, (_, place) => place))
  return { shape: shape.map((_, other) => (other === axis ? count : 1)), buffer }
}

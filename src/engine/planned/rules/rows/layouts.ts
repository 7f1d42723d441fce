// Layouts of rows for contiguous tensors. This folder is the rules whose kernels go along rows; it knows no layout of pixels.

import type { Axis, Layout } from "../../../../kernels/rows/layout.ts"
import type { Shape } from "../../../../tensor/tensor.ts"
import { broadcastStrides } from "../../../../tensor/walk.ts"
import type { Buffer } from "../../draft/buffers.ts"
import type { Draft } from "../../draft/draft.ts"

/** Every place of `shape`, in rows along `axes`; operands are contiguous tensors whose shapes broadcast to it, in order. */
export function rowsOf(shape: Shape, axes: readonly number[], operands: readonly Shape[]): Layout {
  const steps = operands.map((operand) => broadcastStrides(operand, shape))
  const all: readonly Axis[] = shape.map((count, axis) => ({ count, steps: steps.map((one) => one[axis] ?? 0) }))
  return {
    operands: operands.length,
    rows: all.filter((_, axis) => !axes.includes(axis)),
    along: axes.flatMap((axis) => all[axis] ?? []),
  }
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

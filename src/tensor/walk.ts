// Walking several arrays in step along one shape. An array that does not vary along an axis has stride 0 there: that is
// broadcasting when it is read, and a sum over the axis when it is added into. Permuting is the same walk with strides swapped.

import { type Shape, stridesOf } from "./tensor.ts"

/** Lanes of `length` steps: array k moves by `steps[k]` inside a lane; `sizes` and `strides[k]` lead from lane to lane. */
interface Plan {
  readonly length: number
  readonly steps: readonly number[]
  readonly sizes: readonly number[]
  readonly strides: readonly (readonly number[])[]
}

/** Strides of an array of shape `from` when it is read as `to`: aligned at the last axis, 0 where it does not vary. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = stridesOf(from)
  const lead = to.length - from.length
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead]!))
}

/**
 * Calls `lane` for each stretch of the last axis of `shape` (neighbouring axes are merged where every array allows it),
 * in row-major order, with the offset of each array at its start. Array k moves on by `steps[k]` for each of `length`.
 */
export function walk(
  shape: Shape,
  strides: readonly (readonly number[])[],
  lane: (offsets: readonly number[], length: number, steps: readonly number[]) => void,
): void {
  const plan = merge(shape, strides)
  const offsets = strides.map(() => 0)
  const at = plan.sizes.map(() => 0)
  for (;;) {
    lane(offsets, plan.length, plan.steps)
    let axis = at.length - 1
    for (; axis >= 0; axis--) {
      at[axis]!++
      for (let k = 0; k < offsets.length; k++) offsets[k]! += plan.strides[k]![axis]!
      if (at[axis]! < plan.sizes[axis]!) break
      for (let k = 0; k < offsets.length; k++) offsets[k]! -= plan.strides[k]![axis]! * plan.sizes[axis]!
      at[axis] = 0
    }
    if (axis < 0) return
  }
}

/** Joins axis i with the one behind it where stride_i = stride_(i+1) · size_(i+1) for every array, and drops axes of size 1. */
function merge(shape: Shape, strides: readonly (readonly number[])[]): Plan {
  const sizes: number[] = []
  const kept: number[][] = strides.map(() => [])
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis]!
    if (size === 1) continue
    const last = sizes.length - 1
    const joins = last >= 0 && strides.every((s, k) => kept[k]![last] === s[axis]! * size)
    if (joins) sizes[last]! *= size
    else sizes.push(size)
    strides.forEach((s, k) => {
      kept[k]![joins ? last : last + 1] = s[axis]!
    })
  }
  return { length: sizes.pop() ?? 1, steps: kept.map((s) => s.pop() ?? 0), sizes, strides: kept }
}

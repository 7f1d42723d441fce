// Words and tests about axes that several ops share.

import type { Shape } from "../tensor/tensor.ts"
import { formatShape } from "../tensor/tensor.ts"
import type { ShapeProblem } from "./op.ts"

/** Null if `axis` is an axis of `shape` (a scalar has 0 and −1, as in PyTorch), else a problem at the attribute. */
export function axisProblem<N extends string>(attr: N, axis: number, shape: Shape): ShapeProblem<N> | null {
  const rank = Math.max(1, shape.length)
  if (axis >= -rank && axis < rank) return null
  const allowed = rank === 1 ? "0 or −1" : `0 to ${rank - 1}, or −1 to −${rank} from the end`
  return {
    at: attr,
    sentence: `${attr} is ${axis}, but the input ${formatShape(shape)} has ${rank === 1 ? "one axis" : `${rank} axes`}; choose ${allowed}.`,
    found: String(axis),
    expected: allowed,
  }
}

/**
 * True for an axis along which an op mixes places rather than channels: anything but the batch and channel axes of an
 * image or sequence, and any axis of a table N×F.
 */
export function isTrailingAxis(axis: number, shape: Shape): boolean {
  const place = axis < 0 ? axis + shape.length : axis
  return shape.length <= 2 ? place === shape.length - 1 : place >= 2
}

// Which cells share one mean (and variance) with a cell, for the ops that normalise. It is always a block: along each axis
// either everything, the cell's own index, or the channels of its group.

import type { Mode } from "../ops/op.ts"
import type { Shape } from "../tensor/tensor.ts"
import type { Range } from "./regions.ts"

/** Along each axis of the input, `ranges` says which indices share the mean, `over` whether it is averaged over that axis. */
export interface NormalizedSet {
  readonly ranges: readonly Range[]
  readonly over: readonly ("all" | "own" | "group")[]
}

/** What stands in a node's attributes, as far as the question needs it. */
type Attrs = { readonly [name: string]: unknown }

/**
 * The block that is averaged for the input's cell at address `cell`. Null for ops that do not normalise, and in eval mode
 * for those that then use running statistics: there nothing is averaged.
 */
export function normalizedSet(
  kind: string,
  attrs: Attrs,
  shape: Shape,
  cell: readonly number[],
  mode: Mode = "train",
): NormalizedSet | null {
  const over = axesOf(kind, attrs, shape.length, mode)
  if (over === null || cell.length !== shape.length) return null
  const ranges = shape.map((size, axis): Range => {
    const at = cell[axis] ?? 0
    if (over[axis] === "all") return { from: 0, to: size - 1 }
    if (over[axis] === "own") return { from: at, to: at }
    const width = size / groupsOf(attrs)
    const from = Math.floor(at / width) * width
    return { from, to: from + width - 1 }
  })
  return { ranges, over }
}

/** True if the op would normalise with running statistics in eval mode. */
export function usesRunning(kind: string, attrs: Attrs): boolean {
  const byDefault = kind !== "InstanceNorm2d"
  return /^(?:BatchNorm|InstanceNorm)/.test(kind) && (attrs.track_running_stats ?? byDefault) === true
}

function axesOf(kind: string, attrs: Attrs, rank: number, mode: Mode): NormalizedSet["over"] | null {
  if (mode === "eval" && usesRunning(kind, attrs)) return null
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  switch (kind) {
    case "BatchNorm1d":
    case "BatchNorm2d":
      return axes.map((axis) => (axis === 1 ? "own" : "all"))
    case "InstanceNorm2d":
      return axes.map((axis) => (axis >= rank - 2 ? "all" : "own"))
    case "LayerNorm":
    case "RMSNorm": {
      const trailing = Array.isArray(attrs.normalized_shape) ? attrs.normalized_shape.length : 1
      return axes.map((axis) => (axis >= rank - trailing ? "all" : "own"))
    }
    case "GroupNorm":
      return axes.map((axis) => (axis === 0 ? "own" : axis === 1 ? "group" : "all"))
    default:
      return null
  }
}

function groupsOf(attrs: Attrs): number {
  return typeof attrs.num_groups === "number" ? attrs.num_groups : 1
}

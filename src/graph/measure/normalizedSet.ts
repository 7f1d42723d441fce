// Which cells share one mean (and variance) with a cell, for the ops that normalise. It is always a block: along each axis
// either everything, the cell's own index, or the channels of its group. Which axes these are the op says.

import type { Means } from "../../ops/axisNames.ts"
import type { Mode } from "../../ops/op.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { NodeAnalysis } from "../analysis/analysis.ts"
import type { Range } from "./regions.ts"

/** Along each axis of the input, `ranges` says which indices share the mean, `over` whether it is averaged over that axis. */
export interface NormalizedSet {
  readonly ranges: readonly Range[]
  readonly over: Means["over"]
}

/**
 * What a node averages in a mode, if that is how it normalises its input. Null for ops that do not, where shapes are not known,
 * and in evaluation mode for those that then use running statistics: there nothing is averaged.
 */
export function normalizing({ op, context, outputs }: NodeAnalysis, mode: Mode): Means | null {
  if (op === null || context === null || outputs === null) return null
  const { means } = op.axes({ ...context, mode, outputs })
  return means !== undefined && (means.of === "mean and variance" || means.of === "mean square") ? means : null
}

/** The block that is averaged for the cell at address `cell`; null if that is no cell of the shape. */
export function normalizedSet({ over }: Means, shape: Shape, cell: readonly number[]): NormalizedSet | null {
  if (cell.length !== shape.length || over.length !== shape.length) return null
  const ranges = shape.map((size, axis): Range => {
    const [share, at] = [over[axis] ?? "own", cell[axis] ?? 0]
    if (share === "all") return { from: 0, to: size - 1 }
    if (share === "own") return { from: at, to: at }
    const width = size / share
    const from = Math.floor(at / width) * width
    return { from, to: from + width - 1 }
  })
  return { ranges, over }
}

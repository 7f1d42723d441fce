// Which learned numbers are pictures: the kernels of a convolution, and the weights of a layer on flattened maps, which are
// maps again. A plain matrix is one picture.

import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { graphAxes } from "./axes/axes.ts"

/** A param whose numbers, in their order, are pictures. */
export interface Filters {
  readonly param: string
  /** `[outputs, inputs, rows, columns]`. */
  readonly shape: readonly [outputs: number, inputs: number, rows: number, columns: number]
}

/** A kernel of a convolution with more than one number, along one or two axes: as `[outputs, inputs, rows, columns]`. */
export function kernelShape(shape: Shape): Filters["shape"] | null {
  if (shape.length !== 3 && shape.length !== 4) return null
  const [outputs = 0, inputs = 0, ...kernel] = shape
  if (sizeOf(kernel) <= 1) return null
  const [rows = 1, columns = 1] = kernel.length === 1 ? [1, ...kernel] : kernel
  return [outputs, inputs, rows, columns]
}

/** The first own param of a node that is made of pictures; null if none is. */
export function filtersOf(analysis: Analysis, node: NodeAnalysis): Filters | null {
  for (const { name: param, shape, wired } of node.params) {
    if (wired !== null) continue
    const found = kernelShape(shape) ?? (param === "weight" ? matrixShape(analysis, node, shape) : null)
    if (found !== null) return { param, shape: found }
  }
  return null
}

/** Each row of a matrix as the maps that were flattened into what it takes; else the matrix as it is. */
function matrixShape(analysis: Analysis, { id }: NodeAnalysis, shape: Shape): Filters["shape"] | null {
  const [outputs, inputs] = shape
  if (shape.length !== 2 || outputs === undefined || inputs === undefined) return null
  const [wire] = analysis.entering.get(id) ?? []
  const parts = wire === undefined ? null : graphAxes(analysis).parts(wire.from, -1)
  const [columns = 1, rows = 1, ...maps] = parts?.toReversed() ?? []
  const isMap = rows > 1 && columns > 1 && rows * columns * sizeOf(maps) === inputs
  return isMap ? [outputs, sizeOf(maps), rows, columns] : [1, 1, outputs, inputs]
}

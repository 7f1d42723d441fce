// What normalised a cell: the set that shares its mean and variance, and the cells that share its γ and β.

import { normalizing } from "../../../graph/measure/normalizedSet.ts"
import { scalesAround, setsAround } from "../../../ops/axisNames.ts"
import type { Around } from "../../../tensor/axis.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { type LocalNode, outputOf } from "../terms/local.ts"
import { attrNumber, held } from "./known.ts"

/** A norm's input with the sets of cells that share a mean, and their moments. */
export interface Norm {
  readonly local: LocalNode
  readonly x: Tensor
  /** Cells of one place along its axis share a mean. */
  readonly set: Around
  /** Cells of one place along its axis share γ and β. */
  readonly scale: Around
  /** Null where nothing is subtracted (RMSNorm). */
  readonly mean: Tensor | null
  /** Of RMSNorm the mean of the squares. */
  readonly variance: Tensor | null
  readonly eps: number
  /** Mean and variance are the set's own, and move with x. */
  readonly moves: boolean
}

/** Throws where the op does not say which cells share a mean. */
export function normOf(local: LocalNode): Norm {
  const { mode } = local.context
  // In evaluation mode with running statistics the sets are what one pair of them is used for.
  const means = normalizing(local.node, "train")
  if (means === null) throw new Error(`${local.node.op.kind} does not say which cells share a mean`)
  const x = held(local, means.port)
  return {
    local,
    x,
    set: setsAround(means, x.shape),
    scale: scalesAround(means, x.shape),
    mean: outputOf(local, "mean"),
    variance: outputOf(local, "variance") ?? outputOf(local, "mean_square"),
    eps: attrNumber(local, "eps"),
    moves: normalizing(local.node, mode) !== null,
  }
}

/** Which set the cell at this flat index is in: 0 … size − 1. */
export function keyOf({ size, inner }: Around, index: number): number {
  return Math.floor(index / inner) % size
}

/** The flat indices of all cells of one set, in order. */
export function* cellsOf({ outer, size, inner }: Around, key: number): Generator<number> {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) yield (o * size + key) * inner + i
  }
}

/** μ of the set that a cell is in; 0 where nothing is subtracted. */
export function meanAt({ set, mean }: Norm, index: number): number {
  return mean === null ? 0 : (mean.data[keyOf(set, index)] ?? Number.NaN)
}

/** σ² of the set that a cell is in; of RMSNorm the mean of the squares. */
export function varianceAt({ set, variance }: Norm, index: number): number {
  return variance?.data[keyOf(set, index)] ?? Number.NaN
}

/** √(σ² + ε) of the set that a cell is in. */
export function deviation(norm: Norm, index: number): number {
  return Math.sqrt(varianceAt(norm, index) + norm.eps)
}

/** (x − μ)/√(σ² + ε). */
export function standardized(norm: Norm, index: number): number {
  return ((norm.x.data[index] ?? Number.NaN) - meanAt(norm, index)) / deviation(norm, index)
}

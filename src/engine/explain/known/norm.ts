// What normalised a cell: the set that shares its mean and variance, and the cells that share its γ and β.

import { views } from "../../../ops/normalized.ts"
import { type Around, around } from "../../../tensor/axis.ts"
import { sizeOf, type Tensor } from "../../../tensor/tensor.ts"
import { type LocalNode, outputOf } from "../local.ts"
import { attrNumber, held } from "./known.ts"

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

export function normOf(local: LocalNode): Norm {
  const x = held(local, "input")
  return {
    local,
    x,
    ...viewsOf(local, x.shape),
    mean: outputOf(local, "mean"),
    variance: outputOf(local, "variance") ?? outputOf(local, "mean_square"),
    eps: attrNumber(local, "eps"),
    moves: local.context.mode === "train" || local.context.attrs.track_running_stats !== true,
  }
}

function viewsOf({ node, context: { attrs } }: LocalNode, shape: readonly number[]): Pick<Norm, "set" | "scale"> {
  switch (node.op.kind) {
    case "LayerNorm":
    case "RMSNorm": {
      const normalized = Array.isArray(attrs.normalized_shape) ? attrs.normalized_shape.map(Number) : []
      const { rows, places } = views(shape, normalized)
      return { set: rows, scale: places }
    }
    case "GroupNorm":
      return { set: parts(shape, (shape[0] ?? 1) * Number(attrs.num_groups)), scale: around(shape, 1) }
    case "InstanceNorm2d":
      return { set: parts(shape, sizeOf(shape.slice(0, -2))), scale: around(shape, -3) }
    default:
      return { set: around(shape, 1), scale: around(shape, 1) }
  }
}

/** Equal parts that follow each other. */
function parts(shape: readonly number[], count: number): Around {
  return { outer: 1, size: count, inner: sizeOf(shape) / count }
}

export function keyOf({ size, inner }: Around, index: number): number {
  return Math.floor(index / inner) % size
}

export function* cellsOf({ outer, size, inner }: Around, key: number): Generator<number> {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) yield (o * size + key) * inner + i
  }
}

export function meanAt({ set, mean }: Norm, index: number): number {
  return mean === null ? 0 : (mean.data[keyOf(set, index)] ?? Number.NaN)
}

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

// Where a coefficient of a sum stands: it is often the number of one cell of another arrow, or 1 over it. With the cells of
// that arrow numbered (see `counting`) the coefficient comes out as the number of its cell.

import type { Tensor } from "../../tensor/tensor.ts"
import type { RunnableNode } from "../pass/forward.ts"
import type { Factor } from "./terms/explanation.ts"
import { type Arrow, counted } from "./terms/local.ts"
import { cellOn, cellWords } from "./terms/names.ts"

/** Coefficients are worked out in float64. */
const EXACT = 1e-10

/**
 * The factor that a coefficient `d` is, if it is a cell of `other` (its numbers in `tensor`) or 1 over one; `came`: what came
 * out in place of `d` with numbered cells, `within`: its relative error.
 */
export function standingAt(
  node: RunnableNode,
  other: Arrow,
  tensor: Tensor,
  came: number,
  d: number,
  within: number,
): Factor | null {
  const cellAt = (number: number): number => counted(number, 100 * within * Math.max(1, Math.abs(number)))
  const holds = (number: number | undefined): boolean =>
    number !== undefined && Math.abs(number - d) <= EXACT * Math.abs(d)
  for (const [over, index] of [
    [false, cellAt(came)],
    [true, cellAt(1 / came)],
  ] as const) {
    const x = tensor.data[index]
    if (x === undefined || !holds(over ? 1 / x : x)) continue
    const cell = cellOn(node, other, index)
    const words = cellWords(cell.name, tensor.shape, index)
    return over ? { words: `1/${words}`, number: 1 / x, cell: null, from: cell } : { words, number: x, cell }
  }
  return null
}

// The mean of a row in two pieces of float32: what is taken from it may differ by far less than it is large.

import { f32x4, f64x2, v128 } from "../wasm/values.ts"
import { same } from "./arithmetic.ts"
import type { Cell, PerRow, Vector } from "./cell.ts"
import type { Row } from "./row.ts"

/** A mean, and what is taken from it. */
interface Centre {
  /** As float32. */
  readonly mean: PerRow
  /** x − μ of a cell. */
  readonly deviation: (cell: Cell) => Vector
}

/** The mean of so many numbers of a row, as `x` gives them. */
export function centreOf(row: Row, x: (cell: Cell) => Vector, count: number): Centre {
  const [sum = []] = row.sums(1, (cell) => [x(cell)])
  const wide = row.wider([sum], (total = v128.zero) => f64x2.div(total, f64x2.constant(count)))
  const mean = row.narrow([wide], same)
  // Of an infinite mean nothing is left; ∞ − ∞ would be no number.
  const rest = row.perRow([row.rest(wide, mean)], (left = v128.zero) => v128.and(left, f32x4.equal(left, left)))
  return { mean, deviation: (cell) => f32x4.sub(f32x4.sub(x(cell), cell.of(mean)), cell.of(rest)) }
}

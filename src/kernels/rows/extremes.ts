// The greatest and the least number of a row, and who has the gradient where several are equal.

import { f32x4, v128 } from "../wasm/values.ts"
import { same } from "./arithmetic.ts"
import type { Vector } from "./cell.ts"
import { DX, type Reduction, X, Y } from "./reduction.ts"
import type { Row } from "./row.ts"

/** x and y are one number; NaN is NaN here. */
function equal(x: Vector, y: Vector): Vector {
  return v128.or(f32x4.equal(x, y), v128.and(f32x4.unequal(x, x), f32x4.unequal(y, y)))
}

/** dx = g / k at the k numbers that `of` gives the value of y, 0 elsewhere. Operands: dx, x, y, g. */
export function shareAmongEqual(
  row: Row,
  of: (x: Vector) => Vector,
  signed: (part: Vector, x: Vector) => Vector,
): void {
  const [y, g] = [row.load(2), row.load(3)]
  const one = f32x4.constant(1)
  const ties = row.sums(1, (cell) => [v128.and(equal(cell.keep(of(cell.load(1))), cell.of(y)), one)])
  const part = row.perRow([g, row.narrow(ties, same)], (up = v128.zero, count = one) => f32x4.div(up, count))
  row.each((cell) => {
    const x = cell.keep(cell.load(1))
    cell.store(DX, v128.and(equal(cell.keep(of(x)), cell.of(y)), signed(cell.of(part), x)))
  })
}

/** dx = g where y first occurs, 0 elsewhere. Operands: dx, x, y, g, places. */
function first(row: Row): void {
  const [y, g] = [row.load(2), row.load(3)]
  const nowhere = f32x4.constant(Number.POSITIVE_INFINITY)
  const place = row.least((cell) => v128.select(cell.load(4), nowhere, equal(cell.keep(cell.load(1)), cell.of(y))))
  row.each((cell) => cell.store(DX, v128.and(f32x4.equal(cell.load(4), cell.of(place)), cell.of(g))))
}

const ofFirst = { takes: ["input", "output", "grad", "places"], backward: first } as const
const ofEqual = {
  takes: ["input", "output", "grad"],
  backward: (row: Row) => shareAmongEqual(row, same, same),
} as const
const greatest = (row: Row): void =>
  row.store(
    Y,
    row.greatest((cell) => cell.load(X)),
  )
const least = (row: Row): void =>
  row.store(
    Y,
    row.least((cell) => cell.load(X)),
  )

/** Reductions to one number of the row. */
export const extremes = {
  /** The greatest; of equal ones the first has the gradient. */
  greatest: { forward: greatest, ...ofFirst },
  /** The greatest; equal ones share the gradient. */
  greatestShared: { forward: greatest, ...ofEqual },
  least: { forward: least, ...ofFirst },
  leastShared: { forward: least, ...ofEqual },
} satisfies Readonly<Record<string, Reduction>>

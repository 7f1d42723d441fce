// p-norms of a row. At the origin, and for numbers that are 0, there is no slope.

import { f32x4, f64x2, v128 } from "../wasm/values.ts"
import { same, sign, square } from "./arithmetic.ts"
import type { Vector } from "./cell.ts"
import { shareAmongEqual } from "./extremes.ts"
import { DX, type Reduction, X, Y } from "./reduction.ts"
import type { Row } from "./row.ts"

/** The part with the sign of x; 0 where x is 0 or NaN. */
function withSign(part: Vector, x: Vector): Vector {
  return v128.and(f32x4.mul(part, sign(x)), v128.and(f32x4.equal(x, x), f32x4.unequal(x, v128.zero)))
}

/** x and the norm that are not 0: elsewhere a norm has no slope. */
function sloped(slope: Vector, x: Vector, norm: Vector): Vector {
  return v128.without(slope, v128.or(f32x4.equal(x, v128.zero), f32x4.equal(norm, v128.zero)))
}

/** Operands: dx, x, y, g. */
function normBack(row: Row, slope: (x: Vector, norm: Vector) => Vector): void {
  const [norm, g] = [row.load(2), row.load(3)]
  row.each((cell) => {
    const x = cell.keep(cell.load(1))
    cell.store(DX, f32x4.mul(cell.of(g), sloped(slope(x, cell.of(norm)), x, cell.of(norm))))
  })
}

/** The norms of orders 0, 1, 2 and ±∞. */
export const vectorNorms = {
  /** How many are not 0; flat. */
  norm0: {
    forward: (row) => {
      const one = f32x4.constant(1)
      const counts = row.sums(1, (cell) => [v128.and(f32x4.unequal(cell.load(X), v128.zero), one)])
      row.store(Y, row.narrow(counts, same))
    },
    takes: [],
    backward: (row) => row.each((cell) => cell.store(DX, v128.zero)),
  },
  /** Σ|x|. */
  norm1: {
    forward: (row) =>
      row.store(
        Y,
        row.narrow(
          row.sums(1, (cell) => [f32x4.abs(cell.load(X))]),
          same,
        ),
      ),
    takes: ["input", "output", "grad"],
    backward: (row) => normBack(row, sign),
  },
  /** √Σx². */
  norm2: {
    forward: (row) =>
      row.store(
        Y,
        row.narrow(
          row.sums(1, (cell) => [cell.load(X)], square),
          (sum = v128.zero) => f64x2.sqrt(sum),
        ),
      ),
    takes: ["input", "output", "grad"],
    backward: (row) => normBack(row, f32x4.div),
  },
  /** max |x|. */
  normInf: {
    forward: (row) =>
      row.store(
        Y,
        row.greatest((cell) => f32x4.abs(cell.load(X))),
      ),
    takes: ["input", "output", "grad"],
    backward: (row) => shareAmongEqual(row, f32x4.abs, withSign),
  },
  /** min |x|. */
  normMinusInf: {
    forward: (row) =>
      row.store(
        Y,
        row.least((cell) => f32x4.abs(cell.load(X))),
      ),
    takes: ["input", "output", "grad"],
    backward: (row) => shareAmongEqual(row, f32x4.abs, withSign),
  },
} satisfies Readonly<Record<string, Reduction>>

// p-norms of a row. At the origin, and for numbers that are 0, there is no slope.

import { power } from "../maths/power.ts"
import { f32x4, f64x2, v128 } from "../wasm/values.ts"
import { same, sign, square } from "./arithmetic.ts"
import type { Cell, Vector } from "./cell.ts"
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

/** The norms, those of orders 0, 1, 2 and ±∞ without a power. */
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
  /** s·(Σ(|x|/s)ᵖ)^(1/p), p finite and not 0, s the greatest |x|, or the least where p < 0: no power is too large. */
  normOfOrder: {
    forward: (row, { order }) => {
      const size = (cell: Cell): Vector => f32x4.abs(cell.load(X))
      const scale = order > 0 ? row.greatest(size) : row.least(size)
      const p = f32x4.constant(order)
      const sums = row.sums(1, (cell) => [power(row.code, f32x4.div(size(cell), cell.of(scale)), p)])
      const norm = row.perRow([row.narrow(sums, same), scale], (sum = v128.zero, s = v128.zero) => {
        const infinity = f32x4.constant(Number.POSITIVE_INFINITY)
        const between = v128.and(f32x4.less(v128.zero, s), f32x4.less(s, infinity))
        return v128.select(f32x4.mul(s, power(row.code, sum, f32x4.constant(1 / order))), s, between)
      })
      row.store(Y, norm)
    },
    takes: ["input", "output", "grad"],
    backward: (row, { order }) =>
      normBack(row, (x, norm) =>
        f32x4.mul(sign(x), power(row.code, f32x4.div(f32x4.abs(x), norm), f32x4.constant(order - 1))),
      ),
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

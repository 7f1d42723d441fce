// Softmax along a row, its logarithm, and ln Σ eˣ, which none of them lets overflow. Sums are float64.

import { exp } from "../maths/exponential.ts"
import { log } from "../maths/logarithm.ts"
import type { Callable } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32x4, v128 } from "../wasm/values.ts"
import { same } from "./arithmetic.ts"
import type { Cell, PerRow, Vector } from "./cell.ts"
import type { Layout } from "./layout.ts"
import { DX, type Reduction, X, Y } from "./reduction.ts"
import { type Row, rowKernel } from "./row.ts"

const one = f32x4.constant(1)
const INFINITY = f32x4.constant(Number.POSITIVE_INFINITY)

/** m, and ln Σ e^(x − m) of a sum in two pieces: the logarithm of what is nearly 1 keeps its digits. */
export function normaliser(row: Row, of: (cell: Cell) => Vector): { readonly top: PerRow; readonly normal: PerRow } {
  const top = row.greatest(of)
  return { top, normal: logSum(row, of, top) }
}

/** ln Σ e^(x − m). */
function logSum(row: Row, of: (cell: Cell) => Vector, top: PerRow): PerRow {
  const [sum = []] = row.sums(1, (cell) => [exp(row.code, f32x4.sub(of(cell), cell.of(top)))])
  const high = row.narrow([sum], same)
  return row.perRow([high, row.rest(sum, high)], (big = one, rest = v128.zero) =>
    // What is infinite or 0 has no rest.
    f32x4.add(
      log(row.code, big),
      v128.and(f32x4.div(rest, big), v128.and(f32x4.atMost(one, big), f32x4.less(big, INFINITY))),
    ),
  )
}

/** Function (y, x): y = e^(x − m) / Σ, or its logarithm, x − m − ln Σ. */
export function softmax(module: ModuleBuilder, logarithm: boolean, layout: Layout): Callable {
  return rowKernel(module, `softmax_${logarithm}`, layout, (row) => {
    const of = (cell: Cell): Vector => cell.load(1)
    if (logarithm) {
      const { top, normal } = normaliser(row, of)
      row.each((cell) => cell.store(0, f32x4.sub(f32x4.sub(of(cell), cell.of(top)), cell.of(normal))))
      return
    }
    const top = row.greatest(of)
    const sums = row.sums(1, (cell) => {
      const e = cell.keep(exp(row.code, f32x4.sub(of(cell), cell.of(top))))
      cell.store(0, e)
      return [e]
    })
    const sum = row.narrow(sums, same)
    row.each((cell) => cell.store(0, f32x4.div(cell.load(0), cell.of(sum))))
  })
}

/** Function (dx, y, g): dx = y (g − Σ g y); of the logarithm g − e^y Σ g. */
export function softmaxBack(module: ModuleBuilder, logarithm: boolean, layout: Layout): Callable {
  return rowKernel(module, `softmaxBack_${logarithm}`, layout, (row) => {
    const [y, g] = [(cell: Cell): Vector => cell.load(1), (cell: Cell): Vector => cell.load(2)]
    const sums = row.sums(1, (cell) => [logarithm ? g(cell) : f32x4.mul(g(cell), y(cell))])
    const sum = row.narrow(sums, same)
    row.each((cell) => {
      const dx = logarithm
        ? f32x4.sub(g(cell), f32x4.mul(exp(row.code, y(cell)), cell.of(sum)))
        : f32x4.mul(y(cell), f32x4.sub(g(cell), cell.of(sum)))
      cell.store(0, dx)
    })
  })
}

/** y = m + ln Σ e^(x − m), with 0 for an infinite m; dx = g e^(x − y). */
export const logSumExp: Reduction = {
  forward: (row) => {
    const of = (cell: Cell): Vector => cell.load(X)
    const top = row.perRow([row.greatest(of)], (m = v128.zero) => v128.without(m, f32x4.equal(f32x4.abs(m), INFINITY)))
    row.store(
      Y,
      row.perRow([logSum(row, of, top), top], (normal = v128.zero, m = v128.zero) => f32x4.add(normal, m)),
    )
  },
  takes: ["input", "output", "grad"],
  backward: (row) => {
    const [y, g] = [row.load(2), row.load(3)]
    row.each((cell) => cell.store(DX, f32x4.mul(cell.of(g), exp(row.code, f32x4.sub(cell.load(1), cell.of(y))))))
  },
}

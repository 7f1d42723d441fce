// z = (x − μ)/√(v + ε), all three given, and the gradient of each, summed over all that it was repeated for.

import type { ModuleBuilder } from "../wasm/module.ts"
import { f32x4 } from "../wasm/values.ts"
import { same } from "./arithmetic.ts"
import type { Cell, Vector } from "./cell.ts"
import type { Layout } from "./layout.ts"
import { type Emitted, rowKernel } from "./row.ts"

/** The three that are given. */
export type StandardizeSide = "x" | "mean" | "variance"

const { add, constant, div, mul, negate, sqrt, sub } = f32x4

/** Function (z, x, μ, v). */
export function standardize(module: ModuleBuilder, eps: number, layout: Layout): Emitted {
  return rowKernel(module, `standardize_${eps}`, layout, (row) =>
    row.each((cell) => cell.store(0, div(sub(cell.load(1), cell.load(2)), sqrt(add(cell.load(3), constant(eps)))))),
  )
}

/** Function (gradient, g, v, z). `repeated`: a row runs along all that one number was repeated for. */
export function standardizeBack(
  module: ModuleBuilder,
  eps: number,
  side: StandardizeSide,
  repeated: boolean,
  layout: Layout,
): Emitted {
  return rowKernel(module, `standardizeBack_${side}_${repeated}_${eps}`, layout, (row) => {
    const slope = (cell: Cell): Vector => {
      const [g, shifted] = [cell.load(1), cell.keep(add(cell.load(2), constant(eps)))]
      if (side === "variance") return div(mul(mul(constant(-0.5), g), cell.load(3)), shifted)
      const part = div(g, sqrt(shifted))
      return side === "x" ? part : negate(part)
    }
    if (repeated)
      row.store(
        0,
        row.narrow(
          row.sums(1, (cell) => [slope(cell)]),
          same,
        ),
      )
    else row.each((cell) => cell.store(0, slope(cell)))
  })
}

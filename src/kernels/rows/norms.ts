// Norms along rows: layer, group and instance norm, with mean and variance in float64 in two passes, and the root mean square.
// z = (x − μ)/√(σ² + ε), y = γ z + β. The mean is taken off in two pieces of float32, so that numbers far from 0 keep their digits.

import type { Callable } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32x4, f64x2 } from "../wasm/values.ts"
import { same, square } from "./arithmetic.ts"
import type { Cell, PerRow, Vector, Wide } from "./cell.ts"
import type { Layout } from "./layout.ts"
import { centreOf } from "./mean.ts"
import { type Row, rowKernel } from "./row.ts"

/** What the kernels depend on beside their layouts. */
export interface RowNormCode {
  /** Numbers that share a mean. */
  readonly count: number
  readonly eps: number
  /** Whether a mean is taken off: not by the root mean square. */
  readonly centred: boolean
  /** Mean and variance are given: they are constants. */
  readonly given: boolean
  readonly weight: boolean
  readonly bias: boolean
}

/**
 * Tensors of a kernel; `mean` and `variance` are of each row, and so is `scale`, 1/√(σ² + ε). The mean square of a row stands in
 * place of its variance. `result` is what a kernel makes, `other` the second thing.
 */
export type NormOperand =
  | "input"
  | "mean"
  | "variance"
  | "scale"
  | "weight"
  | "bias"
  | "givenMean"
  | "givenVariance"
  | "grad"
  | "result"
  | "other"

type Names = readonly NormOperand[]

/** Operands of the way forward, in order. */
export function normTakes({ centred, given, weight, bias }: RowNormCode): Names {
  return [
    "result",
    "input",
    "variance",
    "scale",
    ...(centred ? (["mean"] as const) : []),
    ...(given ? (["givenMean", "givenVariance"] as const) : []),
    ...(weight ? (["weight"] as const) : []),
    ...(bias ? (["bias"] as const) : []),
  ]
}

/** Operands of the way back to the input, in order. */
export function normInputTakes({ centred, weight }: RowNormCode): Names {
  const mean = centred ? (["mean"] as const) : []
  return ["result", "input", "grad", "scale", ...mean, ...(weight ? (["weight"] as const) : [])]
}

/** Operands of the way back to weight and bias, in order. */
export function normScaleTakes({ centred }: RowNormCode): Names {
  return ["result", "other", "grad", "input", "scale", ...(centred ? (["mean"] as const) : [])]
}

function keyOf(what: string, code: RowNormCode): string {
  return `${what}_${Object.values(code).join("_")}`
}

/** Function (…takes): y, and what is kept of each row. */
export function rowNorm(module: ModuleBuilder, code: RowNormCode, layout: Layout): Callable {
  const takes = normTakes(code)
  const at = (name: NormOperand): number => takes.indexOf(name)
  return rowKernel(module, keyOf("rowNorm", code), layout, (row) => {
    const beside = code.centred ? centred(row, code, at) : (cell: Cell): Vector => cell.load(at("input"))
    const n = f64x2.constant(code.count)
    const given = code.given ? row.load(at("givenVariance")) : null
    const variance: Wide = given === null ? (row.sums(1, (cell) => [beside(cell)], square)[0] ?? []) : row.widen(given)
    const mean = (sum: Vector): Vector => (code.given ? sum : f64x2.div(sum, n))
    const root = (sum: Vector): Vector => f64x2.sqrt(f64x2.add(mean(sum), f64x2.constant(code.eps)))
    const scale = row.narrow([variance], (sum = n) => f64x2.div(f64x2.constant(1), root(sum)))
    row.store(
      at("variance"),
      row.narrow([variance], (sum = n) => mean(sum)),
    )
    row.store(at("scale"), scale)
    row.each((cell) => {
      const z = f32x4.mul(beside(cell), cell.of(scale))
      const scaled = code.weight ? f32x4.mul(z, cell.load(at("weight"))) : z
      cell.store(at("result"), code.bias ? f32x4.add(scaled, cell.load(at("bias"))) : scaled)
    })
  })
}

/** Stores the mean; answers x less the mean, which is rounded in two pieces. */
function centred(row: Row, code: RowNormCode, at: (name: NormOperand) => number): (cell: Cell) => Vector {
  const x = (cell: Cell): Vector => cell.load(at("input"))
  if (code.given) {
    const mean = row.load(at("givenMean"))
    row.store(at("mean"), mean)
    return (cell) => f32x4.sub(x(cell), cell.of(mean))
  }
  const centre = centreOf(row, x, code.count)
  row.store(at("mean"), centre.mean)
  return centre.deviation
}

/** x less the mean as it was kept. */
function kept(code: RowNormCode, x: number, mean: (cell: Cell) => Vector): (cell: Cell) => Vector {
  return (cell) => (code.centred ? f32x4.sub(cell.load(x), mean(cell)) : cell.load(x))
}

/** Function (…takes): dx = s (g − Σg/n − (x − μ) s² Σ g (x − μ)/n) with s = 1/√(σ² + ε) and g = γ dy; s g where σ is given. */
export function rowNormBack(module: ModuleBuilder, code: RowNormCode, layout: Layout): Callable {
  const takes = normInputTakes(code)
  const at = (name: NormOperand): number => takes.indexOf(name)
  return rowKernel(module, keyOf("rowNormBack", code), layout, (row) => {
    const scale = row.load(at("scale"))
    const g = (cell: Cell): Vector => {
      const grad = cell.load(at("grad"))
      return code.weight ? f32x4.mul(grad, cell.load(at("weight"))) : grad
    }
    if (code.given) {
      row.each((cell) => cell.store(at("result"), f32x4.mul(g(cell), cell.of(scale))))
      return
    }
    const mean: PerRow = code.centred ? row.load(at("mean")) : []
    const z = kept(code, at("input"), (cell) => cell.of(mean))
    const [sum = [], product = []] = row.sums(2, (cell) => {
      const up = cell.keep(g(cell))
      return [up, f32x4.mul(up, z(cell))]
    })
    const n = f64x2.constant(code.count)
    const shift = row.narrow([sum], (total = n) => (code.centred ? f64x2.div(total, n) : f64x2.constant(0)))
    const slope = row.narrow([product, row.widen(scale)], (total = n, s = n) =>
      f64x2.div(f64x2.mul(total, square(s)), n),
    )
    row.each((cell) => {
      const rest = f32x4.sub(f32x4.sub(g(cell), cell.of(shift)), f32x4.mul(z(cell), cell.of(slope)))
      cell.store(at("result"), f32x4.mul(cell.of(scale), rest))
    })
  })
}

/** Function (…takes): dγ = Σ dy z in `result`, dβ = Σ dy in `other`; a row runs along all that one γ is for. */
export function rowNormScaleBack(module: ModuleBuilder, code: RowNormCode, layout: Layout): Callable {
  const takes = normScaleTakes(code)
  const at = (name: NormOperand): number => takes.indexOf(name)
  return rowKernel(module, keyOf("rowNormScaleBack", code), layout, (row) => {
    const z = kept(code, at("input"), (cell) => cell.load(at("mean")))
    const [product = [], sum = []] = row.sums(2, (cell) => {
      const up = cell.keep(cell.load(at("grad")))
      return [f32x4.mul(up, f32x4.mul(z(cell), cell.load(at("scale")))), up]
    })
    row.store(at("result"), row.narrow([product], same))
    row.store(at("other"), row.narrow([sum], same))
  })
}

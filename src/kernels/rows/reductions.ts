// Many numbers into one, along any axes, and how the gradient goes back to each of them. Sums, means and deviations are float64
// until they are stored. Conventions at ties and at zeros are those of the ops' own rules, which are PyTorch's.

import type { Callable } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32x4, f64x2, v128 } from "../wasm/values.ts"
import { same, square } from "./arithmetic.ts"
import type { Cell, Vector } from "./cell.ts"
import { extremes } from "./extremes.ts"
import type { Layout } from "./layout.ts"
import { centreOf } from "./mean.ts"
import { DX, type Reduction, type ReductionCode, type ReductionOperand, X, Y } from "./reduction.ts"
import { type Row, rowKernel } from "./row.ts"
import { logSumExp } from "./softmax.ts"
import { vectorNorms } from "./vectorNorms.ts"

const input = (cell: Cell): Vector => cell.load(X)
const sumOf = (row: Row): void =>
  row.store(
    Y,
    row.narrow(
      row.sums(1, (cell) => [input(cell)]),
      same,
    ),
  )
/** y = Σx / n. */
function meanOf(row: Row, { count }: ReductionCode): void {
  const sums = row.sums(1, (cell) => [input(cell)])
  row.store(
    Y,
    row.narrow(sums, (sum = v128.zero) => f64x2.div(sum, f64x2.constant(count))),
  )
}

/** Σ(x − μ)² / (n − correction) in float64. */
function variance(row: Row, { count, freedom }: ReductionCode, of: (variance: Vector) => Vector): void {
  const { deviation } = centreOf(row, input, count)
  const squares = row.sums(1, (cell) => [deviation(cell)], square)
  row.store(
    Y,
    row.narrow(squares, (sum = v128.zero) => of(f64x2.div(sum, f64x2.constant(Math.max(0, freedom))))),
  )
}

/** Every number has the same part of the gradient. */
function spread(row: Row, of: (g: Vector) => Vector): void {
  const part = row.perRow([row.load(1)], (g = v128.zero) => of(g))
  row.each((cell) => cell.store(DX, cell.of(part)))
}

/** dx = g · Π of the others; where one number is 0 it alone has a gradient. Operands: dx, x, g. */
function othersOf(row: Row): void {
  const [zero, one] = [v128.zero, f32x4.constant(1)]
  const broken = (x: Vector): Vector => f32x4.unequal(f32x4.sub(x, x), zero)
  const [zeros = [], faults = []] = row
    .sums(2, (cell) => {
      const x = cell.keep(cell.load(1))
      return [v128.and(f32x4.equal(x, zero), one), v128.and(broken(x), one)]
    })
    .map((sum) => row.narrow([sum], same))
  const rest = row.product((cell) => {
    const x = cell.keep(cell.load(1))
    return v128.select(one, x, f32x4.equal(x, zero))
  })
  const [g, product] = [row.load(2), row.narrow([rest], same)]
  row.each((cell) => {
    const x = cell.keep(cell.load(1))
    const [low, high] = cell.wide(rest)
    const quotient = f32x4.fromPairs(f64x2.div(low, f64x2.fromLow(x)), f64x2.div(high, f64x2.fromHigh(x)))
    const single = f32x4.equal(cell.of(zeros), one)
    // 0 · ∞ and 0 · NaN are NaN.
    const others = f32x4.less(v128.without(one, f32x4.equal(f32x4.sub(x, x), zero)), cell.of(faults))
    const nothing = v128.and(v128.and(single, others), f32x4.constant(Number.NaN))
    const beside = v128.select(quotient, nothing, f32x4.equal(cell.of(zeros), zero))
    const own = v128.and(single, cell.of(product))
    cell.store(DX, f32x4.mul(cell.of(g), v128.select(own, beside, f32x4.equal(x, zero))))
  })
}

const reductions = {
  /** y = Σx. */
  sum: { forward: sumOf, takes: ["grad"], backward: (row) => spread(row, same) },
  /** y = Σx / n. */
  mean: {
    forward: meanOf,
    takes: ["grad"],
    backward: (row, { count }) => spread(row, (g) => f32x4.div(g, f32x4.constant(count))),
  },
  ...extremes,
  /** y = Πx. */
  product: {
    forward: (row) => row.store(Y, row.narrow([row.product(input)], same)),
    takes: ["input", "grad"],
    backward: othersOf,
  },
  variance: {
    forward: (row, at) => variance(row, at, same),
    takes: ["input", "grad"],
    backward: (row, { count, freedom }) => {
      const { deviation } = centreOf(row, (cell) => cell.load(1), count)
      const scale = row.perRow([row.load(2)], (g = v128.zero) => f32x4.mul(g, f32x4.constant(2 / freedom)))
      row.each((cell) => cell.store(DX, f32x4.mul(cell.of(scale), deviation(cell))))
    },
  },
  /** The root of the variance; where it is 0 there is no gradient. */
  deviation: {
    forward: (row, at) => variance(row, at, f64x2.sqrt),
    takes: ["input", "output", "grad"],
    backward: (row, { count, freedom }) => {
      const { deviation } = centreOf(row, (cell) => cell.load(1), count)
      const scale = row.perRow([row.load(2), row.load(3)], (y = v128.zero, g = v128.zero) =>
        v128.without(f32x4.div(g, f32x4.mul(y, f32x4.constant(freedom))), f32x4.equal(y, v128.zero)),
      )
      row.each((cell) => cell.store(DX, f32x4.mul(cell.of(scale), deviation(cell))))
    },
  },
  ...vectorNorms,
  logSumExp,
} satisfies Readonly<Record<string, Reduction>>

/** Names of the reductions. */
export type ReductionName = keyof typeof reductions

function nameOf(what: string, name: ReductionName, at: ReductionCode): string {
  return `${what}_${name}_${at.count}_${at.freedom}_${at.order}`
}

/** Function (x, y): one number for each row. */
export function reduce(module: ModuleBuilder, name: ReductionName, at: ReductionCode, layout: Layout): Callable {
  const reduction: Reduction = reductions[name]
  return rowKernel(module, nameOf("reduce", name, at), layout, (row) => reduction.forward(row, at))
}

/** What the way back takes beside dx, in order. */
export function reductionTakes(name: ReductionName): readonly ReductionOperand[] {
  return reductions[name].takes
}

/** Function (dx, …takes). */
export function reduceBack(module: ModuleBuilder, name: ReductionName, at: ReductionCode, layout: Layout): Callable {
  const reduction: Reduction = reductions[name]
  return rowKernel(module, nameOf("reduceBack", name, at), layout, (row) => reduction.backward(row, at))
}

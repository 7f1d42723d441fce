// Kernels over rows. One row after the other where its numbers are neighbours in memory, four to sixteen at once where the rows
// are neighbours: what is written once for a row becomes the code for both. Sums are float64, in one order on every run.

import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32, f32x4, f64x2, type Local, v128 } from "../wasm/values.ts"
import { type Cell, cellAt, type PerRow, type Vector, type Wide } from "./cell.ts"
import { type Axis, type Layout, layoutKey, simplified, unitLast } from "./layout.ts"
import { advance, moving, nest, type Pointers, stretch, TOGETHER, unrolled } from "./walk.ts"

/** Writes the kernel that does `write` to each row. `name` says all that `write` depends on. */
export function rowKernel(module: ModuleBuilder, name: string, layout: Layout, write: (row: Row) => void): Callable {
  const params = Array.from({ length: layout.operands }, () => "i32" as const)
  return module.define(`${name}__${layoutKey(layout)}`, params, (code, ...buffers) => {
    const pointers = buffers.map((at, k) => (layout.starts[k] ? code.let(beyond(at, 4 * layout.starts[k])) : at))
    const [rows, along] = [simplified(layout.rows), simplified(layout.along)]
    const inRow = unitLast(along)
    const across = inRow === null ? unitLast(rows) : null
    if (across !== null) {
      nest(code, across.outer, pointers, (at) => strips(code, across.unit, at, along, write))
      return
    }
    const still = { count: 1, steps: params.map(() => 0) }
    const unit = inRow?.unit ?? along.at(-1) ?? still
    const outer = inRow?.outer ?? along.slice(0, -1)
    nest(code, rows, pointers, (at) => write(new Row(code, at, outer, { axis: unit, inRow: true, lanes: [4] })))
  })
}

/** Rows that are neighbours, a line of the cache after the other, and what is left. */
function strips(code: Code, axis: Axis, start: Pointers, along: readonly Axis[], write: (row: Row) => void): void {
  const at = moving(code, start, axis)
  const whole = Math.floor(axis.count / (4 * TOGETHER))
  const lanesOf = (count: number): readonly number[] =>
    Array.from({ length: Math.ceil(count / 4) }, (_, block) => Math.min(4, count - 4 * block))
  const rows = (count: number): void => write(new Row(code, at, along, { axis, inRow: false, lanes: lanesOf(count) }))
  if (whole > 0) {
    code.repeat(whole, () => {
      rows(4 * TOGETHER)
      advance(code, at, axis, 4 * TOGETHER)
    })
  }
  const rest = axis.count - 4 * TOGETHER * whole
  if (rest > 0) rows(rest)
}

/** The axis that vectors lie along, and how many numbers each of the vectors has that are at work together. */
interface Vectors {
  readonly axis: Axis
  readonly inRow: boolean
  readonly lanes: readonly number[]
}

/** One row, or some that are neighbours. */
export class Row {
  readonly code: Code
  private readonly pointers: Pointers
  private readonly along: readonly Axis[]
  private readonly vectors: Vectors

  constructor(code: Code, pointers: Pointers, along: readonly Axis[], vectors: Vectors) {
    this.code = code
    this.pointers = pointers
    this.along = along
    this.vectors = vectors
  }

  /** Visits all numbers of the row, four at a time. */
  each(visit: (cell: Cell) => void): void {
    const { code, vectors } = this
    nest(code, this.along, this.pointers, (at) => {
      const place = { code, pointers: at, axis: vectors.axis, inRow: vectors.inRow }
      if (vectors.inRow) stretch(code, vectors.axis, at, visit)
      else for (const [block, lanes] of vectors.lanes.entries()) visit(cellAt(place, block, lanes))
    })
  }

  /** Σ over the row of so many kinds of numbers; `term`: what becomes of them in float64, before they are added. */
  sums(kinds: number, of: (cell: Cell) => readonly Vector[], term: (x: Vector) => Vector = (x) => x): readonly Wide[] {
    return this.wide(kinds, 0, f64x2.add, of, term)
  }

  /** Π over the row. */
  product(of: (cell: Cell) => Vector): Wide {
    const [product = []] = this.wide(
      1,
      1,
      f64x2.mul,
      (cell) => [of(cell)],
      (x) => x,
    )
    return product
  }

  /** The greatest of the row; NaN where there is one. */
  greatest(of: (cell: Cell) => Vector): PerRow {
    return this.extreme(Number.NEGATIVE_INFINITY, f32x4.max, of)
  }

  /** The least of the row; NaN where there is one. */
  least(of: (cell: Cell) => Vector): PerRow {
    return this.extreme(Number.POSITIVE_INFINITY, f32x4.min, of)
  }

  /** Float32 of what is worked out in float64. */
  narrow(wides: readonly Wide[], of: (...x: readonly Vector[]) => Vector): PerRow {
    const [first = []] = wides
    return first.map((halves, block) => {
      const [low = v128.zero, high] = halves.map((_, half) =>
        of(...wides.map((wide) => wide[block]?.[half] ?? v128.zero)),
      )
      return this.code.let(
        high === undefined ? f32x4.splat(f32.fromF64(f64x2.lane(low, 0))) : f32x4.fromPairs(low, high),
      )
    })
  }

  /** What is worked out in float64, and stays there. */
  wider(wides: readonly Wide[], of: (...x: readonly Vector[]) => Vector): Wide {
    const [first = []] = wides
    return first.map((halves, block) =>
      halves.map((_, half) => this.code.let(of(...wides.map((wide) => wide[block]?.[half] ?? v128.zero)))),
    )
  }

  /** Float32 as float64. */
  widen(numbers: PerRow): Wide {
    const { code, vectors } = this
    return numbers.map((x) =>
      vectors.inRow ? [code.let(f64x2.fromLow(x))] : [code.let(f64x2.fromLow(x)), code.let(f64x2.fromHigh(x))],
    )
  }

  /** What float64 has beyond its float32. */
  rest(wide: Wide, rounded: PerRow): PerRow {
    return this.narrow([wide, this.widen(rounded)], (x = v128.zero, y = v128.zero) => f64x2.sub(x, y))
  }

  /** What is worked out of numbers of rows. */
  perRow(numbers: readonly PerRow[], of: (...x: readonly Vector[]) => Vector): PerRow {
    const [first = []] = numbers
    return first.map((_, block) => this.code.let(of(...numbers.map((one) => one[block] ?? v128.zero))))
  }

  /** An operand that has one number for each row. */
  load(operand: number): PerRow {
    return this.atStart().map((cell) => this.code.let(cell.load(operand)))
  }

  store(operand: number, numbers: PerRow): void {
    for (const cell of this.atStart()) cell.store(operand, cell.of(numbers))
  }

  private atStart(): readonly Cell[] {
    const { code, pointers, vectors } = this
    const still = { count: 1, steps: pointers.map(() => 0) }
    const place = { code, pointers, axis: vectors.inRow ? still : vectors.axis, inRow: vectors.inRow }
    return vectors.lanes.map((lanes, block) => cellAt(place, block, lanes))
  }

  /** Vectors that each of the kinds of sums is kept in until the end of the row. */
  private get blocks(): number {
    const { inRow, axis, lanes } = this.vectors
    return inRow ? (unrolled(axis.count) ? TOGETHER : 1) : lanes.length
  }

  private wide(
    kinds: number,
    start: number,
    combine: (x: Vector, y: Vector) => Vector,
    of: (cell: Cell) => readonly Vector[],
    term: (x: Vector) => Vector,
  ): readonly Wide[] {
    const { code } = this
    const sums = Array.from({ length: kinds }, () => Array.from({ length: this.blocks }, () => code.many("v128", 2)))
    for (const sum of sums.flat(2)) code.set(sum, f64x2.constant(start))
    const x = code.local("v128")
    this.each((cell) => {
      for (const [kind, value] of of(cell).entries()) {
        code.set(x, cell.only(value, start))
        const [low, high] = sums[kind]?.[cell.block] ?? []
        if (low !== undefined) code.set(low, combine(low, term(f64x2.fromLow(x))))
        if (high !== undefined) code.set(high, combine(high, term(f64x2.fromHigh(x))))
      }
    })
    return this.vectors.inRow ? sums.map((sum) => [[this.together(sum.flat(), combine)]]) : sums
  }

  /** All of some vectors of float64 in one number, twice. */
  private together(
    [first, ...others]: readonly Local<"v128">[],
    combine: (x: Vector, y: Vector) => Vector,
  ): Local<"v128"> {
    const { code } = this
    const all = first ?? code.local("v128")
    for (const other of others) code.set(all, combine(all, other))
    return code.let(combine(all, v128.lanes(all, all, [2, 3, 0, 1])))
  }

  private extreme(start: number, combine: (x: Vector, y: Vector) => Vector, of: (cell: Cell) => Vector): PerRow {
    const { code } = this
    const found = code.many("v128", this.blocks)
    for (const one of found) code.set(one, f32x4.constant(start))
    this.each((cell) => {
      const best = found[cell.block]
      if (best !== undefined) code.set(best, combine(best, cell.only(of(cell), start)))
    })
    if (!this.vectors.inRow) return found
    const [all = code.local("v128"), ...others] = found
    for (const other of others) code.set(all, combine(all, other))
    code.set(all, combine(all, v128.lanes(all, all, [2, 3, 0, 1])))
    return [code.let(combine(all, v128.lanes(all, all, [1, 0, 3, 2])))]
  }
}

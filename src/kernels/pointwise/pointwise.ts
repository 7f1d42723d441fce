// A formula at every place of tensors, written or summed. Rows are walked four numbers at a time; what a row's last vector has too
// much of is overwritten by the next row, and behind the last one every buffer has room.

import type { Vector } from "../maths/vector.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32, f64, f64x2, i32, i32x4, type Local, type Value, v128 } from "../wasm/values.ts"
import { type Formula, wordOf } from "./formula.ts"
import { vectorsOf } from "./vectors.ts"
import { type Down, downOf, type Loop, type Walk, walkKey } from "./walk.ts"

type Pointer = Local<"i32">

/** Function (operands…, output): `names` are those of the operands in the formula, in order. */
export function pointwise(module: ModuleBuilder, formula: Formula, names: readonly string[], walk: Walk): Callable {
  const key = ["pointwise", wordOf(formula), walkKey(walk)].join("_")
  return module.define(key, pointers(names), (code, ...tensors) => {
    // Down a column, what a row has too much of would overwrite the next one.
    const down = walk.length % 4 === 0 ? downOf(walk) : null
    if (down !== null) {
      eachColumn(code, down, tensors, names, { vectors: walk.length / 4 }, (operands, at) => {
        code.store(at.at(-1) ?? i32.constant(0), 0, vectorsOf(code, formula, operands))
      })
      return
    }
    eachRow(code, walk, tensors, (row) => {
      const operands = operandsOf(code, walk, names, row)
      const output = row.at(-1)
      if (output === undefined) return
      code.repeat(Math.ceil(walk.length / 4), () => {
        code.store(output, 0, vectorsOf(code, formula, operands.load()))
        operands.advance()
        code.advance(output, 16)
      })
    })
  })
}

/**
 * Function (operands…, sums): adds the formula's values to float64 sums, which the last tensor of the walk holds: where it is
 * repeated, values of several places go into one. Its steps are those of float64.
 */
export function pointwiseSum(module: ModuleBuilder, formula: Formula, names: readonly string[], walk: Walk): Callable {
  const key = ["pointwiseSum", wordOf(formula), walkKey(walk)].join("_")
  return module.define(key, pointers(names), (code, ...tensors) => {
    const down = downOf(walk)
    if (down?.rows.steps.at(-1) === 0 && walk.repeated.at(-1) === false) sumDown(code, formula, down, tensors, names)
    else eachRow(code, walk, tensors, (row) => sumRow(code, formula, walk, row, names))
  })
}

function sumRow(code: Code, formula: Formula, walk: Walk, row: readonly Pointer[], names: readonly string[]): void {
  const operands = operandsOf(code, walk, names, row)
  const one = walk.repeated.at(-1) === true
  const at = row.at(-1)
  if (at === undefined) return
  const total = newTotal(code)
  const take = (mask: Vector | null): void => {
    if (!one) clear(code, total)
    addTo(code, total, vectorsOf(code, formula, operands.load()), mask)
    if (!one) addTotal(code, at, total)
  }
  if (one) clear(code, total)
  const whole = Math.floor(walk.length / 4)
  if (whole > 0) {
    code.repeat(whole, () => {
      take(null)
      operands.advance()
      if (!one) code.advance(at, 32)
    })
  }
  if (walk.length % 4 > 0) take(firstLanes(walk.length % 4))
  if (one) code.store(at, 0, f64.add(f64.load(at), lanesOf(code.let(f64x2.add(...total)))))
}

/** Down columns: the sums of four rows' numbers stay in registers. */
function sumDown(
  code: Code,
  formula: Formula,
  down: Down,
  tensors: readonly Pointer[],
  names: readonly string[],
): void {
  const total = newTotal(code)
  const begin = (): void => clear(code, total)
  const end = (at: readonly Pointer[]): void => addTotal(code, at.at(-1) ?? i32.constant(0), total)
  const { length } = down.walk
  const [vectors, rest] = [Math.floor(length / 4), length % 4]
  eachColumn(code, down, tensors, names, { vectors, rest, begin, end }, (operands, _, isRest) => {
    addTo(code, total, vectorsOf(code, formula, operands), isRest ? firstLanes(rest) : null)
  })
}

type Total = readonly [Local<"v128">, Local<"v128">]

function newTotal(code: Code): Total {
  return [code.local("v128"), code.local("v128")]
}

function clear(code: Code, total: Total): void {
  for (const half of total) code.set(half, v128.zero)
}

function addTo(code: Code, [low, high]: Total, values: Vector, mask: Vector | null): void {
  const kept = code.let(mask === null ? values : v128.and(values, mask))
  code.set(low, f64x2.add(low, f64x2.fromLow(kept)))
  code.set(high, f64x2.add(high, f64x2.fromHigh(kept)))
}

function addTotal(code: Code, at: Value<"i32">, total: Total): void {
  for (const [i, half] of total.entries()) code.store(at, 16 * i, f64x2.add(v128.load(at, 16 * i), half))
}

function lanesOf(sum: Vector) {
  return f64.add(f64x2.lane(sum, 0), f64x2.lane(sum, 1))
}

/** Function (sums, output): float64 to float32, as many as there are. */
export function rounded(module: ModuleBuilder, count: number): Callable {
  return module.define(`rounded_${count}`, ["i32", "i32"], (code, from, to) => {
    const [sum, out] = [code.let(from), code.let(to)]
    code.repeat(count, () => {
      code.store(out, 0, f32.fromF64(f64.load(sum)))
      code.advance(sum, 8)
      code.advance(out, 4)
    })
  })
}

function pointers(names: readonly string[]): readonly "i32"[] {
  return Array.from({ length: names.length + 1 }, () => "i32")
}

/** All bits of the first numbers of four. */
function firstLanes(count: number): Vector {
  return i32x4.lanes([0, 1, 2, 3].map((lane) => (lane < count ? -1 : 0)))
}

function eachRow(code: Code, walk: Walk, tensors: readonly Pointer[], visit: (row: readonly Pointer[]) => void): void {
  const starts = tensors.map((tensor, i) => code.let(beyond(tensor, walk.starts[i] ?? 0)))
  const nest = ([loop, ...inner]: readonly Loop[], at: readonly Pointer[]): void => {
    const here = at.map((pointer) => code.let(pointer))
    if (loop === undefined) {
      visit(here)
      return
    }
    code.repeat(loop.count, () => {
      nest(inner, here)
      for (const [i, pointer] of here.entries()) code.advance(pointer, loop.steps[i] ?? 0)
    })
  }
  nest(walk.loops, starts)
}

interface Columns {
  /** Whole vectors of a row, and numbers behind them. */
  readonly vectors: number
  readonly rest?: number
  /** Before and behind each column. */
  readonly begin?: () => void
  readonly end?: (top: readonly Pointer[]) => void
}

/** Visits blocks of rows down their columns; the last tensor goes on by twice as much a vector if it holds sums. */
function eachColumn(
  code: Code,
  { walk, rows }: Down,
  tensors: readonly Pointer[],
  names: readonly string[],
  { vectors, rest = 0, begin, end }: Columns,
  visit: (operands: ReadonlyMap<string, Vector>, at: readonly Pointer[], isRest: boolean) => void,
): void {
  eachRow(code, walk, tensors, (top) => {
    const column = (isRest: boolean): void => {
      begin?.()
      const known = names.map((_, i) => (rows.steps[i] === 0 ? code.let(loadOf(walk, top, i)) : null))
      const at = top.map((pointer, i) => (rows.steps[i] === 0 ? pointer : code.let(pointer)))
      code.repeat(rows.count, () => {
        visit(new Map(names.map((name, i) => [name, known[i] ?? code.let(loadOf(walk, at, i))])), at, isRest)
        for (const [i, pointer] of at.entries()) code.advance(pointer, rows.steps[i] ?? 0)
      })
      end?.(top)
    }
    if (vectors > 0) {
      code.repeat(vectors, () => {
        column(false)
        for (const [i, pointer] of top.entries()) {
          const sums = end !== undefined && i === names.length
          if (walk.repeated[i] === false) code.advance(pointer, sums ? 32 : 16)
        }
      })
    }
    if (rest > 0) column(true)
  })
}

function loadOf(walk: Walk, at: readonly Pointer[], i: number): Vector {
  const pointer = at[i] ?? i32.constant(0)
  return walk.repeated[i] === true ? v128.splatLoad(pointer) : v128.load(pointer)
}

/** Operands of a row: one number for all of it is loaded before. */
function operandsOf(code: Code, walk: Walk, names: readonly string[], row: readonly Pointer[]) {
  const known = names.map((_, i) => {
    return walk.repeated[i] === true ? code.let(loadOf(walk, row, i)) : null
  })
  return {
    load: (): ReadonlyMap<string, Vector> =>
      new Map(names.map((name, i) => [name, known[i] ?? code.let(loadOf(walk, row, i))])),
    advance: (): void => {
      for (const [i, pointer] of row.slice(0, -1).entries()) if (known[i] === null) code.advance(pointer, 16)
    },
  }
}

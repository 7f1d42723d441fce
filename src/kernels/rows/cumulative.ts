// Running sums along one axis, in float64: of one row after the other where its numbers are neighbours, of four rows at once
// where the rows are.

import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32, f32x4, f64, f64x2 } from "../wasm/values.ts"
import { cellAt } from "./cell.ts"
import { type Axis, type Layout, layoutKey, simplified, unitLast } from "./layout.ts"
import { advance, moving, nest, type Pointers } from "./walk.ts"

const [Y, X] = [0, 1] as const

/** Function (y, x): y = Σ of all x of the row up to there, from its start or from its end. A row runs along one axis. */
export function runningSum(module: ModuleBuilder, layout: Layout, from: "start" | "end"): Callable {
  return module.define(`runningSum_${from}__${layoutKey(layout)}`, ["i32", "i32"], (code, y, x) => {
    const [along = { count: 1, steps: [0, 0] }] = simplified(layout.along)
    const line: Axis = from === "start" ? along : { count: along.count, steps: along.steps.map((step) => -step) }
    const start = (k: 0 | 1): number => (from === "start" ? 0 : 4 * (along.count - 1) * (along.steps[k] ?? 0))
    const at = [code.let(beyond(y, start(Y))), code.let(beyond(x, start(X)))]
    const rows = simplified(layout.rows)
    const across = unitLast(rows)
    if (across === null) nest(code, rows, at, (here) => single(code, line, here))
    else nest(code, across.outer, at, (here) => fours(code, across.unit, line, here))
  })
}

function single(code: Code, line: Axis, start: Pointers): void {
  const at = moving(code, start, line)
  const [y, x] = at
  if (y === undefined || x === undefined) return
  const sum = code.let(f64.constant(0))
  code.repeat(line.count, () => {
    code.set(sum, f64.add(sum, f64.fromF32(f32.load(x))))
    code.store(y, 0, f32.fromF64(sum))
    advance(code, at, line, 1)
  })
}

function fours(code: Code, rows: Axis, line: Axis, start: Pointers): void {
  const at = moving(code, start, rows)
  const some = (lanes: number): void => {
    const pointers = moving(code, at, line)
    const cell = cellAt({ code, pointers, axis: rows, inRow: false }, 0, lanes)
    const [low, high, value] = [code.let(f64x2.constant(0)), code.let(f64x2.constant(0)), code.local("v128")]
    code.repeat(line.count, () => {
      code.set(value, cell.load(X))
      code.set(low, f64x2.add(low, f64x2.fromLow(value)))
      code.set(high, f64x2.add(high, f64x2.fromHigh(value)))
      cell.store(Y, f32x4.fromPairs(low, high))
      advance(code, pointers, line, 1)
    })
  }
  if (rows.count >= 4) {
    code.repeat(Math.floor(rows.count / 4), () => {
      some(4)
      advance(code, at, rows, 4)
    })
  }
  if (rows.count % 4 > 0) some(rows.count % 4)
}

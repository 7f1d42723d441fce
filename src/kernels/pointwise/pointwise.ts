// A formula at every place of tensors, written or summed. Rows are walked four numbers at a time; what a row's last vector has too
// much of is overwritten by the next row, and behind the last one every buffer has room.

import type { Vector } from "../maths/vector.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32, f64, f64x2, i32, i32x4, type Local, v128 } from "../wasm/values.ts"
import { type Formula, wordOf } from "./formula.ts"
import { vectorsOf } from "./vectors.ts"
import { type Loop, type Walk, walkKey } from "./walk.ts"

type Emitted = Callable & { readonly name: string }
type Pointer = Local<"i32">

/** Function (operands…, output): `names` are those of the operands in the formula, in order. */
export function pointwise(module: ModuleBuilder, formula: Formula, names: readonly string[], walk: Walk): Emitted {
  const key = ["pointwise", wordOf(formula), walkKey(walk)].join("_")
  return module.define(key, pointers(names), (code, ...tensors) => {
    eachRow(code, walk, tensors, (row) => {
      const operands = operandsOf(code, walk, names, row)
      const output = row.at(-1) ?? i32.constant(0)
      code.repeat(Math.ceil(walk.length / 4), () => {
        code.store(output, 0, vectorsOf(code, formula, operands.load()))
        operands.advance()
        const last = row.at(-1)
        if (last !== undefined) code.advance(last, 16)
      })
    })
  })
}

/**
 * Function (operands…, sums): adds the formula's values to float64 sums, which the last tensor of the walk holds: where it is
 * repeated, values of several places go into one. Its steps are those of float64.
 */
export function pointwiseSum(module: ModuleBuilder, formula: Formula, names: readonly string[], walk: Walk): Emitted {
  const key = ["pointwiseSum", wordOf(formula), walkKey(walk)].join("_")
  const one = walk.repeated.at(-1) === true
  return module.define(key, pointers(names), (code, ...tensors) => {
    eachRow(code, walk, tensors, (row) => {
      const operands = operandsOf(code, walk, names, row)
      const at = row.at(-1)
      if (at === undefined) return
      const total = code.many("v128", 2)
      if (one) for (const half of total) code.set(half, v128.zero)
      const take = (mask: Vector | null): void => {
        const values = vectorsOf(code, formula, operands.load())
        const kept = code.let(mask === null ? values : v128.and(values, mask))
        for (const [i, wide] of [f64x2.fromLow, f64x2.fromHigh].entries()) {
          const sum = total[i]
          if (one && sum !== undefined) code.set(sum, f64x2.add(sum, wide(kept)))
          else code.store(at, 16 * i, f64x2.add(v128.load(at, 16 * i), wide(kept)))
        }
      }
      const whole = Math.floor(walk.length / 4)
      if (whole > 0) {
        code.repeat(whole, () => {
          take(null)
          operands.advance()
          if (!one) code.advance(at, 32)
        })
      }
      if (walk.length % 4 > 0) take(firstLanes(walk.length % 4))
      const [low = v128.zero, high = v128.zero] = total
      if (one) code.store(at, 0, f64.add(f64.load(at), lanesOf(code.let(f64x2.add(low, high)))))
    })
  })
}

function lanesOf(sum: Vector) {
  return f64.add(f64x2.lane(sum, 0), f64x2.lane(sum, 1))
}

/** Function (sums, output): float64 to float32, as many as there are. */
export function rounded(module: ModuleBuilder, count: number): Emitted {
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

/** Operands of a row: one number for all of it is loaded before. */
function operandsOf(code: Code, walk: Walk, names: readonly string[], row: readonly Pointer[]) {
  const known = names.map((_, i) => {
    const pointer = row[i] ?? i32.constant(0)
    return walk.repeated[i] === true ? code.let(v128.splatLoad(pointer)) : null
  })
  return {
    load: (): ReadonlyMap<string, Vector> =>
      new Map(names.map((name, i) => [name, known[i] ?? code.let(v128.load(row[i] ?? i32.constant(0)))])),
    advance: (): void => {
      for (const [i, pointer] of row.slice(0, -1).entries()) if (known[i] === null) code.advance(pointer, 16)
    },
  }
}

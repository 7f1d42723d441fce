// What lies between the products of attention: each row of scores becomes weights that sum to 1,
//   w_j = e^(s_j − m) / Σ e^(s_j − m),   s_j = scale · p_j + mask_j,   m = max s,
// and ∂s = w ⊙ (g − Σ g w) on the way back. Rows have room for whole vectors; sums are float64.

import { exp } from "../maths/exponential.ts"
import { roundedUp } from "../planes.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32, f32x4, f64, f64x2, i32x4, type Local, type Value, v128 } from "../wasm/values.ts"

type Vector = Value<"v128">

/** Rows of scores, a stack of matrices one behind the other. */
export interface SoftRows {
  /** Matrices, and floats from the mask of one to that of the next. */
  readonly stack: readonly { readonly count: number; readonly mask: number }[]
  readonly rows: number
  readonly columns: number
  readonly scale: number
  /** Row i sees columns 0 … i only. */
  readonly causal: boolean
  /** Something is added to the scores; its rows are as long. */
  readonly masked: boolean
}

/** Function (scores, mask): scores become weights where they are. Behind the last column there are zeros. */
export function softRows(module: ModuleBuilder, shape: SoftRows): Callable {
  const { stack, rows, columns, scale, causal, masked } = shape
  const loops = stack.map(({ count, mask }) => `${count}.${mask}`)
  const key = ["softRows", rows, columns, scale, causal, masked, ...loops].join("_")
  return module.define(key, ["i32", "i32"], (code, scores, mask) => {
    const at = code.let(scores)
    stacked(code, stack, mask, (own) => {
      const [line, limit] = [code.let(own), code.local("v128")]
      code.set(limit, f32x4.constant(causal ? 0 : columns - 1))
      code.repeat(rows, () => {
        softRow(code, shape, at, masked ? line : null, limit)
        code.advance(at, 4 * roundedUp(columns))
        code.advance(line, 4 * roundedUp(columns))
        if (causal) code.set(limit, f32x4.add(limit, f32x4.constant(1)))
      })
    })
  })
}

function stacked(
  code: Code,
  [loop, ...inner]: SoftRows["stack"],
  mask: Local<"i32">,
  leaf: (mask: Local<"i32">) => void,
): void {
  if (loop === undefined) {
    leaf(mask)
    return
  }
  const own = code.let(mask)
  code.repeat(loop.count, () => {
    stacked(code, inner, own, leaf)
    code.advance(own, 4 * loop.mask)
  })
}

/** One row. `limit`: the last column that a row of its place sees. */
function softRow(
  code: Code,
  { columns, scale, causal }: SoftRows,
  row: Local<"i32">,
  mask: Local<"i32"> | null,
  limit: Local<"v128">,
): void {
  const [most, value, places] = [code.local("v128"), code.local("v128"), code.local("v128")]
  code.set(most, f32x4.constant(Number.NEGATIVE_INFINITY))
  code.set(places, f32x4.fromI32(i32x4.lanes([0, 1, 2, 3])))
  const guarded = causal || columns % 4 !== 0
  const last = f32x4.constant(columns - 1)
  walk(code, columns, mask === null ? [row] : [row, mask], ([at = row, added]) => {
    const scaled = f32x4.mul(v128.load(at), f32x4.constant(scale))
    code.set(value, added === undefined ? scaled : f32x4.add(scaled, v128.load(added)))
    if (guarded) {
      const hidden = f32x4.greater(places, causal ? f32x4.min(limit, last) : last)
      code.set(value, v128.select(f32x4.constant(Number.NEGATIVE_INFINITY), value, hidden))
      code.set(places, f32x4.add(places, f32x4.constant(4)))
    }
    code.store(at, 0, value)
    code.set(most, f32x4.max(most, value))
  })
  code.set(most, f32x4.max(most, v128.lanes(most, most, [2, 3, 0, 1])))
  code.set(most, f32x4.max(most, v128.lanes(most, most, [1, 0, 3, 2])))
  const total = doubled(code)
  walk(code, columns, [row], ([at = row]) => {
    code.set(value, exp(code, code.let(f32x4.sub(v128.load(at), most))))
    code.store(at, 0, value)
    total.add(value)
  })
  const share = code.let(f32x4.splat(f32.fromF64(f64.div(f64.constant(1), total.sum()))))
  walk(code, columns, [row], ([at = row]) => code.store(at, 0, f32x4.mul(v128.load(at), share)))
}

/** Function (g, w, out): out = scale · w ⊙ (g − Σ g w), row by row; `out` may be g. */
export function softRowsBack(module: ModuleBuilder, rows: number, columns: number, scale: number): Callable {
  return module.define(`softRowsBack_${rows}_${columns}_${scale}`, ["i32", "i32", "i32"], (code, g, w, out) => {
    const pitch = 4 * roundedUp(columns)
    const [product, dot] = [code.local("v128"), code.local("v128")]
    code.repeat(rows, () => {
      const total = doubled(code)
      walk(code, columns, [g, w], ([of = g, by = w], lanes) => {
        const both = f32x4.mul(v128.load(of), v128.load(by))
        code.set(product, lanes === 4 ? both : v128.and(both, firstLanes(lanes)))
        total.add(product)
      })
      code.set(dot, f32x4.splat(f32.fromF64(total.sum())))
      walk(code, columns, [g, w, out], ([of = g, by = w, to = out]) => {
        const change = f32x4.mul(v128.load(by), f32x4.sub(v128.load(of), dot))
        code.store(to, 0, f32x4.mul(change, f32x4.constant(scale)))
      })
      for (const pointer of [g, w, out]) code.advance(pointer, pitch)
    })
  })
}

/** Function (x, mask, y): y = scale · x ⊙ mask, or scale · x, of so many floats, a multiple of four; y may be x. */
export function scaledBy(module: ModuleBuilder, floats: number, scale: number, masked: boolean): Callable {
  return module.define(`scaledBy_${floats}_${scale}_${masked}`, ["i32", "i32", "i32"], (code, x, mask, y) => {
    code.repeat(floats / 4, () => {
      const kept = masked ? f32x4.mul(v128.load(x), v128.load(mask)) : v128.load(x)
      code.store(y, 0, f32x4.mul(kept, f32x4.constant(scale)))
      for (const pointer of [x, mask, y]) code.advance(pointer, 16)
    })
  })
}

/** All bits of the first numbers, none of the others. */
function firstLanes(count: number): Vector {
  return i32x4.lanes([0, 1, 2, 3].map((lane) => (lane < count ? -1 : 0)))
}

/** A sum of vectors in float64. */
function doubled(code: Code) {
  const [low, high] = [code.local("v128"), code.local("v128")]
  code.set(low, v128.zero)
  code.set(high, v128.zero)
  return {
    add: (x: Local<"v128">): void => {
      code.set(low, f64x2.add(low, f64x2.fromLow(x)))
      code.set(high, f64x2.add(high, f64x2.fromHigh(x)))
    },
    sum: (): Value<"f64"> => {
      const both = code.let(f64x2.add(low, high))
      return f64.add(f64x2.lane(both, 0), f64x2.lane(both, 1))
    },
  }
}

/** Walks rows vector by vector; `lanes`: columns in it, fewer than four in the last. The pointers themselves stay. */
function walk(
  code: Code,
  columns: number,
  rows: readonly Local<"i32">[],
  visit: (at: readonly Local<"i32">[], lanes: number) => void,
): void {
  const pointers = rows.map((row) => code.let(row))
  const rest = columns % 4
  if (columns >= 4) {
    code.repeat(Math.floor(columns / 4), () => {
      visit(pointers, 4)
      for (const pointer of pointers) code.advance(pointer, 16)
    })
  }
  if (rest > 0) visit(pointers, rest)
}

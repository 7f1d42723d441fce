// Rows of a table by index, and the sums that go back to them. Indices are float32 and whole, and lead into the table.

import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, f32, f64, f64x2, i32, type Local, type Value, v128 } from "../wasm/values.ts"

/** So many indices into a table of so many rows of so many numbers. */
export interface Gathered {
  readonly count: number
  readonly rows: number
  readonly width: number
}

/** Function (table, indices, y): y_n = table row of index n. */
export function gather(module: ModuleBuilder, { count, width }: Gathered): Callable {
  return module.define(`gather_${count}_${width}`, ["i32", "i32", "i32"], (code, table, indices, y) => {
    code.repeat(count, () => {
      const from = code.let(i32.add(table, bytesAt(indices, 4 * width)))
      eachFour(code, width, [from, y], (vectors) => {
        code.store(y, 0, vectors === 4 ? v128.load(from) : f32.load(from))
      })
      code.advance(indices, 4)
    })
  })
}

/** What stands for the end of a list. */
const NONE = -1

/** Numbers of 32 bits that `scatter` works in. */
export function scatterFloats({ count, rows }: Gathered): number {
  return count + rows
}

/**
 * Function (g, indices, sums, work): sums_k = Σ of g_n over all n with index k, in float64 and in the order of n; 0 for `skip`.
 * First a list for each row of the table of the places that read it, then row by row.
 */
export function scatter(module: ModuleBuilder, gathered: Gathered, skip: number | null): Callable {
  const { count, rows, width } = gathered
  const key = `scatter_${count}_${rows}_${width}_${skip}`
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, g, indices, sums, work) => {
    const nexts = code.let(beyond(work, 4 * rows))
    lists(code, gathered, indices, work, nexts)
    if (skip !== null) code.store(work, 4 * skip, i32.constant(NONE))
    code.repeat(rows, () => {
      const head = code.let(i32.load(work))
      const from = code.let(g)
      eachFour(code, width, [sums, from], (vectors) => {
        if (vectors === 4) four(code, { head, nexts, from, pitch: 4 * width }, sums)
        else single(code, { head, nexts, from, pitch: 4 * width }, sums)
      })
      code.advance(work, 4)
    })
  })
}

/** From the last index to the first, so that every list begins with the first place. */
function lists(
  code: Code,
  { count, rows }: Gathered,
  indices: Local<"i32">,
  heads: Local<"i32">,
  nexts: Local<"i32">,
): void {
  const at = code.let(heads)
  code.repeat(rows, () => {
    code.store(at, 0, i32.constant(NONE))
    code.advance(at, 4)
  })
  const place = code.let(i32.constant(count - 1))
  const [index, next] = [code.let(beyond(indices, 4 * (count - 1))), code.let(beyond(nexts, 4 * (count - 1)))]
  code.repeat(count, () => {
    const head = code.let(i32.add(heads, bytesAt(index, 4)))
    code.store(next, 0, i32.load(head))
    code.store(head, 0, place)
    for (const [pointer, step] of [
      [place, -1],
      [index, -4],
      [next, -4],
    ] as const)
      code.advance(pointer, step)
  })
}

interface Listed {
  readonly head: Local<"i32">
  readonly nexts: Local<"i32">
  readonly from: Local<"i32">
  readonly pitch: number
}

/** Calls `visit` with where the numbers of each place of a list are. */
function eachListed(code: Code, { head, nexts, from, pitch }: Listed, visit: (at: Value<"i32">) => void): void {
  const place = code.let(head)
  code.when(i32.unequal(place, i32.constant(NONE)), () => {
    code.doWhile(
      () => {
        visit(code.let(i32.add(from, i32.mul(place, i32.constant(pitch)))))
        code.set(place, i32.load(i32.add(nexts, i32.mul(place, i32.constant(4)))))
      },
      () => i32.unequal(place, i32.constant(NONE)),
    )
  })
}

function four(code: Code, listed: Listed, to: Local<"i32">): void {
  const [low, high] = [code.local("v128"), code.local("v128")]
  code.set(low, v128.zero)
  code.set(high, v128.zero)
  eachListed(code, listed, (at) => {
    code.set(low, f64x2.add(low, f64x2.fromLow(v128.load(at))))
    code.set(high, f64x2.add(high, f64x2.fromHigh(v128.load(at))))
  })
  for (const [i, pair] of [low, high].entries()) {
    for (const lane of [0, 1] as const) code.store(to, 8 * i + 4 * lane, f32.fromF64(f64x2.lane(pair, lane)))
  }
}

function single(code: Code, listed: Listed, to: Local<"i32">): void {
  const sum = code.let(f64.constant(0))
  eachListed(code, listed, (at) => code.set(sum, f64.add(sum, f64.fromF32(f32.load(at)))))
  code.store(to, 0, f32.fromF64(sum))
}

/** Walks pointers over so many numbers, four at a time and then one at a time. */
function eachFour(code: Code, count: number, pointers: readonly Local<"i32">[], visit: (numbers: 1 | 4) => void): void {
  for (const numbers of [4, 1] as const) {
    const turns = numbers === 4 ? Math.floor(count / 4) : count % 4
    if (turns === 0) continue
    code.repeat(turns, () => {
      visit(numbers)
      for (const pointer of pointers) code.advance(pointer, 4 * numbers)
    })
  }
}

/** The index at a place, times so many bytes. */
function bytesAt(indices: Local<"i32">, bytes: number): Value<"i32"> {
  return i32.mul(i32.fromF32(f32.load(indices)), i32.constant(bytes))
}

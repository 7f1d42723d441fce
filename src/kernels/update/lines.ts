// Lines of arithmetic at every place of tensors,
//   m = β₁·m + (1 − β₁)·g;   next = w − η·m …
// Numbers are float32 in memory and float64 in between, as in loops of JavaScript: the same bits as theirs.

import type { Vector } from "../maths/vector.ts"
import type { Formula } from "../pointwise/formula.ts"
import { wordOf } from "../pointwise/formula.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32x4, f64, f64x2, i32x4, type Local, v128 } from "../wasm/values.ts"

type Pointer = Local<"i32">

/** Lines, and where their names are found. */
export interface LinesCode {
  /** Numbers of each tensor. */
  readonly count: number
  readonly lines: readonly (readonly [to: string, formula: Formula])[]
  /** Tensors that are read. */
  readonly reads: readonly string[]
  /** Names of numbers in a table of float64, in order. */
  readonly numbers: readonly string[]
  /** Assigned names that are stored. */
  readonly writes: readonly string[]
  /** What is read or stored of which the sum of all squares is wanted, or null. */
  readonly summed: string | null
}

/** Function (table, reads…, writes…, sum): the sum is one float64; nothing is stored there where none is wanted. */
export function lines(module: ModuleBuilder, asked: LinesCode): Callable {
  const { count, reads, numbers, writes, summed } = asked
  const words = asked.lines.map(([to, formula]) => `${to}=${wordOf(formula)}`)
  const key = ["lines", count, ...words, ...reads, "with", ...numbers, "to", ...writes, summed ?? ""].join("_")
  const params = Array.from({ length: reads.length + writes.length + 2 }, () => "i32" as const)
  return module.define(key, params, (code, table, ...pointers) => {
    if (table === undefined) return
    const at: Places = {
      known: new Map(numbers.map((name, i) => [name, code.let(v128.splatLoad64(table, 8 * i))])),
      reads: new Map(reads.map((name, i) => [name, code.let(pointers[i] ?? table)])),
      writes: new Map(writes.map((name, i) => [name, code.let(pointers[reads.length + i] ?? table)])),
      total: [code.local("v128"), code.local("v128")],
    }
    const vectors = Math.floor(count / 4)
    if (vectors > 0) {
      code.repeat(vectors, () => {
        place(code, asked, at, null)
        for (const pointer of [...at.reads.values(), ...at.writes.values()]) code.advance(pointer, 16)
      })
    }
    // Buffers have room for whole vectors; what lies behind their numbers is in no sum.
    if (count % 4 > 0) place(code, asked, at, firstLanes(count % 4))
    if (summed !== null) code.store(pointers.at(-1) ?? table, 0, sumOf(code, at.total))
  })
}

interface Places {
  readonly known: ReadonlyMap<string, Vector>
  readonly reads: ReadonlyMap<string, Pointer>
  readonly writes: ReadonlyMap<string, Pointer>
  readonly total: readonly [Local<"v128">, Local<"v128">]
}

/** Four places, two and two. */
function place(code: Code, { lines: all, summed }: LinesCode, at: Places, mask: Vector | null): void {
  const read = new Map([...at.reads].map(([name, pointer]) => [name, code.let(v128.load(pointer))]))
  const halves = [f64x2.fromLow, f64x2.fromHigh].map((half) => {
    const found = new Map<string, Vector>(at.known)
    for (const [name, four] of read) found.set(name, code.let(half(four)))
    for (const [to, formula] of all) found.set(to, wide(code, formula, found))
    return found
  })
  const stored = new Map<string, Vector>()
  for (const [name, pointer] of at.writes) {
    const [low, high] = halves.map((half) => half.get(name))
    if (low === undefined || high === undefined) throw new Error(`no line assigns ${name}`)
    const four = code.let(f32x4.fromPairs(low, high))
    stored.set(name, four)
    code.store(pointer, 0, four)
  }
  const counted = summed === null ? undefined : (stored.get(summed) ?? read.get(summed))
  if (counted === undefined) return
  const kept = code.let(mask === null ? counted : v128.and(counted, mask))
  for (const [i, half] of [f64x2.fromLow, f64x2.fromHigh].entries()) {
    const [own, two] = [at.total[i], code.let(half(kept))]
    if (own !== undefined) code.set(own, f64x2.add(own, f64x2.mul(two, two)))
  }
}

function firstLanes(count: number): Vector {
  return i32x4.lanes([0, 1, 2, 3].map((lane) => (lane < count ? -1 : 0)))
}

function sumOf(code: Code, [low, high]: Places["total"]) {
  const both = code.let(f64x2.add(low, high))
  return f64.add(f64x2.lane(both, 0), f64x2.lane(both, 1))
}

/** What lines can call, two numbers at once. Conditions are masks: all bits or none. */
const functions: { readonly [name: string]: (x: Vector, y: Vector, z: Vector) => Vector } = {
  "+": f64x2.add,
  "-": f64x2.sub,
  "*": f64x2.mul,
  "/": f64x2.div,
  "<": f64x2.less,
  ">": f64x2.greater,
  "==": f64x2.equal,
  "!=": f64x2.unequal,
  "?": (condition, x, y) => v128.select(x, y, condition),
  /** NaN where either is. */
  min: f64x2.min,
  max: f64x2.max,
  abs: f64x2.abs,
  negate: f64x2.negate,
  sqrt: f64x2.sqrt,
}

function wide(code: Code, formula: Formula, names: ReadonlyMap<string, Vector>): Vector {
  if (formula.kind === "number") return f64x2.constant(formula.value)
  if (formula.kind === "name") {
    const found = names.get(formula.name)
    if (found === undefined) throw new Error(`a line speaks of ${formula.name}, which is not there`)
    return found
  }
  const of = functions[formula.name]
  if (of === undefined) throw new Error(`lines have no function ${formula.name}`)
  const [x = v128.zero, y = v128.zero, z = v128.zero] = formula.of.map((one) => wide(code, one, names))
  return code.let(of(x, y, z))
}

/** Function (x, to): the largest |x| as float32; NaN if there is one. */
export function largest(module: ModuleBuilder, count: number): Callable {
  return module.define(`largest_${count}`, ["i32", "i32"], (code, x, to) => {
    const [at, most] = [code.let(x), code.local("v128")]
    const take = (four: Vector): void => code.set(most, f32x4.max(most, f32x4.abs(four)))
    const vectors = Math.floor(count / 4)
    if (vectors > 0) {
      code.repeat(vectors, () => {
        take(v128.load(at))
        code.advance(at, 16)
      })
    }
    if (count % 4 > 0) take(v128.and(v128.load(at), firstLanes(count % 4)))
    const half = code.let(f32x4.max(most, v128.lanes(most, most, [2, 3, 0, 1])))
    code.storeLanes(to, 0, code.let(f32x4.max(half, v128.lanes(half, half, [1, 0, 3, 2]))), 1)
  })
}

/** Function (sum, to): 1/max(√sum, eps), float64 both. */
export function inverseRoot(module: ModuleBuilder, eps: number): Callable {
  return module.define(`inverseRoot_${eps}`, ["i32", "i32"], (code, sum, to) => {
    const root = f64.max(f64.sqrt(f64.load(sum)), f64.constant(eps))
    code.store(to, 0, f64.div(f64.constant(1), root))
  })
}

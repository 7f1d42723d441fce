// Numbers from one layout to another: planes to contiguous tensors and back, weights into panels, gradients out of them.

import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32, f32x4, type Local, type Value, v128 } from "./wasm/values.ts"

/** One loop of a copy; steps in floats, and they may be negative. */
export interface CopyLoop {
  readonly count: number
  readonly from: number
  readonly to: number
}

/** Nested loops, the outermost first, from and to a place in floats. */
export interface Copy {
  readonly from: number
  readonly to: number
  readonly loops: readonly CopyLoop[]
}

/** The copy that takes the numbers back. */
export function turnedRound({ from, to, loops }: Copy): Copy {
  return { from: to, to: from, loops: loops.map((loop) => ({ count: loop.count, from: loop.to, to: loop.from })) }
}

/** Function (from, to): copies number by number, four at a time where numbers lie side by side before or after. */
export function strided(module: ModuleBuilder, given: Copy): Callable {
  const copy = forwards(given)
  const loops = mergedLoops(copy.loops)
  const key = loops.map(({ count, from, to }) => `${count}.${from}.${to}`).join("_")
  return module.define(`copy_${copy.from}_${copy.to}_${key}`, ["i32", "i32"], (code, from, to) => {
    const [start, end] = [code.let(beyond(from, 4 * copy.from)), code.let(beyond(to, 4 * copy.to))]
    const along = loops.find((loop) => loop.from === 1 && loop.to === 1)
    const read = loops.find((loop) => loop.from === 1 && loop.count >= 4)
    const written = loops.find((loop) => loop.to === 1 && loop.count >= 4)
    const others = (...taken: readonly CopyLoop[]): readonly CopyLoop[] => loops.filter((one) => !taken.includes(one))
    if (along !== undefined) {
      nest(code, others(along), start, end, (a, b) => stretch(code, along.count, a, b))
    } else if (read !== undefined && written !== undefined) {
      transposed(code, { read, written, others: others(read, written) }, start, end)
    } else {
      nest(code, loops, start, end, (a, b) => code.store(b, 0, f32.load(a)))
    }
  })
}

/** The same copy with loops that read from the start to the end. */
function forwards({ from, to, loops }: Copy): Copy {
  const back = loops.filter((loop) => loop.from < 0)
  const sum = (step: (loop: CopyLoop) => number): number => back.reduce((all, loop) => all + step(loop), 0)
  return {
    from: from + sum((loop) => (loop.count - 1) * loop.from),
    to: to + sum((loop) => (loop.count - 1) * loop.to),
    loops: loops.map((loop) => (loop.from < 0 ? { count: loop.count, from: -loop.from, to: -loop.to } : loop)),
  }
}

/** Loops of more than one turn, neighbours that go on where the other ends as one. */
export function mergedLoops(loops: readonly CopyLoop[]): readonly CopyLoop[] {
  const merged: CopyLoop[] = []
  for (const loop of loops) {
    if (loop.count === 1) continue
    const outer = merged.at(-1)
    if (outer !== undefined && outer.from === loop.count * loop.from && outer.to === loop.count * loop.to) {
      merged[merged.length - 1] = { ...loop, count: outer.count * loop.count }
    } else merged.push(loop)
  }
  return merged
}

type Leaf = (from: Local<"i32">, to: Local<"i32">) => void

/** The loops, and within them `leaf`, which may move the pointers that it is given. */
export function nest(code: Code, loops: readonly CopyLoop[], from: Local<"i32">, to: Local<"i32">, leaf: Leaf): void {
  const [loop, ...inner] = loops
  if (loop === undefined) {
    leaf(code.let(from), code.let(to))
    return
  }
  const [a, b] = [code.let(from), code.let(to)]
  code.repeat(loop.count, () => {
    nest(code, inner, a, b, leaf)
    code.advance(a, 4 * loop.from)
    code.advance(b, 4 * loop.to)
  })
}

function stretch(code: Code, count: number, from: Local<"i32">, to: Local<"i32">): void {
  const vectors = Math.floor(count / 4)
  if (vectors > 0) {
    code.repeat(vectors, () => {
      code.store(to, 0, v128.load(from))
      code.advance(from, 16)
      code.advance(to, 16)
    })
  }
  for (let i = 0; i < count % 4; i++) code.store(to, 4 * i, f32.load(from, 4 * i))
}

/** Loops of which one goes side by side where it is read and one where it is written. */
interface Turned {
  readonly read: CopyLoop
  readonly written: CopyLoop
  readonly others: readonly CopyLoop[]
}

/** Squares of 4×4 are turned in registers. Loops are nested so that it is written from the start to the end. */
function transposed(code: Code, { read, written, others }: Turned, from: Local<"i32">, to: Local<"i32">): void {
  const fours = (loop: CopyLoop): CopyLoop => ({
    count: Math.floor(loop.count / 4),
    from: 4 * loop.from,
    to: 4 * loop.to,
  })
  const inOrder = (...loops: readonly CopyLoop[]): readonly CopyLoop[] =>
    [...others, ...loops].sort((a, b) => Math.abs(b.to) - Math.abs(a.to))
  const registers = code.many("v128", 8)
  nest(code, inOrder(fours(read), fours(written)), from, to, (a, b) =>
    square(code, registers, { a, b, pitch: written.from, outPitch: read.to }),
  )
  const after = (loop: CopyLoop, other: CopyLoop, leaf: Leaf): void => {
    const rest = loop.count % 4
    if (rest === 0) return
    const done = loop.count - rest
    const [a, b] = [code.let(beyond(from, 4 * done * loop.from)), code.let(beyond(to, 4 * done * loop.to))]
    nest(code, inOrder({ ...loop, count: rest }, other), a, b, leaf)
  }
  after(read, written, (a, b) => code.store(b, 0, f32.load(a)))
  after(written, fours(read), (a, b) => {
    const row = code.let(v128.load(a))
    if (read.to >= 0) code.storeLanes(b, 0, row, 4, read.to)
    else code.storeLanes(beyond(b, 12 * read.to), 0, code.let(v128.lanes(row, row, [3, 2, 1, 0])), 4, -read.to)
  })
}

interface Square {
  readonly a: Local<"i32">
  readonly b: Local<"i32">
  /** Floats from one row to the next, read and written. */
  readonly pitch: number
  readonly outPitch: number
}

function square(code: Code, registers: readonly Local<"v128">[], { a, b, pitch, outPitch }: Square): void {
  const rows = registers.slice(0, 4)
  for (const [i, row] of rows.entries()) code.set(row, v128.load(beyond(a, 4 * i * pitch), 0))
  for (const [i, column] of turnedSquare(code, rows, registers.slice(4)).entries()) {
    code.store(beyond(b, 4 * i * outPitch), 0, column)
  }
}

/** The columns of four rows of four; `halves`: four registers to do it in. */
export function turnedSquare(
  code: Code,
  [r0, r1, r2, r3]: readonly Local<"v128">[],
  [low0, high0, low1, high1]: readonly Local<"v128">[] = code.many("v128", 4),
): readonly Value<"v128">[] {
  if (!r0 || !r1 || !r2 || !r3 || !low0 || !high0 || !low1 || !high1) throw new Error("a square takes eight registers")
  code.set(low0, v128.lanes(r0, r1, [0, 4, 1, 5]))
  code.set(high0, v128.lanes(r0, r1, [2, 6, 3, 7]))
  code.set(low1, v128.lanes(r2, r3, [0, 4, 1, 5]))
  code.set(high1, v128.lanes(r2, r3, [2, 6, 3, 7]))
  return [
    v128.lanes(low0, low1, [0, 1, 4, 5]),
    v128.lanes(low0, low1, [2, 3, 6, 7]),
    v128.lanes(high0, high1, [0, 1, 4, 5]),
    v128.lanes(high0, high1, [2, 3, 6, 7]),
  ]
}

/** Function (to): zeros in so many floats, a multiple of four. */
export function zeros(module: ModuleBuilder, floats: number): Callable {
  return filled(module, floats, 0)
}

/** Function (to): one number in so many floats, a multiple of four. */
export function filled(module: ModuleBuilder, floats: number, number: number): Callable {
  return module.define(`fill_${floats}_${number}`, ["i32"], (code, to) => {
    const at = code.let(to)
    code.walk(at, 16, beyond(to, 4 * floats), () => code.store(at, 0, f32x4.constant(number)))
  })
}

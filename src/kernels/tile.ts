// The micro-kernel of every product. A tile of `rows` rows and `vectors`·4 columns stays in registers:
//   c[i][j] = start + Σ_k a[i][k] · b[k][j]
// a_ik is loaded once and spread over a vector; the rows of a lie `rowPitch` apart, wherever that leads (pixels of an image,
// channels of a pixel), so that nothing is copied into place before. b is a stream of vectors. How k runs is a list of
// nested loops.
//
// V8 has 15 vector registers for us: accumulators, vectors of b, one number of a and a product must fit, and the loop is not
// unrolled, since that makes it keep more alive. 4×8 with multiply and add, 6×8 with multiply-add in one.

import type { Code } from "./wasm/code.ts"
import { f32x4, i32, type Local, type Value, v128 } from "./wasm/values.ts"

/** One loop of k, in bytes. The innermost moves both pointers with every number. */
export interface Stride {
  /** Known now, or, of a single loop, when it runs. */
  readonly count: number | Local<"i32">
  /** From one turn to the next in a. */
  readonly a: number
  /** Further in b behind each turn; the innermost: from one row of b to the next. */
  readonly b: number
}

/** A tile, and where it lies; bytes. */
export interface Tile {
  readonly rows: number
  readonly vectors: number
  readonly rowPitch: number
  readonly outPitch: number
  /** Loops over k, the outermost first. */
  readonly walk: readonly Stride[]
  /** What the sum starts with: nothing, what is there, or a number a column. */
  readonly start: "zero" | "add" | "bias"
  /** Keep what is positive. */
  readonly relu: boolean
  readonly relaxed: boolean
}

/** Registers of the largest tile of a function. */
export interface TileLocals {
  readonly sums: readonly Local<"v128">[]
  readonly columns: readonly Local<"v128">[]
  readonly spread: Local<"v128">
  readonly b: Local<"i32">
}

/** Vectors of the widest panel. */
export const MOST_VECTORS = 3

/** Most rows of a tile of so many vectors that stay in registers. */
export function mostRows(vectors: number, relaxed: boolean): number {
  if (vectors === 3) return 3
  if (vectors === 2) return relaxed ? 6 : 4
  return relaxed ? 8 : 6
}

/** Variables for tiles of at most so many rows. */
export function tileLocals(code: Code, rows: number, vectors: number): TileLocals {
  return {
    sums: code.many("v128", rows * vectors),
    columns: code.many("v128", vectors),
    spread: code.local("v128"),
    b: code.local("i32"),
  }
}

/** Computes one tile; none of the pointers moves. */
export function tile(
  code: Code,
  locals: TileLocals,
  shape: Tile,
  at: { readonly a: Value<"i32">; readonly b: Value<"i32">; readonly out: Value<"i32">; readonly bias: Value<"i32"> },
): void {
  const { rows, vectors, outPitch } = shape
  const sums = locals.sums.slice(0, rows * vectors)
  for (const [i, sum] of sums.entries()) {
    const column = 16 * (i % vectors)
    const there = v128.load(at.out, Math.floor(i / vectors) * outPitch + column)
    code.set(sum, shape.start === "zero" ? v128.zero : shape.start === "add" ? there : v128.load(at.bias, column))
  }
  code.set(locals.b, at.b)
  loops(code, locals, shape, shape.walk, code.let(at.a))
  for (const [i, sum] of sums.entries()) {
    const kept = shape.relu ? f32x4.pseudoMax(sum, v128.zero) : sum
    code.store(at.out, Math.floor(i / vectors) * outPitch + 16 * (i % vectors), kept)
  }
}

function loops(code: Code, locals: TileLocals, shape: Tile, walk: readonly Stride[], a: Local<"i32">): void {
  const [{ count, a: pitch, b: step }, ...inner] = walk.length > 0 ? (walk as [Stride, ...Stride[]]) : [ONCE]
  if (inner.length > 0) {
    code.repeat(count, () => {
      loops(code, locals, shape, inner, count === 1 ? a : code.let(a))
      code.advance(a, pitch)
      code.advance(locals.b, step)
    })
    return
  }
  const bytes = typeof count === "number" ? i32.constant(count * step) : i32.mul(count, i32.constant(step))
  const end = code.let(i32.add(locals.b, bytes))
  code.doWhile(
    () => {
      multiply(code, locals, shape, a)
      code.advance(a, pitch)
      code.advance(locals.b, step)
    },
    () => i32.unequal(locals.b, end),
  )
}

const ONCE: Stride = { count: 1, a: 4, b: 16 }

function multiply(code: Code, { sums, columns, spread, b }: TileLocals, shape: Tile, a: Local<"i32">): void {
  for (const [j, column] of columns.entries()) code.set(column, v128.load(b, 16 * j))
  for (let i = 0; i < shape.rows; i++) {
    code.set(spread, v128.splatLoad(a, i * shape.rowPitch))
    for (const [j, column] of columns.entries()) {
      const sum = sums[i * shape.vectors + j]
      if (sum === undefined) throw new Error("a tile has a register for each of its sums")
      const next = shape.relaxed
        ? f32x4.relaxedMultiplyAdd(spread, column, sum)
        : f32x4.add(sum, f32x4.mul(spread, column))
      code.set(sum, next)
    }
  }
}

/** A run of equal tiles. */
export interface TileRun {
  readonly rows: number
  readonly count: number
}

/** So many rows as tiles of at most `most`, as even as they can be: 14 as 4 + 4 + 3 + 3. */
export function tileRuns(rows: number, most: number): readonly TileRun[] {
  const tiles = Math.ceil(rows / most)
  const small = Math.floor(rows / tiles)
  const large = rows - small * tiles
  const runs = [
    { rows: small + 1, count: large },
    { rows: small, count: tiles - large },
  ]
  return runs.filter(({ count }) => count > 0)
}

/** A run of equal panels: so many columns of the product at once. */
export interface Panels {
  /** The first column. */
  readonly first: number
  readonly vectors: number
  readonly count: number
}

/** Columns (a multiple of four) as panels of eight, and what is left as one of twelve or four. */
export function panelsOf(columns: number): readonly Panels[] {
  const odd = columns % 8 === 4
  const vectors = odd ? (columns >= 12 ? 3 : 1) : 2
  const wide = odd ? (columns - 4 * vectors) / 8 : columns / 8
  const panels: Panels[] = wide > 0 ? [{ first: 0, vectors: 2, count: wide }] : []
  return odd ? [...panels, { first: 8 * wide, vectors, count: 1 }] : panels
}

/** Of a run of panels those that are full, and the last that is not: its first column, and how many columns it has. */
export function panelParts(
  { first, vectors, count }: Panels,
  columns: number,
): readonly { readonly at: number; readonly count: number; readonly wide: number }[] {
  const across = 4 * vectors
  const whole = Math.min(count, Math.floor((columns - first) / across))
  const rest = columns - first - whole * across
  return [
    { at: first, count: whole, wide: across },
    { at: first + whole * across, count: 1, wide: whole < count ? Math.max(0, rest) : 0 },
  ].filter((part) => part.count > 0 && part.wide > 0)
}

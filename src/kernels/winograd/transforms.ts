// Winograd's transforms for 3×3 kernels and tiles of 4×4 outputs (Lavin and Gray, arXiv:1509.09308, at the points 0, ±1, ±2, ∞):
//   Y = Aᵀ[(G w Gᵀ) ⊙ (Bᵀ d B)]A
// with 36 products for 16 outputs where the definition has 144. Each transform is a linear map of one line of numbers; in two
// dimensions it goes over the columns, then over the rows. A number is a vector of four channels. This folder is the one
// algorithm; when it pays is for the plan to say.

import type { Code } from "../wasm/code.ts"
import { beyond, f32x4, i32, type Local, type Value, v128 } from "../wasm/values.ts"

type Vector = Value<"v128">
type Line = readonly Vector[]
/** A map of lines, n numbers to m. */
export interface Transform {
  readonly from: number
  readonly to: number
  readonly of: (code: Code, line: Line) => Line
}

const { add, sub } = f32x4
const times = (x: Vector, factor: number): Vector => f32x4.mul(x, f32x4.constant(factor))

/** The numbers of a line, which has as many as its transform takes. */
function taken(line: Line, count: number): readonly [Vector, Vector, Vector, Vector, Vector, Vector] {
  if (line.length !== count) throw new Error(`a transform of ${count} numbers was given ${line.length}`)
  const at = (i: number): Vector => line[i] ?? v128.zero
  return [at(0), at(1), at(2), at(3), at(4), at(5)]
}

/** Bᵀ: inputs, 6 to 6. */
export const inputs: Transform = {
  from: 6,
  to: 6,
  of: (code, line) => {
    const [d0, d1, d2, d3, d4, d5] = taken(line, 6)
    const [a, b] = [code.let(sub(d4, times(d2, 4))), code.let(sub(d3, times(d1, 4)))]
    const [c, e] = [code.let(sub(d4, d2)), code.let(times(sub(d3, d1), 2))]
    const first = add(sub(times(d0, 4), times(d2, 5)), d4)
    const last = add(sub(times(d1, 4), times(d3, 5)), d5)
    return [first, add(a, b), sub(a, b), add(c, e), sub(c, e), last]
  },
}

/** Aᵀ: products to outputs, 6 to 4. */
export const outputs: Transform = {
  from: 6,
  to: 4,
  of: (code, line) => {
    const [m0, m1, m2, m3, m4, m5] = taken(line, 6)
    const [a, b] = [code.let(add(m1, m2)), code.let(sub(m1, m2))]
    const [c, e] = [code.let(add(m3, m4)), code.let(sub(m3, m4))]
    return [add(add(m0, a), c), add(b, times(e, 2)), add(a, times(c, 4)), add(add(b, times(e, 8)), m5)]
  },
}

/** G: a kernel, 3 to 6. */
export const kernels: Transform = {
  from: 3,
  to: 6,
  of: (code, line) => {
    const [w0, w1, w2] = taken(line, 3)
    const even = code.let(add(w0, w2))
    const far = code.let(add(times(w0, 1 / 24), times(w2, 1 / 6)))
    const odd = code.let(times(w1, 1 / 12))
    const near = (x: Vector): Vector => times(x, -1 / 6)
    return [times(w0, 1 / 4), near(add(even, w1)), near(sub(even, w1)), add(far, odd), sub(far, odd), w2]
  },
}

/** The gradient of four outputs as if it were a kernel, 4 to 6: for the gradient of the weights. */
export const gradients: Transform = {
  from: 4,
  to: 6,
  of: (code, line) => {
    const [d0, d1, d2, d3] = taken(line, 4)
    const [even, odd] = [code.let(add(d0, d2)), code.let(add(d1, d3))]
    const farEven = code.let(times(add(d0, times(d2, 4)), 1 / 24))
    const farOdd = code.let(times(add(d1, times(d3, 4)), 1 / 12))
    const near = (x: Vector): Vector => times(x, -1 / 6)
    return [
      times(d0, 1 / 4),
      near(add(even, odd)),
      near(sub(even, odd)),
      add(farEven, farOdd),
      sub(farEven, farOdd),
      d3,
    ]
  },
}

/** Products to the gradient of a kernel, 6 to 3. */
export const weights: Transform = {
  from: 6,
  to: 3,
  of: (code, line) => {
    const [m0, m1, m2, m3, m4, m5] = taken(line, 6)
    const [a, b] = [code.let(add(m1, m2)), code.let(sub(m1, m2))]
    const [c, e] = [code.let(add(m3, m4)), code.let(sub(m3, m4))]
    return [add(add(m0, a), c), add(b, times(e, 2)), add(add(a, times(c, 4)), m5)]
  },
}

/** Bytes that a transform in two dimensions keeps between columns and rows. */
export const SCRATCH = 36 * 16

/** Bytes from one number to the next, known now or when it runs. */
type Step = number | Local<"i32">

/** Where numbers of a tile lie: the first, and how far it is from one row or column to the next. */
export interface Grid {
  readonly at: Value<"i32">
  readonly row: Step
  readonly column: Step
}

/** Where a transform goes, and how much of it: what lies beyond an edge is not stored. */
export interface Target extends Grid {
  readonly rows?: number
  readonly columns?: number
  /** What is done to each number at the end. */
  readonly last?: (value: Vector) => Vector
}

/**
 * A transform of columns, then rows; `scratch` has room for SCRATCH bytes. The two are loops: written out, their code would be six
 * times as long, and the machine would keep hundreds of numbers alive.
 */
export function twoDimensional(
  code: Code,
  { from, to, of }: Transform,
  scratch: Local<"i32">,
  source: Grid,
  target: Target,
): void {
  const [column, above] = [code.let(source.at), code.let(scratch)]
  code.repeat(from, () => {
    const line = inLine(code, column, source.row, from).map(({ at, offset }) => code.let(v128.load(at, offset)))
    for (const [row, value] of of(code, line).entries()) code.store(above, 16 * row * from, value)
    code.set(column, further(column, source.column))
    code.advance(above, 16)
  })
  const [row, out] = [code.let(scratch), code.let(target.at)]
  const { rows = to, columns = to, last = (value: Vector) => value } = target
  code.repeat(rows, () => {
    const line = inLine(code, row, 16, from).map(({ at, offset }) => code.let(v128.load(at, offset)))
    const values = of(code, line).slice(0, columns)
    for (const [i, { at, offset }] of inLine(code, out, target.column, values.length).entries()) {
      code.store(at, offset, last(values[i] ?? v128.zero))
    }
    code.advance(row, 16 * from)
    code.set(out, further(out, target.row))
  })
}

/** A pointer one step further. */
function further(at: Value<"i32">, step: Step): Value<"i32"> {
  return typeof step === "number" ? beyond(at, step) : i32.add(at, step)
}

/** So many numbers in a line: pointers, and how far behind them they lie. */
function inLine(code: Code, start: Local<"i32">, step: Step, count: number) {
  let at = start
  return Array.from({ length: count }, (_, i) => {
    if (typeof step === "number") return { at, offset: i * step }
    if (i > 0) at = code.let(further(at, step))
    return { at, offset: 0 }
  })
}

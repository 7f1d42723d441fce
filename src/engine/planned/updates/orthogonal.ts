// A matrix made orthogonal by Newton–Schulz steps, X' = aX + b(XXᵀ)X + c(XXᵀ)²X, by products of matrices on the shorter side.

import { type Copy, turnedRound } from "../../../kernels/copy.ts"
import { roundedUp } from "../../../kernels/planes.ts"
import { readFormula } from "../../../kernels/pointwise/formula.ts"
import type { FastOrthogonal } from "../../../kernels/update/fast.ts"
import { inverseRoot, lines } from "../../../kernels/update/lines.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Draft } from "../draft/draft.ts"
import { type Matrices, multiply, turned } from "../rules/matrix/multiply.ts"

interface Asked extends Pick<FastOrthogonal, "steps" | "polynomial" | "eps"> {
  readonly shape: Shape
  /** Contiguous. */
  readonly from: Buffer
}

/** Adds the steps; answers the matrix, contiguous. */
export function orthogonal(draft: Draft, what: string, { shape, from, steps, polynomial, eps }: Asked): Buffer {
  const rows = shape[0] ?? 1
  const columns = sizeOf(shape) / rows
  const tall = rows > columns
  const [short, long] = tall ? [columns, rows] : [rows, columns]
  const pitch = roundedUp(long)
  const x: Sheet = { draft, what, rows: short, columns: long, pitch }
  let y = draft.buffer(short * pitch)
  // Rows have room for whole vectors, and what lies there goes into products as zeros.
  if (pitch !== long) draft.clear(y)
  const first = tall ? { from: 1, to: pitch } : { from: columns, to: pitch }
  const second = tall ? { from: columns, to: 1 } : { from: 1, to: 1 }
  const loops = [
    { count: short, ...first },
    { count: long, ...second },
  ]
  const into: Copy = { from: 0, to: 0, loops }
  draft.copy(what, into, from, y)
  y = divided(x, y, from, sizeOf(shape), eps)
  for (let step = 0; step < steps; step++) y = newtonSchulz(x, y, polynomial)
  const out = draft.buffer(rows * columns)
  draft.copy(what, turnedRound(into), y, out)
  return out
}

interface Sheet {
  readonly draft: Draft
  readonly what: string
  readonly rows: number
  readonly columns: number
  readonly pitch: number
}

/** By its norm, at least eps. */
function divided({ draft, what, rows, pitch }: Sheet, y: Buffer, from: Buffer, count: number, eps: number): Buffer {
  const [sum, inverse] = [draft.buffer(2), draft.buffer(2)]
  const square = { lines: [], reads: ["x"], numbers: [], writes: [], summed: "x" }
  draft.call(what, lines(draft.module, { ...square, count }), [sum, from, sum])
  draft.call(what, inverseRoot(draft.module, eps), [sum, inverse])
  const out = draft.buffer(rows * pitch)
  const times = [["y", readFormula("x * inverse")] as const]
  const code = { count: rows * pitch, lines: times, reads: ["x"], numbers: ["inverse"], writes: ["y"], summed: null }
  draft.call(what, lines(draft.module, code), [inverse, y, out, out])
  return out
}

function newtonSchulz(x: Sheet, y: Buffer, [a, b, c]: FastOrthogonal["polynomial"]): Buffer {
  const { draft, what, rows, columns, pitch } = x
  const side = roundedUp(rows)
  const square = { rows, columns: rows, pitch: side }
  const at: Matrices = { buffer: y, row: pitch, column: 1 }
  const product = (from: Matrices, to: Matrices, depth: number): Buffer => {
    const buffer = draft.buffer(rows * side)
    // What lies behind the last column is added up with the rest of its vector.
    if (side !== rows) draft.clear(buffer)
    multiply(draft, { what, rows, depth, columns: rows, a: from, b: to, c: { buffer, row: side }, stack: [] })
    return buffer
  }
  const gram = product(at, turned(at), columns)
  const inGram: Matrices = { buffer: gram, row: side, column: 1 }
  const inner =
    c === 0
      ? mixed({ ...x, ...square }, gram, b, null, 0)
      : mixed({ ...x, ...square }, gram, b, product(inGram, inGram, rows), c)
  const out = mixed(x, y, a, null, 0)
  const left: Matrices = { buffer: inner, row: side, column: 1 }
  multiply(draft, {
    what,
    rows,
    depth: rows,
    columns,
    a: left,
    b: at,
    c: { buffer: out, row: pitch },
    adds: true,
    stack: [],
  })
  return out
}

/** a·x + b·y. */
function mixed({ draft, what, rows, pitch }: Sheet, x: Buffer, a: number, y: Buffer | null, b: number): Buffer {
  const out = draft.buffer(rows * pitch)
  const [text, reads, from] = y === null ? ["a * x", ["x"], [x]] : ["a * x + b * y", ["x", "y"], [x, y]]
  const line = ["z", readFormula(text, { a, b })] as const
  const code = { count: rows * pitch, lines: [line], reads, numbers: [], writes: ["z"], summed: null }
  draft.call(what, lines(draft.module, code), [out, ...from, out, out])
  return out
}

// Stacks of products of matrices that lie anywhere in buffers: when b is packed, and what is computed into room of its own. This
// folder turns products of matrices, attention and moves into steps; it leaves convolutions to the folder round it.

import type { StackLoop } from "../../../../kernels/fast.ts"
import { type ProductSizes, packedFloats, packing } from "../../../../kernels/matrix/product.ts"
import { BARE } from "../../../../kernels/planes.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { contiguous, type Draft, type Drafted, inPlanes } from "../../draft/draft.ts"
import { planesOf } from "../../draft/layouts.ts"
import { productParts } from "./productParts.ts"

/** Where a stack of matrices lies: floats to the first, from row to row and from column to column. */
export interface Matrices {
  readonly buffer: Buffer
  readonly first?: number
  readonly row: number
  readonly column: number
}

/** A stack of products c = a · b, or c += a · b. Rows of c have room for whole vectors, and its columns lie side by side. */
export interface Multiplied extends ProductSizes {
  readonly what: string
  readonly a: Matrices
  readonly b: Matrices
  readonly c: Omit<Matrices, "column">
  /** Added to what is there. */
  readonly adds?: boolean
  /** A number a column that every product starts with. */
  readonly bias?: Buffer | null
  /** Keep what is positive. */
  readonly relu?: boolean
  readonly stack: readonly StackLoop[]
}

/** So few rows read each number of b so seldom that copies of it do not pay. */
const LEAST_ROWS = 12
/** Rows of b that lie further apart than this many floats share too few places in the first cache. */
const NEAR = 64

/** Rows of a that lie a multiple of so many floats apart meet in one place of the first cache. */
const ALIKE = 512
/** Fewer columns than these read each number of a so seldom that a copy of it does not pay. */
const LEAST_COLUMNS = 32

/** Adds the steps of a stack of products. */
export function multiply(draft: Draft, task: Multiplied): void {
  const { what, a, b, c, adds, bias, relu = false, stack, rows, depth, columns } = straightened(draft, joined(task))
  const inPlace = b.column === 1 && (b.row <= NEAR || rows < LEAST_ROWS)
  const start = adds ? ("add" as const) : bias ? ("bias" as const) : ("zero" as const)
  const code = { rows, depth, columns, a: { row: a.row, deep: a.column }, cRow: c.row, start, relu }
  const first = [a.first ?? 0, inPlace ? (b.first ?? 0) : 0, c.first ?? 0] as const
  const from = inPlace ? { packed: b.buffer, loops: stack } : pack(draft, { rows, depth, columns }, b, stack)
  const buffers = [a.buffer, from.packed, c.buffer, bias ?? from.packed] as const
  const whole = { code: { ...code, bRow: inPlace ? b.row : null }, stack: from.loops, first, buffers }
  draft.divide({ what, ...productParts(draft.module, whole) })
}

/** A stack whose rows of a and c go on from matrix to matrix, with one b for all, is one product of more rows. */
function joined(task: Multiplied): Multiplied {
  const stack = task.stack.filter(({ count }) => count > 1)
  const last = stack.at(-1)
  const { rows, a, c } = task
  if (last === undefined || last.b !== 0 || last.a !== rows * a.row || last.c !== rows * c.row) {
    return { ...task, stack }
  }
  return joined({ ...task, rows: rows * last.count, stack: stack.slice(0, -1) })
}

/** One a whose numbers lie badly, copied row by row. */
function straightened(draft: Draft, task: Multiplied): Multiplied {
  const { a, rows, depth, columns, stack } = task
  const apart = a.column !== 1 ? a.column > NEAR && depth > NEAR : a.row % ALIKE === 0 && rows > 4
  if (!apart || columns < LEAST_COLUMNS || stack.some((loop) => loop.a !== 0)) return task
  const row = depth % ALIKE === 0 ? depth + 16 : depth
  const buffer = draft.buffer(rows * row)
  const loops = [
    { count: rows, from: a.row, to: row },
    { count: depth, from: a.column, to: 1 },
  ]
  draft.copy("pack matrix", { from: a.first ?? 0, to: 0, loops }, a.buffer, buffer)
  return { ...task, a: { buffer, row, column: 1 } }
}

/** Packs every b of a stack once. */
function pack(
  draft: Draft,
  sizes: ProductSizes,
  b: Matrices,
  stack: readonly StackLoop[],
): { readonly packed: Buffer; readonly loops: readonly StackLoop[] } {
  const floats = packedFloats(sizes)
  let next = floats
  const loops = [...stack]
  for (let i = loops.length - 1; i >= 0; i--) {
    const loop = loops[i]
    if (loop === undefined || loop.b === 0) continue
    loops[i] = { ...loop, b: next }
    next *= loop.count
  }
  const packed = draft.buffer(next)
  for (const copy of packing(sizes, { row: b.row, column: b.column })) {
    const around = stack.flatMap(({ count, b: from }, i) => (from === 0 ? [] : [{ count, from, to: loops[i]?.b ?? 0 }]))
    const from = (b.first ?? 0) + copy.from
    draft.copy("pack matrix", { ...copy, from, loops: [...around, ...copy.loops] }, b.buffer, packed)
  }
  return { packed, loops }
}

/** A stack of products of which some go to the same place of c, which is summed there. */
export function multiplyAndSum(draft: Draft, task: Multiplied): void {
  const deep = deepened(task)
  const adds = deep.stack.some(({ c }) => c === 0)
  if (adds) draft.clear(deep.c.buffer)
  multiply(draft, { ...deep, adds })
}

/** Products that are summed, columns of a and rows of b going on from matrix to matrix, are one of more depth. */
function deepened(task: Multiplied): Multiplied {
  const stack = task.stack.filter(({ count }) => count > 1)
  const last = stack.at(-1)
  const { depth, a, b } = task
  if (last === undefined || last.c !== 0 || last.a !== depth * a.column || last.b !== depth * b.row) {
    return { ...task, stack }
  }
  return deepened({ ...task, depth: depth * last.count, stack: stack.slice(0, -1) })
}

/** A tensor whose rows of so many columns have room for whole vectors. */
export function inRows(shape: Shape, columns: number, buffer: Buffer): Drafted {
  if (columns % 4 === 0) return contiguous(shape, buffer)
  const images = { batch: sizeOf(shape) / columns, channels: columns, height: 1, width: 1 }
  return inPlanes(shape, { planes: planesOf(images, BARE), images, buffer })
}

/** The same matrices with rows for columns. */
export function turned({ row, column, ...rest }: Matrices): Matrices {
  return { ...rest, row: column, column: row }
}

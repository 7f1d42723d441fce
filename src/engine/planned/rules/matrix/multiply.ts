// Stacks of products of matrices that lie anywhere in buffers: when b is packed, and what is computed into room of its own.

import {
  type ProductSizes,
  packedFloats,
  packing,
  products,
  type StackLoop,
} from "../../../../kernels/matrix/product.ts"
import type { Buffer } from "../../draft/buffers.ts"
import type { Draft } from "../../draft/draft.ts"

/** Where a stack of matrices lies: the first, and floats from row to row and column to column. */
export interface Matrices {
  readonly buffer: Buffer
  readonly row: number
  readonly column: number
}

/** A stack of products c = a · b, or c += a · b. Rows of c have room for whole vectors, and its columns lie side by side. */
export interface Multiplied extends ProductSizes {
  readonly what: string
  readonly a: Matrices
  readonly b: Matrices
  readonly c: Omit<Matrices, "column">
  readonly adds: boolean
  readonly stack: readonly StackLoop[]
}

/** So few rows read each number of b so seldom that copies of it do not pay. */
const LEAST_ROWS = 12
/** Rows of b that lie further apart than this many floats share too few places in the first cache. */
const NEAR = 64

/** Adds the steps of a stack of products. */
export function multiply(draft: Draft, task: Multiplied): void {
  const { what, a, b, c, adds, stack, rows, depth, columns } = joined(task)
  const inPlace = b.column === 1 && (b.row <= NEAR || rows < LEAST_ROWS)
  const code = { rows, depth, columns, a: { row: a.row, deep: a.column }, cRow: c.row, adds }
  const macs = stack.reduce((product, { count }) => product * count, rows * depth * columns)
  if (inPlace) {
    const kernel = products(draft.module, { ...code, bRow: b.row }, stack)
    draft.call(what, kernel, [a.buffer, b.buffer, c.buffer], macs)
    return
  }
  const { packed, loops } = pack(draft, { rows, depth, columns }, b, stack)
  draft.call(what, products(draft.module, { ...code, bRow: null }, loops), [a.buffer, packed, c.buffer], macs)
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
    draft.copy("pack matrix", { ...copy, loops: [...around, ...copy.loops] }, b.buffer, packed)
  }
  return { packed, loops }
}

/** A stack of products of which some go to the same place of c, which is summed there. */
export function multiplyAndSum(draft: Draft, task: Omit<Multiplied, "adds">): void {
  const deep = deepened({ ...task, adds: false })
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

/** The same matrices with rows for columns. */
export function turned({ buffer, row, column }: Matrices): Matrices {
  return { buffer, row: column, column: row }
}

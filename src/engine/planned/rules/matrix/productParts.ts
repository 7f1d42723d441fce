// How threads share a stack of products: matrices, else columns or rows of each, whichever there are more of.

import type { StackLoop } from "../../../../kernels/fast.ts"
import { type ProductCode, products } from "../../../../kernels/matrix/product.ts"
import type { ModuleBuilder } from "../../../../kernels/wasm/module.ts"
import type { Buffer } from "../../draft/buffers.ts"
import { byEach, type Divided, stretchesOf } from "../../draft/parts.ts"
import { partsFor } from "../../draft/worth.ts"

/** Columns that are handed over at once: a line of the cache, and two panels of a packed b. */
const COLUMNS = 16

/** A stack of products, `first` floats into its buffers, which are those of a, b, c and the bias. */
interface Products {
  readonly code: ProductCode
  readonly stack: readonly StackLoop[]
  readonly first: readonly [number, number, number]
  readonly buffers: readonly [Buffer, Buffer, Buffer, Buffer]
}

type Parts = Omit<Divided, "what" | "macs">

/** What a step of them is made of. */
export function productParts(module: ModuleBuilder, all: Products): Omit<Divided, "what"> {
  const { rows, depth, columns } = all.code
  const macs = all.stack.reduce((product, { count }) => product * count, rows * depth * columns)
  const most = partsFor(macs)
  const ofStack = byMatrices(module, all, most)
  if (ofStack !== null) return { macs, ...ofStack }
  return { macs, ...(columns >= rows && columns >= 2 * COLUMNS ? byColumns : byRows)(module, all, most) }
}

/** Null where all products go to one place, or the last vectors of rows reach into those of the next matrix. */
function byMatrices(module: ModuleBuilder, { code, stack, first, buffers }: Products, most: number): Parts | null {
  const index = code.columns % 4 === 0 ? stack.findIndex(({ count, c }) => count > 1 && c !== 0) : -1
  const loop = stack[index]
  if (loop === undefined) return null
  const some = (count: number): readonly StackLoop[] => stack.map((one) => (one === loop ? { ...one, count } : one))
  return {
    stretches: stretchesOf(loop.count, most),
    kernel: (count) => products(module, code, some(count), first),
    args: argsOf(buffers, [loop.a, loop.b, loop.c, 0]),
  }
}

/** The last part takes what is left: panels of it are those that the last columns are packed in. */
function byColumns(module: ModuleBuilder, { code, stack, first, buffers }: Products, most: number): Parts {
  const { columns, depth, bRow, start } = code
  const lines = Math.floor(columns / COLUMNS)
  const columnsOf = (count: number, from: number): number =>
    from + count === lines ? columns - COLUMNS * from : COLUMNS * count
  return {
    stretches: stretchesOf(lines, most),
    kernel: (count, from) => products(module, { ...code, columns: columnsOf(count, from) }, stack, first),
    args: argsOf(buffers, [0, COLUMNS * (bRow === null ? depth : 1), COLUMNS, start === "bias" ? COLUMNS : 0]),
  }
}

function byRows(module: ModuleBuilder, { code, stack, first, buffers }: Products, most: number): Parts {
  return {
    stretches: stretchesOf(code.rows, most),
    kernel: (rows) => products(module, { ...code, rows }, stack, first),
    args: argsOf(buffers, [code.a.row, 0, code.cRow, 0]),
  }
}

/** Buffers with the floats of each from one of the things to the next. */
function argsOf(buffers: Products["buffers"], floats: readonly [number, number, number, number]): Parts["args"] {
  return buffers.map((buffer, i) => byEach(buffer, 4 * (floats[i] ?? 0)))
}

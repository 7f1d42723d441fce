// Products of matrices, one or a stack of them,
//   c[i][j] = Σ_k a[i][k] · b[k][j].
// The rows of a and its columns lie any steps apart, so that a transposed a is no copy. The rows of b are read as vectors: in
// place, or from panels of some columns that were packed before. Depth is cut so that a panel stays in the first cache, rows so
// that those of a stay in the second.

import type { Copy } from "../copy.ts"
import type { StackLoop } from "../fast.ts"
import { roundedUp } from "../planes.ts"
import { mostRows, type Panels, panelParts, panelsOf, type Tile, tile, tileLocals, tileRuns } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, type Local } from "../wasm/values.ts"

/** Sizes of one product. */
export interface ProductSizes {
  readonly rows: number
  readonly depth: number
  readonly columns: number
}

/** One product; steps in floats. Columns are computed as whole vectors: rows of c have room for them. */
export interface ProductCode extends ProductSizes {
  readonly a: { readonly row: number; readonly deep: number }
  /** From one row of b to the next; null where b is packed. */
  readonly bRow: number | null
  readonly cRow: number
  /** What the sums start with: nothing, what is there, or a number a column. */
  readonly start: Tile["start"]
  /** Keep what is positive. */
  readonly relu: boolean
}

/** Rows of b that are used at once: 512 of 8 columns are half of the first cache. */
const MOST_DEPTH = 512
/** Rows of a that are used at once: with that depth, 192 KB. */
const MOST_ROWS = 96

/** Floats of a packed b. */
export function packedFloats({ depth, columns }: ProductSizes): number {
  return depth * roundedUp(columns)
}

/** Copies that pack a b of any steps: panel by panel, rows of a panel with its columns. */
export function packing(
  { depth, columns }: ProductSizes,
  b: { readonly row: number; readonly column: number },
): readonly Copy[] {
  return panelsOf(roundedUp(columns)).flatMap((panels) =>
    panelParts(panels, columns).map(({ at, count, wide }) => {
      const across = 4 * panels.vectors
      return {
        from: at * b.column,
        to: at * depth,
        loops: [
          { count, from: across * b.column, to: across * depth },
          { count: depth, from: b.row, to: across },
          { count: wide, from: b.column, to: 1 },
        ],
      }
    }),
  )
}

/**
 * Function (a, b, c, bias): a stack of products; with `bias` every one starts with it. `first`: floats from where the pointers
 * lead to the first matrices of a, b and c.
 */
export function products(
  module: ModuleBuilder,
  shape: ProductCode,
  stack: readonly StackLoop[],
  first: readonly [number, number, number],
): Callable {
  const one = product(module, shape)
  const loops = stack.filter(({ count }) => count > 1)
  if (loops.length === 0 && first.every((floats) => floats === 0)) return one
  const key = [one.name, ...first, ...loops.map(({ count, a, b, c }) => `${count}.${a}.${b}.${c}`)].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, a, b, c, bias) => {
    const pointers = [a, b, c].map((pointer, i) => code.let(beyond(pointer, 4 * (first[i] ?? 0))))
    stacked(code, loops, pointers, (own) => code.call(one, ...own, bias))
  })
}

function stacked(
  code: Code,
  loops: readonly StackLoop[],
  pointers: readonly Local<"i32">[],
  leaf: (pointers: readonly Local<"i32">[]) => void,
): void {
  const [loop, ...inner] = loops
  if (loop === undefined) {
    leaf(pointers)
    return
  }
  const own = pointers.map((pointer) => code.let(pointer))
  code.repeat(loop.count, () => {
    stacked(code, inner, own, leaf)
    for (const [i, step] of [loop.a, loop.b, loop.c].entries()) {
      const pointer = own[i]
      if (pointer !== undefined) code.advance(pointer, 4 * step)
    }
  })
}

/** Function (a, b, c, bias). */
function product(module: ModuleBuilder, shape: ProductCode): Callable {
  const { rows, depth, columns, a: steps, bRow, cRow, start, relu } = shape
  const key = ["product", rows, depth, columns, steps.row, steps.deep, bRow ?? "packed", cRow, start, relu].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, a, b, c, bias) => {
    const parts = evenly(depth, MOST_DEPTH)
    for (const [part, { first, count }] of parts.entries()) {
      const from = code.let(beyond(a, 4 * first * steps.deep))
      const to = code.let(c)
      for (const block of tileRuns(rows, MOST_ROWS)) {
        code.repeat(block.count, () => {
          for (const panels of panelsOf(roundedUp(columns))) {
            const ending = relu && part === parts.length - 1
            const deep = { first, count, start: part > 0 ? "add" : start, relu: ending } as const
            eachPanel(module, code, shape, panels, block.rows, deep, [from, b, to, bias])
          }
          code.advance(from, 4 * block.rows * steps.row)
          code.advance(to, 4 * block.rows * cRow)
        })
      }
    }
  })
}

interface DepthPart {
  readonly first: number
  readonly count: number
  readonly start: Tile["start"]
  readonly relu: boolean
}

function eachPanel(
  module: ModuleBuilder,
  code: Code,
  shape: ProductCode,
  { first, vectors, count }: Panels,
  rows: number,
  part: DepthPart,
  [a, b, c, bias]: readonly [Local<"i32">, Local<"i32">, Local<"i32">, Local<"i32">],
): void {
  const across = 4 * vectors
  const packed = shape.bRow === null
  const row = shape.bRow ?? across
  const panel = code.let(beyond(b, 4 * (first * (packed ? shape.depth : 1) + part.first * row)))
  const to = code.let(beyond(c, 4 * first))
  const at = code.let(beyond(bias, 4 * first))
  const one = panelRows(module, shape, vectors, rows, part)
  code.repeat(count, () => {
    code.call(one, a, panel, to, at)
    if (part.start === "bias") code.advance(at, 4 * across)
    code.advance(panel, 4 * across * (packed ? shape.depth : 1))
    code.advance(to, 4 * across)
  })
}

/** Function (a, panel, c, bias): some rows, the columns of one panel. */
function panelRows(
  module: ModuleBuilder,
  shape: ProductCode,
  vectors: number,
  rows: number,
  { count, start, relu }: DepthPart,
): Callable {
  const { a: steps, bRow, cRow } = shape
  const row = bRow ?? 4 * vectors
  const key = ["panel", rows, vectors, count, steps.row, steps.deep, row, cRow, start, relu].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32"], (code, a, panel, c, bias) => {
    const runs = tileRuns(rows, mostRows(vectors, module.relaxed))
    const locals = tileLocals(code, runs[0]?.rows ?? 1, vectors)
    const walk = [{ count, a: 4 * steps.deep, b: 4 * row }]
    const fixed = {
      vectors,
      rowPitch: 4 * steps.row,
      outPitch: 4 * cRow,
      walk,
      start,
      relu,
      relaxed: module.relaxed,
    }
    for (const run of runs) {
      code.repeat(run.count, () => {
        tile(code, locals, { ...fixed, rows: run.rows }, { a, b: panel, out: c, bias })
        code.advance(a, 4 * run.rows * steps.row)
        code.advance(c, 4 * run.rows * cRow)
      })
    }
  })
}

/** Stretches of at most `most`, as even as they can be. */
function evenly(length: number, most: number): readonly { readonly first: number; readonly count: number }[] {
  const stretches: { first: number; count: number }[] = []
  for (const { rows, count } of tileRuns(length, most)) {
    for (let i = 0; i < count; i++) {
      const last = stretches.at(-1)
      stretches.push({ first: last === undefined ? 0 : last.first + last.count, count: rows })
    }
  }
  return stretches
}

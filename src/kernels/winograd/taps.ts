// Weights of 3×3 kernels as a document holds them, the nine of one filter and channel side by side, and as vectors of four filters
// or four channels: so that Winograd's transforms take them from where they lie, and leave their gradient there.

import { turnedSquare } from "../copy.ts"
import { roundedUp } from "../planes.ts"
import { MOST_VECTORS, panelParts, panelsOf } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, type Local, v128 } from "../wasm/values.ts"
import { PLACES, placeBytes } from "./tiles.ts"
import { kernels, twoDimensional, weights } from "./transforms.ts"

/** Kernels as a matrix of them: filters are columns on the way forward, channels on the way back. Steps in floats. */
export interface Taps {
  readonly columns: number
  readonly depth: number
  /** From one column to the next, and from one row to the next. */
  readonly column: number
  readonly row: number
  /** The last of the nine comes first. */
  readonly turned: boolean
}

/** Places of a tile from one row to the next. */
const PLACE_SIDE = 6
/** Numbers of a kernel along a side. */
const TAP_SIDE = 3
const TAPS = TAP_SIDE * TAP_SIDE
/** Where the nine lie in the room that a transform keeps 3×6 vectors in. */
const NINE = 16 * PLACE_SIDE * TAP_SIDE

/** Bytes of the 36 matrices of one panel of so many vectors. */
export function panelBytes(depth: number, vectors: number): number {
  return PLACES * placeBytes(depth, 4 * vectors)
}

/** Floats of all panels of `pitch` columns. */
export function panelsFloats(depth: number, pitch: number): number {
  return panelsOf(pitch).reduce((sum, { vectors, count }) => sum + count * panelBytes(depth, vectors), 0) / 4
}

/** Visits all panels of a matrix of so many columns: its vectors, and how many columns of it are there. */
export function eachPanel(
  code: Code,
  columns: number,
  pitch: number,
  visit: (vectors: number, wide: number) => void,
): void {
  for (const panels of panelsOf(pitch)) {
    for (const { count, wide } of panelParts(panels, columns)) code.repeat(count, () => visit(panels.vectors, wide))
  }
}

/** Bytes that one panel is transformed in: its 36 matrices, and its weights side by side. */
export function panelRoom(depth: number): number {
  return panelBytes(depth, MOST_VECTORS) + 4 * depth * roundedUp(4 * MOST_VECTORS * TAPS)
}

/** The same in room of its own, where `panelRoom` is enough. */
export function transformedAlone(module: ModuleBuilder, taps: Taps, vectors: number, wide: number): Callable {
  const { depth, column, row, turned } = taps
  if (column !== TAPS) return transformedPanel(module, taps, vectors, wide)
  const side = roundedUp(wide * TAPS)
  const key = ["winogradAlone", depth, row, turned, vectors, wide].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, from, panel, scratch) => {
    // Rows lie far apart: a loop that does nothing else has many of them on their way at a time.
    const near = code.let(beyond(panel, panelBytes(depth, vectors)))
    const to = code.let(near)
    code.repeat(depth, () => {
      for (let i = 0; i < side; i += 4) code.store(to, 4 * i, v128.load(from, 4 * i))
      code.advance(from, 4 * row)
      code.advance(to, 4 * side)
    })
    code.call(transformedPanel(module, { ...taps, row: side }, vectors, wide), near, panel, scratch)
  })
}

/** Function (weights, panel, scratch): the 36 matrices of one panel, of which so many columns are there. */
export function transformedPanel(module: ModuleBuilder, taps: Taps, vectors: number, wide: number): Callable {
  const { depth, column, row, turned } = taps
  const key = ["winogradPanel", depth, column, row, turned, vectors, wide].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, from, panel, scratch) => {
    const place = placeBytes(depth, 4 * vectors)
    const nine = { at: beyond(scratch, NINE), row: 16 * TAP_SIDE, column: 16 }
    code.repeat(depth, () => {
      for (let i = 0; i < vectors; i++) {
        gather(code, taps, beyond(from, 16 * i * column), Math.min(4, wide - 4 * i), scratch)
        twoDimensional(code, kernels, scratch, nine, {
          at: beyond(panel, 16 * i),
          row: PLACE_SIDE * place,
          column: place,
        })
      }
      code.advance(from, 4 * row)
      code.advance(panel, 16 * vectors)
    })
  })
}

/** Function (panel of sums, gradient, scratch): the way back, into the columns that are there. */
export function gradientPanel(module: ModuleBuilder, taps: Taps, vectors: number, wide: number): Callable {
  const { depth, column, row, turned } = taps
  const key = ["winogradTaps", depth, column, row, turned, vectors, wide].join("_")
  return module.define(key, ["i32", "i32", "i32"], (code, panel, to, scratch) => {
    const place = placeBytes(depth, 4 * vectors)
    const nine = { at: beyond(scratch, NINE), row: 16 * TAP_SIDE, column: 16 }
    code.repeat(depth, () => {
      for (let i = 0; 4 * i < wide; i++) {
        const source = { at: beyond(panel, 16 * i), row: PLACE_SIDE * place, column: place }
        twoDimensional(code, weights, scratch, source, nine)
        scatter(code, taps, beyond(to, 16 * i * column), Math.min(4, wide - 4 * i), scratch)
      }
      code.advance(panel, 16 * vectors)
      code.advance(to, 4 * row)
    })
  })
}

type Pointer = ReturnType<typeof beyond>

/** Four taps are turned at once: the first of them in the numbers of a kernel. The last four hold one that is new. */
const FOURS = [0, 4, TAPS - 4] as const

/** Kernels of up to four columns as nine vectors in the scratch. */
function gather(code: Code, { column, turned }: Taps, from: Pointer, lanes: number, scratch: Local<"i32">): void {
  for (const first of FOURS) {
    const rows = Array.from({ length: 4 }, (_, lane) =>
      code.let(lane < lanes ? v128.load(beyond(from, 4 * lane * column), 4 * first) : v128.zero),
    )
    for (const [i, vector] of turnedSquare(code, rows).entries()) {
      const tap = turned ? TAPS - 1 - (first + i) : first + i
      code.store(scratch, NINE + 16 * tap, vector)
    }
  }
}

/** The way back. */
function scatter(code: Code, { column, turned }: Taps, to: Pointer, lanes: number, scratch: Local<"i32">): void {
  for (const first of FOURS) {
    const vectors = Array.from({ length: 4 }, (_, i) => {
      const tap = turned ? TAPS - 1 - (first + i) : first + i
      return code.let(v128.load(scratch, NINE + 16 * tap))
    })
    for (const [lane, row] of turnedSquare(code, vectors).slice(0, lanes).entries()) {
      code.store(beyond(to, 4 * lane * column), 4 * first, row)
    }
  }
}

// Weights of 3×3 kernels as a document holds them, the nine of one filter and channel side by side, and as vectors of four filters
// or four channels: so that Winograd's transforms take them from where they lie, and leave their gradient there.

import { turnedSquare } from "../copy.ts"
import { roundedUp } from "../planes.ts"
import { MOST_VECTORS, panelParts, panelsOf } from "../tile.ts"
import type { Callable, Code } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { beyond, i32, type Local, v128 } from "../wasm/values.ts"
import { PLACE_SIDE, PLACES, placeBytes } from "./tiles.ts"
import { type Grid, kernels, twoDimensional, weights } from "./transforms.ts"

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

/** One panel: its vectors, and how many of its columns are there. */
interface Panel {
  readonly vectors: number
  readonly wide: number
}

type PanelPointers = Readonly<Record<"weights" | "panel" | "scratch", Local<"i32">>>

/** Calls what transforms one panel, or its way back: one function for layers of all sizes. */
function callPanel(code: Code, callee: Callable, taps: Taps, { vectors }: Panel, at: PanelPointers): void {
  const place = placeBytes(taps.depth, 4 * vectors)
  const sizes = [taps.depth, 4 * taps.column, 4 * taps.row, place, PLACE_SIDE * place]
  code.call(callee, at.weights, at.panel, at.scratch, ...sizes.map((size) => i32.constant(size)))
}

/** The 36 matrices of one panel, of which so many columns are there. */
export function transformPanel(code: Code, module: ModuleBuilder, taps: Taps, panel: Panel, at: PanelPointers): void {
  callPanel(code, panelTransform(module, taps.turned, panel), taps, panel, at)
}

/** The way back: a panel of sums into the columns that are there. */
export function gradientPanel(code: Code, module: ModuleBuilder, taps: Taps, panel: Panel, at: PanelPointers): void {
  callPanel(code, panelGradient(module, taps.turned, panel), taps, panel, at)
}

/** As `transformPanel`, in room of its own, where `panelRoom` is enough. */
export function transformAlone(code: Code, module: ModuleBuilder, taps: Taps, panel: Panel, at: PanelPointers): void {
  if (taps.column !== TAPS) transformPanel(code, module, taps, panel, at)
  else code.call(panelAlone(module, taps, panel), at.weights, at.panel, at.scratch)
}

/** Function (weights, panel, scratch). */
function panelAlone(module: ModuleBuilder, taps: Taps, { vectors, wide }: Panel): Callable {
  const { depth, row, turned } = taps
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
    transformPanel(code, module, { ...taps, row: side }, { vectors, wide }, { weights: near, panel, scratch })
  })
}

/** Where the nine vectors of four kernels lie. */
function nineOf(scratch: Local<"i32">): Grid {
  return { at: beyond(scratch, NINE), row: 16 * TAP_SIDE, column: 16 }
}

/** Function (weights, panel, scratch, depth, column, row, place, row of places): counts and bytes. */
function panelTransform(module: ModuleBuilder, turned: boolean, { vectors, wide }: Panel): Callable {
  const key = ["winogradPanel", turned, vectors, wide].join("_")
  return module.define(key, PANEL_PARAMS, (code, from, panel, scratch, depth, column, row, place, placeRow) => {
    code.repeat(depth, () => {
      const at = columnsOf(code, from, column, wide)
      for (let i = 0; i < vectors; i++) {
        gather(code, turned, at.slice(4 * i, 4 * i + 4), scratch)
        const target = { at: beyond(panel, 16 * i), row: placeRow, column: place }
        twoDimensional(code, kernels, scratch, nineOf(scratch), target)
      }
      code.set(from, i32.add(from, row))
      code.advance(panel, 16 * vectors)
    })
  })
}

/** Function (weights, panel of sums, scratch, depth, column, row, place, row of places): counts and bytes. */
function panelGradient(module: ModuleBuilder, turned: boolean, { vectors, wide }: Panel): Callable {
  const key = ["winogradTaps", turned, vectors, wide].join("_")
  return module.define(key, PANEL_PARAMS, (code, to, panel, scratch, depth, column, row, place, placeRow) => {
    code.repeat(depth, () => {
      const at = columnsOf(code, to, column, wide)
      for (let i = 0; 4 * i < wide; i++) {
        const source = { at: beyond(panel, 16 * i), row: placeRow, column: place }
        twoDimensional(code, weights, scratch, source, nineOf(scratch))
        scatter(code, turned, at.slice(4 * i, 4 * i + 4), scratch)
      }
      code.advance(panel, 16 * vectors)
      code.set(to, i32.add(to, row))
    })
  })
}

const PANEL_PARAMS = ["i32", "i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const

/** Pointers to the kernels of so many columns. */
function columnsOf(code: Code, first: Local<"i32">, column: Local<"i32">, count: number): readonly Local<"i32">[] {
  const columns = [first]
  while (columns.length < count) columns.push(code.let(i32.add(columns.at(-1) ?? first, column)))
  return columns
}

/** Four taps are turned at once: the first of them in the numbers of a kernel. The last four hold one that is new. */
const FOURS = [0, 4, TAPS - 4] as const

/** Kernels of up to four columns as nine vectors in the scratch. */
function gather(code: Code, turned: boolean, columns: readonly Local<"i32">[], scratch: Local<"i32">): void {
  for (const first of FOURS) {
    const rows = Array.from({ length: 4 }, (_, lane) => {
      const at = columns[lane]
      return code.let(at === undefined ? v128.zero : v128.load(at, 4 * first))
    })
    for (const [i, vector] of turnedSquare(code, rows).entries()) {
      const tap = turned ? TAPS - 1 - (first + i) : first + i
      code.store(scratch, NINE + 16 * tap, vector)
    }
  }
}

/** The way back. */
function scatter(code: Code, turned: boolean, columns: readonly Local<"i32">[], scratch: Local<"i32">): void {
  for (const first of FOURS) {
    const vectors = Array.from({ length: 4 }, (_, i) => {
      const tap = turned ? TAPS - 1 - (first + i) : first + i
      return code.let(v128.load(scratch, NINE + 16 * tap))
    })
    const rows = turnedSquare(code, vectors)
    for (const [lane, at] of columns.entries()) code.store(at, 4 * first, rows[lane] ?? v128.zero)
  }
}

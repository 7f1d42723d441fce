// A formula that has been set: glyphs and strokes at places. Lengths are in em of the formula's own size; y grows downwards
// from the baseline.

import type { TexFont } from "./texTree.ts"

/** Height of the middle of signs and bars above the baseline. */
export const AXIS = 0.25

export type Step = readonly [letter: "M" | "L" | "Q" | "C", ...at: number[]]

export interface Stroke {
  readonly x: number
  readonly y: number
  /** Of the line. */
  readonly width: number
  readonly path: readonly Step[]
}
export interface Glyphs {
  readonly x: number
  readonly y: number
  /** In em of the formula. */
  readonly size: number
  readonly font: TexFont
  readonly text: string
}
export interface TexBox {
  readonly width: number
  /** Above and below the baseline. */
  readonly height: number
  readonly depth: number
  readonly glyphs: readonly Glyphs[]
  readonly strokes: readonly Stroke[]
  /** How far the last letter leans out: a subscript moves in by it. */
  readonly slant: number
  /** A single letter: scripts sit differently at taller things. */
  readonly single: boolean
}

export const EMPTY: TexBox = { width: 0, height: 0, depth: 0, glyphs: [], strokes: [], slant: 0, single: false }

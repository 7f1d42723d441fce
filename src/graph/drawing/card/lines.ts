// Lengths on a card at a step of the zoom that words are set for (layout/textZoom): letters are never below what can be read on
// the screen, so in canvas pixels they grow as the zoom falls.

import { LEAST_TEXT } from "../tile/hanging.ts"

/** One line of a card: its words and the size of their letters. */
export interface CardLine {
  readonly kind: "title" | "formula" | "caption" | "amount" | "footer" | "name"
  readonly text: string
  readonly size: number
  readonly height: number
  /** A title that is a symbol: the text as a formula. */
  readonly tex?: string
}

/** What stands at the end of the title's line, with the size of its letters. */
export interface CardBeside {
  readonly text: string
  readonly size: number
  /** An overlay's number has taken the place of the name: it has no other. */
  readonly kind?: "amount"
}

/** At full size: of a card, its sides and upper edge; of lines, their heights. In canvas pixels. */
export const NEAR = { left: 15, right: 13, top: 10, title: 20, formula: 38, row: 18 }

/** Letters in canvas pixels at a step: `near` at full size, never below `least` pixels of the screen. */
export function sizeAt(step: number, near: number, least = LEAST_TEXT): number {
  return Math.max(near, least / step)
}

/** A length that is `near` at full size and shrinks to `far` pixels of the screen. */
export function roomAt(step: number, near: number, far: number): number {
  const share = Math.max(0, (step - 0.4) / 0.6)
  return (far + (near - far) * share) / step
}

/** Height of a line of a title that is seen from afar, as a part of the size of its letters. */
export const TITLE_LINE = 1.18

/** Height of a line of words that is no title, of letters of this size. */
export function rowHeight(step: number, size: number): number {
  return step === 1 ? NEAR.row : size * 1.25
}

/** Height of all of these lines. */
export function total(lines: readonly CardLine[]): number {
  return lines.reduce((sum, { height }) => sum + height, 0)
}

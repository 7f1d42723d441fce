// What a layout is made for: how long a row may be, and at which scale it will be looked at.

/** Canvas units along the flow that one row may take, at a scale in pixels of the screen for one unit of the canvas. */
export interface Page {
  readonly length: number
  readonly scale: number
  /** Words of wires between the topmost boxes may stand over the gap, where it is too narrow for them. */
  readonly over: boolean
}

/** Height of the words on a wire, in pixels of the screen. */
export const WORDS_HEIGHT = 18
/** The same where they are on a wire of their own between rows. */
export const WORDS_LINE = 20
/** Free space beside them, in pixels of the screen. */
export const WORDS_ROOM = 6

/** Height of a line of words over boxes, in canvas units; 0 on a page where none stands there. */
export function lineOver({ scale, over }: Page): number {
  return over ? WORDS_HEIGHT / Math.min(1, scale) : 0
}

/** Shortest piece of wire that is seen beside its words, in canvas units. */
const STUB = 10

/** Room along the flow for words so wide, or so high, on the screen. */
export function roomForWords(size: number, { scale }: Page): number {
  return (size + WORDS_ROOM) / Math.min(1, scale) + 2 * STUB
}

/** From the middle of words over a gap to those over the next. */
export function roomBeside(size: number, { scale }: Page): number {
  return (size + WORDS_ROOM) / Math.min(1, scale)
}

// What a layout is made for: how long a row may be, and at which scale it will be looked at.

/** Canvas units along the flow that one row may take, at a scale in pixels of the screen for one unit of the canvas. */
export interface Page {
  readonly length: number
  readonly scale: number
}

/** Height of the words on a wire, in pixels of the screen. */
export const WORDS_HEIGHT = 20
/** Free space beside them, in pixels of the screen. */
export const WORDS_ROOM = 6

/** Shortest piece of wire that is seen beside its words, in canvas units. */
const STUB = 10

/** Room along the flow for words so wide, or so high, on the screen. */
export function roomForWords(size: number, { scale }: Page): number {
  return (size + WORDS_ROOM) / Math.min(1, scale) + 2 * STUB
}

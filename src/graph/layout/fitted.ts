// The scale at which a layout is seen whole is found by trying: at a scale, a page is as long as the window shows of it,
// and words on wires take so much of the canvas. The best layout is the one that the window then shows largest.

import type { Page } from "./page.ts"

/** Of a window, or of what is laid out. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Nothing is gained by being shown larger than it is. */
const MOST = 1
/** From one try to the next; of many boxes fewer are made. */
const STEP = 0.93
const COARSE = 0.87
/** Far below what anybody can read. */
const LEAST = 1e-3
/** A page that leaves room is shown larger, but words were given the room they take at its own scale. */
const ABOVE = 1.02
/** Pages of few boxes may be longer than the window shows at their scale: sometimes a longer row saves a whole one. */
const PAGES = [1, 1.15, 1.3]
const FEW = 200
/** A layout that is shown at this part of its own scale still has room for its words. */
const CLOSE = 0.97
/** Room for words may cost so much of the scale. */
const WORTH = 0.9
/** Of more boxes than this nobody reads words while all are in view: they get the room that they take at this scale. */
const READ = 120
const WORDLESS = 0.5
/** One row is read more easily than several: it may be so much smaller. */
const PLAIN = 0.88

/** Lays out by `place`, which answers a size, for the scale that the window shows best; last with straight rows. `filled`: area of all boxes; `count`: how many there are. */
export function fitted(
  window: Size,
  { filled, count }: { readonly filled: number; readonly count: number },
  down: boolean,
  place: (page: Page, exact: boolean) => Size,
): void {
  const along = down ? window.height : window.width
  const shown = (page: Page): number => {
    const { width, height } = place(page, false)
    return Math.min(MOST, window.width / Math.max(1, width), window.height / Math.max(1, height))
  }
  const forWords = (scale: number): number => Math.max(scale, count > READ ? WORDLESS : 0)
  // Smaller, words take more of the canvas: the first answer is too large.
  const first = shown({ length: Number.POSITIVE_INFINITY, scale: MOST })
  let best: Page = { length: Number.POSITIVE_INFINITY, scale: forWords(first) }
  let most = Math.min(MOST, (first === MOST ? first : shown(best)) / PLAIN)
  const full = Math.sqrt((window.width * window.height) / Math.max(1, filled))
  for (let scale = Math.min(MOST, full); scale > Math.max(LEAST, most); scale *= count > FEW ? COARSE : STEP) {
    for (const longer of count > FEW ? [1] : PAGES) {
      const page = { length: (longer * along) / scale, scale: forWords(scale) }
      const found = Math.min(scale * ABOVE, shown(page))
      if (found <= most) continue
      best = page
      most = found
    }
  }
  // Shown smaller than it was made for, its words lack room: the same rows for the scale that they are seen at, if that costs little.
  for (let i = 0; i < 2 && count <= FEW && most < CLOSE * best.scale; i++) {
    const page = { ...best, scale: forWords(most) }
    const found = shown(page)
    if (found < WORTH * most) break
    best = page
    most = found
  }
  place(best, true)
}

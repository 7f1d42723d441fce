// The gaps between columns, as wide as the words on the wires in them need on a page.

import type { Columns, Segments } from "./columns.ts"
import { type Page, roomBeside, roomForWords, WORDS_HEIGHT, WORDS_LINE, WORDS_ROOM } from "./page.ts"

/** By column: how many wires with words end in it that come from the column before, the widest words, where they stand. */
export interface GapWords {
  readonly count: Int32Array
  readonly widest: Float64Array
  /** From the highest to the lowest of their middles, in canvas units. */
  readonly height: Float64Array
  /** 1 where one of the wires joins the topmost boxes of both columns. */
  readonly top: Uint8Array
}

/** So many lines of words stand over and under the wires that they are on, with a short line to them. */
const SPILL = 3

/** What is written in front of each column, while all of them stand in one row with these tops. */
export function wordsInGaps(
  { words, down }: { readonly words: Float64Array; readonly down: boolean },
  edges: Segments,
  { rank, columns }: Columns,
  top: Float64Array,
): GapWords {
  const least = new Float64Array(columns.length).fill(Number.POSITIVE_INFINITY)
  const most = new Float64Array(columns.length).fill(Number.NEGATIVE_INFINITY)
  const [count, widest] = [new Int32Array(columns.length), new Float64Array(columns.length)]
  const overs = new Uint8Array(columns.length)
  const topmost = columns.map((column) =>
    column.reduce((high, i) => ((top[i] ?? 0) < (top[high] ?? 0) ? i : high), column[0] ?? -1),
  )
  for (let e = 0; e < edges.from.length; e++) {
    const [from, to] = [edges.from[e] ?? 0, edges.to[e] ?? 0]
    const [r, wide] = [rank[to] ?? 0, words[e] ?? 0]
    if (wide === 0 || r - (rank[from] ?? 0) !== 1) continue
    const middle = ((top[from] ?? 0) + (edges.fromAt[e] ?? 0) + (top[to] ?? 0) + (edges.toAt[e] ?? 0)) / 2
    least[r] = Math.min(least[r] ?? 0, middle)
    most[r] = Math.max(most[r] ?? 0, middle)
    count[r] = (count[r] ?? 0) + 1
    if (topmost[r - 1] === from && topmost[r] === to) overs[r] = 1
    widest[r] = Math.max(widest[r] ?? 0, down ? WORDS_LINE : wide)
  }
  return { count, widest, height: most.map((high, r) => high - (least[r] ?? 0)), top: overs }
}

/** Widens gaps so that the words find room: beside each other where they cannot stand below. `length`: of each column. */
export function widen(gap: Float64Array, words: GapWords, down: boolean, page: Page, length: Float64Array): void {
  for (let r = 0; r < gap.length; r++) {
    const all = words.count[r] ?? 0
    if (all === 0) continue
    if (down) gap[r] = roomForWords(words.widest[r] ?? 0, page)
    else {
      const [over, inside] = page.over && words.top[r] === 1 ? [1, all - 1] : [0, all]
      const beside =
        over === 0 ? 0 : roomBeside(words.widest[r] ?? 0, page) - Math.min(length[r - 1] ?? 0, length[r] ?? 0)
      gap[r] = Math.max(gap[r] ?? 0, beside, inside === 0 ? 0 : roomInside(words, r, inside, page))
    }
  }
}

/** Room for so many words in front of a column, of which some stand below others. */
function roomInside({ widest, height }: GapWords, r: number, count: number, page: Page): number {
  const line = (WORDS_HEIGHT + 2) / Math.min(1, page.scale)
  const beside = Math.ceil((count * line) / ((height[r] ?? 0) + (1 + SPILL) * line))
  return roomForWords(beside * (widest[r] ?? 0) + (beside - 1) * WORDS_ROOM, page)
}

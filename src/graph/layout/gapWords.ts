// The gaps between columns, as wide as the words on the wires in them need on a page.

import type { Columns, Segments } from "./columns.ts"
import { type Page, roomForWords, WORDS_HEIGHT, WORDS_ROOM } from "./page.ts"

/** By column: how many wires with words end in it that come from the column before, the widest words, where they stand. */
export interface GapWords {
  readonly count: Int32Array
  readonly widest: Float64Array
  /** From the highest to the lowest of their middles, in canvas units. */
  readonly height: Float64Array
}

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
  for (let e = 0; e < edges.from.length; e++) {
    const [from, to] = [edges.from[e] ?? 0, edges.to[e] ?? 0]
    const [r, wide] = [rank[to] ?? 0, words[e] ?? 0]
    if (wide === 0 || r - (rank[from] ?? 0) !== 1) continue
    const middle = ((top[from] ?? 0) + (edges.fromAt[e] ?? 0) + (top[to] ?? 0) + (edges.toAt[e] ?? 0)) / 2
    least[r] = Math.min(least[r] ?? 0, middle)
    most[r] = Math.max(most[r] ?? 0, middle)
    count[r] = (count[r] ?? 0) + 1
    widest[r] = Math.max(widest[r] ?? 0, down ? WORDS_HEIGHT : wide)
  }
  return { count, widest, height: most.map((high, r) => high - (least[r] ?? 0)) }
}

/** Widens gaps so that the words find room: beside each other where they cannot stand below. */
export function widen(gap: Float64Array, { count, widest, height }: GapWords, down: boolean, page: Page): void {
  const line = (WORDS_HEIGHT + 2) / Math.min(1, page.scale)
  for (let r = 0; r < gap.length; r++) {
    const words = count[r] ?? 0
    if (words === 0) continue
    const beside = down ? 1 : Math.ceil((words * line) / ((height[r] ?? 0) + line))
    const wide = roomForWords(beside * (widest[r] ?? 0) + (beside - 1) * WORDS_ROOM, page)
    gap[r] = down ? wide : Math.max(gap[r] ?? 0, wide)
  }
}

// A page on which the columns of a part are put in rows, from the top down: one after the other, or as two arms side by side.

import type { Arms, Span } from "./arms.ts"
import type { Page } from "./page.ts"
import { breaks, lengthOf, type Measures, type Row } from "./rows.ts"

/** The near corner of each box, and the extent of all. */
export interface Placed {
  readonly along: Float64Array
  readonly across: Float64Array
  readonly length: number
  readonly breadth: number
}

/** What a page asks of the part that is put on it. */
export interface Columned {
  /** The columns from `lo` to before `hi` as a row; `exact`: straight, which takes longer. */
  readonly row: (measures: Measures, span: Span, exact: boolean) => Row
  /** Where they begin, and the place of a node in its column. */
  readonly along: (measures: Measures, span: Span) => (node: number) => number
  readonly count: () => number
  /** Room between two rows for so many wires that go from one to another, with the words on them. */
  readonly between: (cut: number, page: Page) => number
  /** Room that the widest words need beside each other. */
  readonly roomForWidest: (page: Page) => number
}

/** Room for one wire between rows. */
export const LANE = 12

/** A page that is filled from the top. */
export class Sheet {
  private readonly part: Columned
  private readonly measures: Measures
  private readonly page: Page
  private readonly exact: boolean
  private readonly x: Float64Array
  private readonly y: Float64Array
  private length = 0
  private bottom = 0

  constructor(part: Columned, measures: Measures, page: Page, exact: boolean) {
    this.part = part
    this.measures = measures
    this.page = page
    this.exact = exact
    this.x = new Float64Array(part.count())
    this.y = new Float64Array(part.count())
  }

  /** Puts columns in rows below what is there, each beginning at `left`; answers how long they are. */
  put([lo, hi]: Span, longest: number, left = 0): number {
    const starts = breaks(this.measures, lo, hi, longest)
    let most = 0
    for (const [i, start] of starts.entries()) {
      const span = [start, starts[i + 1] ?? hi] as const
      const row = this.part.row(this.measures, span, this.exact)
      const along = this.part.along(this.measures, span)
      if (this.bottom > 0) this.bottom += this.part.between(this.measures.cut[start] ?? 0, this.page)
      for (const node of row.nodes) {
        this.x[node] = left + along(node)
        this.y[node] = this.bottom + (row.top.get(node) ?? 0)
      }
      this.bottom += row.breadth
      most = Math.max(most, lengthOf(this.measures, ...span))
    }
    this.length = Math.max(this.length, left + most)
    return most
  }

  /** Left arm, right arm, level by level, and the middle below. */
  putArms({ levels, middle }: Arms): void {
    const between = this.part.roomForWidest(this.page) + 2 * LANE
    const half = (this.page.length - between) / 2
    const spans = levels.map(({ left }) => left)
    const wide = Math.max(...spans.map((span) => this.longestRow(span, half)))
    for (const { left, right } of levels) {
      const top = this.bottom
      this.put(left, half)
      const under = this.bottom
      this.bottom = top
      this.put(right, this.page.length - between - wide, wide + between)
      this.bottom = Math.max(under, this.bottom)
    }
    const [before, rows] = [this.length, this.longestRow(middle, this.page.length)]
    this.put(middle, this.page.length, Math.max(0, (before - rows) / 2))
  }

  placed(): Placed {
    return { along: this.x, across: this.y, length: this.length, breadth: this.bottom }
  }

  private longestRow([lo, hi]: Span, longest: number): number {
    const starts = breaks(this.measures, lo, hi, longest)
    return Math.max(...starts.map((start, i) => lengthOf(this.measures, start, starts[i + 1] ?? hi)))
  }
}

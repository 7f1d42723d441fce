// One connected part of a level: all in one row of columns where the page holds it, else in rows, or as two arms.

import { type Arms, armsOf, type Span } from "./arms.ts"
import { type Columns, cutIntoColumns, type Segments } from "./columns.ts"
import { reduceCrossings } from "./crossings.ts"
import { type GapWords, widen, wordsInGaps } from "./gapWords.ts"
import { lineOver, type Page, roomForWords, WORDS_LINE, WORDS_ROOM } from "./page.ts"
import { ranks, withoutCircles } from "./ranks.ts"
import { cutRow, guessedRow, lengthOf, type Measures, type Row, straightRow } from "./rows.ts"
import { LANE, type Placed, Sheet } from "./sheet.ts"
import { type Clearance, straighten } from "./straighten.ts"

/** Distances, in the units of the boxes. */
export interface Spacing extends Clearance {
  readonly column: number
  /** Between parts that are not connected. */
  readonly part: number
}

/** Boxes that hang together, with the words on their wires: sizes along and across the flow, in pixels of the screen. */
export interface PartGraph {
  readonly length: Float64Array
  readonly breadth: Float64Array
  readonly edges: Segments
  readonly words: Float64Array
  /** Wires run down: words are as long as they are high along the flow. */
  readonly down: boolean
}

/** More nodes and bends than this are not straightened again for each row; than that, not while pages are tried. */
const MANY = 3_000
const SOME = 300
/** Free space between rows that run down, without wires; and what the lane of one wire takes between others at least. */
const ROW = 10
const LEAST_ROW = 30

/** A part whose order is settled; asked for places on one page after the other. */
export function preparePart(graph: PartGraph, spacing: Spacing): (page: Page | null, exact: boolean) => Placed {
  const count = graph.length.length
  const acyclic = withoutCircles(count, graph.edges)
  const { fromAt, toAt } = graph.edges
  const turned = (e: number): boolean => acyclic.from[e] !== graph.edges.from[e]
  const edges: Segments = {
    ...acyclic,
    fromAt: fromAt.map((own, e) => (turned(e) ? (toAt[e] ?? 0) : own)),
    toAt: toAt.map((own, e) => (turned(e) ? (fromAt[e] ?? 0) : own)),
  }
  const rank = ranks(count, edges)
  const columns = cutIntoColumns(count, rank, edges)
  const heights = new Float64Array(columns.rank.length)
  heights.set(graph.breadth)
  reduceCrossings(columns, heights)
  const top = straighten(columns, heights, spacing)
  const part = new Part(graph, edges, columns, heights, top, spacing)
  const arms = armsOf(columns, edges, part.cut)
  return (page, exact) => part.placed(page, arms, exact)
}

class Part {
  readonly cut: Float64Array
  private readonly graph: PartGraph
  private readonly edges: Segments
  private readonly columns: Columns
  private readonly heights: Float64Array
  private readonly top: Float64Array
  private readonly spacing: Spacing
  private readonly length: Float64Array
  private readonly breadth: Float64Array
  private readonly words: GapWords
  private readonly widest: number

  constructor(
    graph: PartGraph,
    edges: Segments,
    columns: Columns,
    heights: Float64Array,
    top: Float64Array,
    spacing: Spacing,
  ) {
    this.graph = graph
    this.edges = edges
    this.columns = columns
    this.heights = heights
    this.top = top
    this.spacing = spacing
    this.length = new Float64Array(columns.columns.length)
    this.breadth = new Float64Array(columns.columns.length)
    for (let i = 0; i < columns.count; i++) {
      const r = columns.rank[i] ?? 0
      const before = this.breadth[r] ?? 0
      this.length[r] = Math.max(this.length[r] ?? 0, graph.length[i] ?? 0)
      this.breadth[r] = before + (before > 0 ? spacing.node : 0) + (heights[i] ?? 0)
    }
    // Wires that pass a column lie beside its nodes.
    for (let i = columns.count; i < columns.rank.length; i++) {
      const r = columns.rank[i] ?? 0
      this.breadth[r] = (this.breadth[r] ?? 0) + spacing.bend
    }
    this.cut = this.cuts()
    this.words = wordsInGaps(graph, edges, columns, top)
    this.widest = graph.words.reduce((most, one) => Math.max(most, one), 0)
  }

  placed(page: Page | null, arms: Arms | null, exact: boolean): Placed {
    const measures = this.measures(page)
    const all = this.columns.columns.length
    if (page === null || lengthOf(measures, 0, all) <= page.length) return this.inOneRow(measures)
    const sheet = new Sheet(this, measures, page, exact)
    if (arms !== null) sheet.putArms(arms)
    else sheet.put([0, all], page.length)
    return sheet.placed()
  }

  row(measures: Measures, [lo, hi]: Span, exact: boolean): Row {
    const { columns, heights, top, spacing } = this
    const size = columns.rank.length
    if (!exact && size > SOME) return guessedRow(measures, lo, hi)
    return size > MANY ? cutRow(columns, lo, hi, heights, top) : straightRow(columns, lo, hi, heights, spacing)
  }

  /** Where the columns from `lo` to before `hi` begin, and the place of a node in its column. */
  along({ length, gap }: Measures, [lo, hi]: Span): (node: number) => number {
    const start = new Float64Array(hi - lo)
    let x = 0
    for (let r = lo; r < hi; r++) {
      x += r === lo ? 0 : (gap[r] ?? 0)
      start[r - lo] = x
      x += length[r] ?? 0
    }
    return (node) => {
      const r = this.columns.rank[node] ?? 0
      return (start[r - lo] ?? 0) + ((length[r] ?? 0) - (this.graph.length[node] ?? 0)) / 2
    }
  }

  count(): number {
    return this.columns.count
  }

  /** Room between two rows for the wires that go from one to another, with the words on them. */
  between(cut: number, page: Page): number {
    const lanes = (Math.max(1, cut) - 1) * LANE
    if (this.graph.down) return lanes + ROW + (this.widest + WORDS_ROOM) / Math.min(1, page.scale)
    return lanes + Math.max(LEAST_ROW, WORDS_LINE / Math.min(1, page.scale)) + lineOver(page)
  }

  /** Room that the widest words need beside each other on a page. */
  roomForWidest(page: Page): number {
    return roomForWords(this.widest, page)
  }

  private inOneRow(measures: Measures): Placed {
    const all = this.columns.columns.length
    const along = this.along(measures, [0, all])
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let i = 0; i < this.columns.count; i++) {
      least = Math.min(least, this.top[i] ?? 0)
      most = Math.max(most, (this.top[i] ?? 0) + (this.heights[i] ?? 0))
    }
    return {
      along: this.graph.length.map((_, i) => along(i)),
      across: this.graph.length.map((_, i) => (this.top[i] ?? 0) - least),
      length: lengthOf(measures, 0, all),
      breadth: Math.max(0, most - least),
    }
  }

  private measures(page: Page | null): Measures {
    const { length, breadth, cut } = this
    const gap = new Float64Array(length.length).fill(this.spacing.column)
    if (page !== null) widen(gap, this.words, this.graph.down, page, length)
    return { length, gap, breadth, cut }
  }

  /** In front of each column, wires that come from before it; those from one node count once. */
  private cuts(): Float64Array {
    const { columns, edges } = this
    const far = new Map<number, number>()
    for (let e = 0; e < edges.from.length; e++) {
      const [from, to] = [edges.from[e] ?? 0, columns.rank[edges.to[e] ?? 0] ?? 0]
      far.set(from, Math.max(far.get(from) ?? 0, to))
    }
    const cut = new Float64Array(columns.columns.length + 1)
    for (const [from, to] of far) {
      const r = (columns.rank[from] ?? 0) + 1
      cut[r] = (cut[r] ?? 0) + 1
      if (to + 1 < cut.length) cut[to + 1] = (cut[to + 1] ?? 0) - 1
    }
    for (let r = 1; r < cut.length; r++) cut[r] = (cut[r] ?? 0) + (cut[r - 1] ?? 0)
    return cut.slice(0, -1)
  }
}

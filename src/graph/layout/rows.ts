// A row of columns that is too long for the page is broken into several, one under the other, as a line of text is: where
// few wires cross the break, and so that the rows are of about one length.

import type { Columns, Segments } from "./columns.ts"
import { fan } from "./ranks.ts"
import { type Clearance, straighten } from "./straighten.ts"

/** The columns of a level as a page needs them: by rank. */
export interface Measures {
  /** Length of each column, and the gap in front of it. */
  readonly length: Float64Array
  readonly gap: Float64Array
  /** How broad each column is, its nodes one under the other. */
  readonly breadth: Float64Array
  /** Wires that lead from before this column into it or beyond. */
  readonly cut: Float64Array
}

/** What a wire costs that is cut by a break, and a page's length left empty, in canvas units of height. */
const CUT = 70
const EMPTY = 120

/** The first column of each row, from `lo` to before `hi`, for rows of at most this length. */
export function breaks(measures: Measures, lo: number, hi: number, longest: number): number[] {
  const { length, gap, cut } = measures
  const cost = new Float64Array(hi - lo + 1).fill(Number.POSITIVE_INFINITY)
  const start = new Int32Array(hi - lo + 1)
  cost[0] = 0
  for (let end = lo + 1; end <= hi; end++) {
    let [long, broad] = [0, 0]
    for (let first = end - 1; first >= lo; first--) {
      long += (length[first] ?? 0) + (first === end - 1 ? 0 : (gap[first + 1] ?? 0))
      if (long > longest && first < end - 1) break
      broad = Math.max(broad, measures.breadth[first] ?? 0)
      const empty = end === hi ? 0 : Math.max(0, 1 - long / longest)
      const crossing = first === lo ? 0 : CUT * Math.max(0, (cut[first] ?? 0) - 1)
      const all = (cost[first - lo] ?? 0) + broad + CUT + crossing + EMPTY * empty * empty
      if (all >= (cost[end - lo] ?? 0)) continue
      cost[end - lo] = all
      start[end - lo] = first
    }
  }
  const rows: number[] = []
  for (let end = hi; end > lo; end = start[end - lo] ?? lo) rows.push(start[end - lo] ?? lo)
  return rows.reverse()
}

/** Length of the columns from `lo` to before `hi` in one row. */
export function lengthOf({ length, gap }: Measures, lo: number, hi: number): number {
  let sum = 0
  for (let r = lo; r < hi; r++) sum += (length[r] ?? 0) + (r === lo ? 0 : (gap[r] ?? 0))
  return sum
}

/** One row on its own: the tops of its nodes from 0, and how broad it is. */
export interface Row {
  readonly nodes: readonly number[]
  readonly top: ReadonlyMap<number, number>
  readonly breadth: number
}

/** The nodes of the columns from `lo` to before `hi`, straightened without the wires that leave the row. */
export function straightRow(all: Columns, lo: number, hi: number, heights: Float64Array, clearance: Clearance): Row {
  const row = rowOf(all, lo, hi)
  const own = Float64Array.from(row.items, (item) => heights[item] ?? 0)
  return measured(all, row.items, straighten(row.columns, own, clearance), heights)
}

const NOWHERE: ReadonlyMap<number, number> = new Map()

/** About how broad such a row is, without places: for a first look. */
export function guessedRow({ breadth }: Measures, lo: number, hi: number): Row {
  let broad = 0
  for (let r = lo; r < hi; r++) broad = Math.max(broad, breadth[r] ?? 0)
  return { nodes: [], top: NOWHERE, breadth: broad }
}

/** The same with the places that the nodes have while all stands in one row: for so many that straightening takes long. */
export function cutRow(all: Columns, lo: number, hi: number, heights: Float64Array, tops: Float64Array): Row {
  const items = all.columns.slice(lo, hi).flat()
  const own = Float64Array.from(items, (item) => tops[item] ?? 0)
  return measured(all, items, own, heights)
}

function measured({ count }: Columns, items: readonly number[], tops: Float64Array, heights: Float64Array): Row {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  items.forEach((item, at) => {
    if (item >= count) return
    least = Math.min(least, tops[at] ?? 0)
    most = Math.max(most, (tops[at] ?? 0) + (heights[item] ?? 0))
  })
  const top = new Map<number, number>()
  items.forEach((item, at) => {
    if (item < count) top.set(item, (tops[at] ?? 0) - least)
  })
  return { nodes: [...top.keys()], top, breadth: Math.max(0, most - least) }
}

/** The part of a graph that lies in some columns: its nodes, and the bends of wires that end in them. */
function rowOf(all: Columns, lo: number, hi: number): { readonly items: readonly number[]; readonly columns: Columns } {
  const kept = new Set<number>()
  for (let r = hi - 1; r >= lo; r--) {
    for (const item of all.columns[r] ?? []) {
      if (item < all.count || leadsTo(all, item, kept)) kept.add(item)
    }
  }
  const columns = all.columns.slice(lo, hi).map((column) => column.filter((item) => kept.has(item)))
  const nodes = columns.flat().filter((item) => item < all.count)
  const items = [...nodes, ...columns.flat().filter((item) => item >= all.count)]
  const local = new Map(items.map((item, at) => [item, at]))
  const segments = segmentsAmong(all, items, local)
  const cut: Columns = {
    count: nodes.length,
    rank: Int32Array.from(items, (item) => (all.rank[item] ?? 0) - lo),
    columns: columns.map((column) => column.map((item) => local.get(item) ?? 0)),
    segments,
    right: fan(items.length, segments.from),
    left: fan(items.length, segments.to),
  }
  return { items, columns: cut }
}

function leadsTo({ right, segments }: Columns, item: number, kept: ReadonlySet<number>): boolean {
  for (let at = right.start[item] ?? 0; at < (right.start[item + 1] ?? 0); at++) {
    if (kept.has(segments.to[right.list[at] ?? 0] ?? 0)) return true
  }
  return false
}

function segmentsAmong(
  { right, segments }: Columns,
  items: readonly number[],
  local: ReadonlyMap<number, number>,
): Segments {
  const inside: number[] = []
  for (const item of items) {
    for (let at = right.start[item] ?? 0; at < (right.start[item + 1] ?? 0); at++) {
      const e = right.list[at] ?? 0
      if (local.has(segments.to[e] ?? 0)) inside.push(e)
    }
  }
  return {
    from: Int32Array.from(inside, (e) => local.get(segments.from[e] ?? 0) ?? 0),
    to: Int32Array.from(inside, (e) => local.get(segments.to[e] ?? 0) ?? 0),
    fromAt: Float64Array.from(inside, (e) => segments.fromAt[e] ?? 0),
    toAt: Float64Array.from(inside, (e) => segments.toAt[e] ?? 0),
  }
}

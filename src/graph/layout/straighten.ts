// Places across a column: each node as near as it can be to where its neighbours' wires would run straight, in the order
// given and without overlap. One column is a least-squares problem with an order, solved exactly by pooling adjacent
// violators; sweeps to and fro carry the answer through the graph.

import type { Columns } from "./columns.ts"

/** What nodes must keep clear of each other, in the units of their heights. */
export interface Clearance {
  readonly node: number
  readonly bend: number
}

// A long wire is the stiffest thing, a node with wires into it gives way to it, and a source to both.
const BEND = 1_000
const NODE = 1
const SOURCE = 0.001
const FIXED = 1e6

/** The top of each node and bend. */
export function straighten(graph: Columns, heights: Float64Array, clearance: Clearance): Float64Array {
  const top = new Float64Array(graph.rank.length)
  const solver = new ColumnSolver(graph, heights, clearance, top)
  for (const column of graph.columns) solver.stack(column)
  const sweeps = graph.rank.length > 4_000 ? 2 : 6
  const { columns } = graph
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const column of columns) solver.settle(column, true)
    for (let r = columns.length - 1; r >= 0; r--) solver.settle(columns[r] ?? [], false)
  }
  for (const column of columns) solver.settle(column, true)
  for (let r = columns.length - 1; r >= 0; r--) solver.pullSources(columns[r] ?? [])
  return top
}

class ColumnSolver {
  private readonly graph: Columns
  private readonly heights: Float64Array
  private readonly clearance: Clearance
  private readonly top: Float64Array
  // Blocks of nodes that touch: their weighted mean, weight, and number of nodes.
  private readonly mean: number[] = []
  private readonly weight: number[] = []
  private readonly length: number[] = []

  constructor(graph: Columns, heights: Float64Array, clearance: Clearance, top: Float64Array) {
    this.graph = graph
    this.heights = heights
    this.clearance = clearance
    this.top = top
  }

  /** Puts a column's nodes one under the other, around 0. */
  stack(column: readonly number[]): void {
    let y = 0
    for (let at = 0; at < column.length; at++) {
      const i = column[at] ?? 0
      this.top[i] = y
      y += (this.heights[i] ?? 0) + this.gapAfter(column, at)
    }
    for (const i of column) this.top[i] = (this.top[i] ?? 0) - y / 2
  }

  /** Moves a column's nodes towards their neighbours on the left, or on the right. */
  settle(column: readonly number[], left: boolean): void {
    this.solve(
      column,
      (i) => this.wanted(i, left) ?? this.wanted(i, !left) ?? this.top[i] ?? 0,
      (i) => this.stiffness(i),
    )
  }

  /** Moves the column's sources towards what they feed; everything else stays. */
  pullSources(column: readonly number[]): void {
    if (!column.some((i) => this.isSource(i))) return
    this.solve(
      column,
      (i) => (this.isSource(i) ? this.wanted(i, false) : null) ?? this.top[i] ?? 0,
      (i) => (this.isSource(i) ? NODE : FIXED),
    )
  }

  private isSource(i: number): boolean {
    return this.graph.left.start[i] === this.graph.left.start[i + 1]
  }

  private stiffness(i: number): number {
    return i >= this.graph.count ? BEND : this.isSource(i) ? SOURCE : NODE
  }

  /** Where node i would have to be for the wires on one side to run straight, on average. */
  private wanted(i: number, left: boolean): number | null {
    const { segments } = this.graph
    const side = left ? this.graph.left : this.graph.right
    const [first, end] = [side.start[i] ?? 0, side.start[i + 1] ?? 0]
    if (end === first) return null
    let sum = 0
    let weights = 0
    for (let at = first; at < end; at++) {
      const e = side.list[at] ?? 0
      const j = (left ? segments.from[e] : segments.to[e]) ?? 0
      const slope = (segments.fromAt[e] ?? 0) - (segments.toAt[e] ?? 0)
      const weight = this.stiffness(j)
      sum += weight * ((this.top[j] ?? 0) + (left ? slope : -slope))
      weights += weight
    }
    return sum / weights
  }

  private gapAfter(column: readonly number[], at: number): number {
    const [a, b] = [column[at] ?? 0, column[at + 1]]
    const bends = (a >= this.graph.count ? 1 : 0) + (b !== undefined && b >= this.graph.count ? 1 : 0)
    return bends === 0 ? this.clearance.node : this.clearance.bend
  }

  private solve(column: readonly number[], wanted: (i: number) => number, stiffness: (i: number) => number): void {
    const { mean, weight, length, top, heights } = this
    let blocks = 0
    let offset = 0
    for (let at = 0; at < column.length; at++) {
      const i = column[at] ?? 0
      let [m, w, n] = [wanted(i) - offset, stiffness(i), 1]
      while (blocks > 0 && (mean[blocks - 1] ?? 0) >= m) {
        blocks--
        const other = weight[blocks] ?? 0
        m = (m * w + (mean[blocks] ?? 0) * other) / (w + other)
        w += other
        n += length[blocks] ?? 0
      }
      mean[blocks] = m
      weight[blocks] = w
      length[blocks] = n
      blocks++
      offset += (heights[i] ?? 0) + this.gapAfter(column, at)
    }
    offset = 0
    for (let block = 0, at = 0; block < blocks; block++) {
      for (let n = length[block] ?? 0; n > 0; n--, at++) {
        const i = column[at] ?? 0
        top[i] = (mean[block] ?? 0) + offset
        offset += (heights[i] ?? 0) + this.gapAfter(column, at)
      }
    }
  }
}

// Order within columns, so that few wires cross: each node goes to the mean place of its neighbours, from left to right
// and back (Sugiyama's barycentre sweeps), and the best order seen is kept.

import type { Columns } from "./columns.ts"

/** Small shares of a place, so that of two wires from one node the one from the upper port comes first. */
const PORT = 1e-4

/** Reorders `columns` in place. `heights` scales the place of a port on its node. */
export function reduceCrossings(graph: Columns, heights: Float64Array): void {
  const place = new Float64Array(graph.rank.length)
  const key = new Float64Array(graph.rank.length)
  const start = (columns: readonly (readonly number[])[]): void => {
    for (const column of columns) setPlaces(column, place)
  }
  start(graph.columns)
  let best = copy(graph.columns)
  let fewest = crossings(graph, place)
  const patience = graph.rank.length > 4_000 ? 2 : 6
  for (let number = 0, idle = 0; fewest > 0 && idle < patience && number < 24; number++) {
    sweep(graph, number % 2 === 0, place, key, heights)
    const now = crossings(graph, place)
    idle = now < fewest ? 0 : idle + 1
    if (now > fewest) continue
    fewest = now
    best = copy(graph.columns)
  }
  // Last from right to left, so that what feeds one node stands in the order of its ports, if that costs no crossing.
  restore(graph, copy(best))
  start(graph.columns)
  sweep(graph, false, place, key, heights)
  if (crossings(graph, place) > fewest) restore(graph, best)
}

// Spreading 100,000 columns into a call would overflow the stack.
function restore(graph: Columns, columns: readonly number[][]): void {
  columns.forEach((column, at) => {
    graph.columns[at] = column
  })
}

function copy(columns: readonly (readonly number[])[]): number[][] {
  return columns.map((column) => column.slice())
}

/** Sorts each column by the mean places of its neighbours on the side that the sweep comes from. */
function sweep(graph: Columns, forward: boolean, place: Float64Array, key: Float64Array, heights: Float64Array): void {
  const { columns } = graph
  for (let step = 0; step < columns.length; step++) {
    const column = columns[forward ? step : columns.length - 1 - step]
    if (column === undefined || column.length < 2) continue
    for (const i of column) key[i] = meanPlace(graph, i, forward, place, heights)
    column.sort((a, b) => (key[a] ?? 0) - (key[b] ?? 0))
    setPlaces(column, place)
  }
}

function setPlaces(column: readonly number[], place: Float64Array): void {
  for (let at = 0; at < column.length; at++) place[column[at] ?? 0] = (at + 0.5) / column.length
}

/** Mean place of the neighbours on the side the sweep comes from, else on the other side, else its own. */
function meanPlace(graph: Columns, i: number, fromLeft: boolean, place: Float64Array, heights: Float64Array): number {
  return sideMean(graph, i, fromLeft, place, heights) ?? sideMean(graph, i, !fromLeft, place, heights) ?? place[i] ?? 0
}

function sideMean(graph: Columns, i: number, left: boolean, place: Float64Array, heights: Float64Array): number | null {
  const { segments } = graph
  const side = left ? graph.left : graph.right
  const [first, end] = [side.start[i] ?? 0, side.start[i + 1] ?? 0]
  if (end === first) return null
  const ends = left ? segments.from : segments.to
  const ports = left ? segments.fromAt : segments.toAt
  let sum = 0
  for (let at = first; at < end; at++) {
    const e = side.list[at] ?? 0
    const j = ends[e] ?? 0
    sum += (place[j] ?? 0) + (PORT * (ports[e] ?? 0)) / Math.max(1, heights[j] ?? 1)
  }
  return sum / (end - first)
}

/** Number of pairs of segments that cross, counted with a Fenwick tree. */
function crossings(graph: Columns, place: Float64Array): number {
  const { columns, segments, right } = graph
  let total = 0
  for (let r = 0; r + 1 < columns.length; r++) {
    const [here, next] = [columns[r] ?? [], columns[r + 1] ?? []]
    if (here.length < 2 && next.length < 2) continue
    const tree = new Int32Array(next.length + 1)
    let seen = 0
    for (const i of here) {
      const [first, end] = [right.start[i] ?? 0, right.start[i + 1] ?? 0]
      for (let at = first; at < end; at++) {
        const j = segments.to[right.list[at] ?? 0] ?? 0
        const position = Math.floor((place[j] ?? 0) * next.length)
        total += seen - countUpTo(tree, position + 1)
      }
      for (let at = first; at < end; at++) {
        const j = segments.to[right.list[at] ?? 0] ?? 0
        for (let k = Math.floor((place[j] ?? 0) * next.length) + 1; k < tree.length; k += k & -k) {
          tree[k] = (tree[k] ?? 0) + 1
        }
      }
      seen += end - first
    }
  }
  return total
}

function countUpTo(tree: Int32Array, position: number): number {
  let sum = 0
  for (let k = position; k > 0; k -= k & -k) sum += tree[k] ?? 0
  return sum
}

// The graph cut into columns: a wire over several columns gets a bend in each column between, so that from here on every
// segment leads from one column to the next.

import { type Edges, type Fan, fan } from "./ranks.ts"

/** Nodes 0 … count − 1 are given ones, the rest are bends. */
export interface Columns {
  readonly count: number
  readonly rank: Int32Array
  readonly columns: number[][]
  readonly segments: Segments
  /** Segments by the node they leave and enter. */
  readonly right: Fan
  readonly left: Fan
}

/** Segments with the distance of each end from the top of its node. */
export interface Segments extends Edges {
  readonly fromAt: Float64Array
  readonly toAt: Float64Array
}

// Wires longer than this are laid without bends where there are so many that bends would outnumber the nodes.
const SHORTEST_LIMIT = 4

/** Cuts edges that all lead to a later column. Wires that leave one node share their bends. */
export function cutIntoColumns(count: number, rank: Int32Array, edges: Segments): Columns {
  const out = fan(count, edges.from)
  const limit = longestWire(count, rank, edges, out)
  const ranks: number[] = Array.from(rank)
  const segments = { from: [] as number[], to: [] as number[], fromAt: [] as number[], toAt: [] as number[] }
  const add = (from: number, to: number, fromAt: number, toAt: number): void => {
    segments.from.push(from)
    segments.to.push(to)
    segments.fromAt.push(fromAt)
    segments.toAt.push(toAt)
  }
  for (let i = 0; i < count; i++) {
    const start = rank[i] ?? 0
    const bends: number[] = []
    for (let at = out.start[i] ?? 0; at < (out.start[i + 1] ?? 0); at++) {
      const e = out.list[at] ?? 0
      const [to, fromAt, toAt] = [edges.to[e] ?? 0, edges.fromAt[e] ?? 0, edges.toAt[e] ?? 0]
      const span = (rank[to] ?? 0) - start
      if (span > limit || span < 1) continue
      while (bends.length < span - 1) {
        const bend = ranks.push(start + bends.length + 1) - 1
        const before = bends.at(-1)
        add(before ?? i, bend, before === undefined ? fromAt : 0, 0)
        bends.push(bend)
      }
      const last = bends[span - 2]
      add(last ?? i, to, last === undefined ? fromAt : 0, toAt)
    }
  }
  return columnsOf(count, ranks, segments)
}

/** Short wires and the columns that they join, as arrays; `count` of the ranks are nodes, the rest are bends. */
function columnsOf(
  count: number,
  ranks: readonly number[],
  segments: { readonly [K in keyof Segments]: readonly number[] },
): Columns {
  const arrays = {
    from: Int32Array.from(segments.from),
    to: Int32Array.from(segments.to),
    fromAt: Float64Array.from(segments.fromAt),
    toAt: Float64Array.from(segments.toAt),
  }
  const right = fan(ranks.length, arrays.from)
  const left = fan(ranks.length, arrays.to)
  const all = Int32Array.from(ranks)
  return { count, rank: all, columns: firstOrder(all, arrays, right), segments: arrays, right, left }
}

/** The longest wire that gets bends, so that there are not many more bends than nodes. */
function longestWire(count: number, rank: Int32Array, edges: Edges, out: Fan): number {
  let limit = rank.reduce((a, b) => Math.max(a, b), 0) + 1
  const allowed = 3 * count + 2_000
  for (; limit > SHORTEST_LIMIT; limit = Math.floor(limit / 2)) {
    let bends = 0
    for (let i = 0; i < count; i++) {
      let longest = 1
      for (let at = out.start[i] ?? 0; at < (out.start[i + 1] ?? 0); at++) {
        const span = (rank[edges.to[out.list[at] ?? 0] ?? 0] ?? 0) - (rank[i] ?? 0)
        if (span <= limit) longest = Math.max(longest, span)
      }
      bends += longest - 1
    }
    if (bends <= allowed) return limit
  }
  return limit
}

/** Columns filled by walking from each node along its wires: what belongs together starts together. */
function firstOrder(rank: Int32Array, segments: Edges, right: Fan): number[][] {
  const columns: number[][] = []
  const seen = new Uint8Array(rank.length)
  for (let root = 0; root < rank.length; root++) {
    if (seen[root] === 1) continue
    const stack = [root]
    seen[root] = 1
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const column = rank[i] ?? 0
      while (columns.length <= column) columns.push([])
      columns[column]?.push(i)
      for (let at = (right.start[i + 1] ?? 0) - 1; at >= (right.start[i] ?? 0); at--) {
        const j = segments.to[right.list[at] ?? 0] ?? 0
        if (seen[j] === 1) continue
        seen[j] = 1
        stack.push(j)
      }
    }
  }
  return columns
}

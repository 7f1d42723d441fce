// Which column each node stands in: as far along as its longest way from a source, sources next to what they feed.

/** Edges by index: `from[e] → to[e]`. */
export interface Edges {
  readonly from: Int32Array
  readonly to: Int32Array
}

/** For each node, the edges that leave (or enter) it: `list[start[i]] … list[start[i + 1] − 1]`. */
export interface Fan {
  readonly start: Int32Array
  readonly list: Int32Array
}

/** Groups edge numbers by one of their ends. */
export function fan(count: number, ends: Int32Array): Fan {
  const start = new Int32Array(count + 1)
  for (const end of ends) start[end + 1] = (start[end + 1] ?? 0) + 1
  for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0)
  const next = start.slice(0, count)
  const list = new Int32Array(ends.length)
  for (let e = 0; e < ends.length; e++) {
    const end = ends[e] ?? 0
    list[next[end] ?? 0] = e
    next[end] = (next[end] ?? 0) + 1
  }
  return { start, list }
}

/** The same edges with those turned round that close a circle, so that columns can be counted. */
export function withoutCircles(count: number, edges: Edges): Edges {
  if (topological(count, edges) !== null) return edges
  const from = edges.from.slice()
  const to = edges.to.slice()
  const out = fan(count, edges.from)
  const state = new Uint8Array(count)
  const next = out.start.slice(0, count)
  for (let root = 0; root < count; root++) {
    if (state[root] !== 0) continue
    const path = [root]
    state[root] = 1
    for (let i = path.at(-1); i !== undefined; i = path.at(-1)) {
      const at = next[i] ?? 0
      if (at >= (out.start[i + 1] ?? 0)) {
        state[i] = 2
        path.pop()
        continue
      }
      next[i] = at + 1
      const e = out.list[at] ?? 0
      const j = edges.to[e] ?? 0
      if (state[j] === 0) {
        state[j] = 1
        path.push(j)
      } else if (state[j] === 1) {
        from[e] = j
        to[e] = i
      }
    }
  }
  return { from, to }
}

function topological(count: number, edges: Edges): Int32Array | null {
  const out = fan(count, edges.from)
  const waiting = new Int32Array(count)
  for (const j of edges.to) waiting[j] = (waiting[j] ?? 0) + 1
  const order = new Int32Array(count)
  let filled = 0
  for (let i = 0; i < count; i++) if (waiting[i] === 0) order[filled++] = i
  for (let head = 0; head < filled; head++) {
    const i = order[head] ?? 0
    for (let at = out.start[i] ?? 0; at < (out.start[i + 1] ?? 0); at++) {
      const j = edges.to[out.list[at] ?? 0] ?? 0
      waiting[j] = (waiting[j] ?? 0) - 1
      if (waiting[j] === 0) order[filled++] = j
    }
  }
  return filled === count ? order : null
}

/**
 * Columns from 0. Edges must be free of circles (an edge from a node to itself counts as none). A node that feeds more
 * wires than it takes, a source above all, moves as far towards what it feeds as it can.
 */
export function ranks(count: number, edges: Edges): Int32Array {
  const order = topological(count, edges)
  const rank = new Int32Array(count)
  if (order === null) return rank
  const out = fan(count, edges.from)
  const inDegree = new Int32Array(count)
  for (const i of order) {
    for (let at = out.start[i] ?? 0; at < (out.start[i + 1] ?? 0); at++) {
      const j = edges.to[out.list[at] ?? 0] ?? 0
      inDegree[j] = (inDegree[j] ?? 0) + 1
      rank[j] = Math.max(rank[j] ?? 0, (rank[i] ?? 0) + 1)
    }
  }
  for (let k = count - 1; k >= 0; k--) {
    const i = order[k] ?? 0
    const [first, end] = [out.start[i] ?? 0, out.start[i + 1] ?? 0]
    if (end - first <= (inDegree[i] ?? 0)) continue
    let nearest = Number.POSITIVE_INFINITY
    for (let at = first; at < end; at++) nearest = Math.min(nearest, rank[edges.to[out.list[at] ?? 0] ?? 0] ?? 0)
    rank[i] = nearest - 1
  }
  const least = rank.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  return rank.map((r) => r - least)
}

// One level of a drawing: boxes and the wires between them, without groups. Parts that are not connected are laid out
// each for itself and packed into rows.

import { cutIntoColumns, type Segments } from "./columns.ts"
import { reduceCrossings } from "./crossings.ts"
import { type Edges, ranks, withoutCircles } from "./ranks.ts"
import { type Clearance, straighten } from "./straighten.ts"

/** Boxes by index. `length` runs along the flow (a width, if it flows to the right), `breadth` across it. */
export interface Level {
  readonly length: Float64Array
  readonly breadth: Float64Array
  readonly edges: Segments
}

/** Distances, in the units of the boxes. */
export interface Spacing extends Clearance {
  readonly column: number
  /** Between parts that are not connected. */
  readonly part: number
}

/** The near corner of each box, and the extent of all. */
export interface Placed {
  readonly along: Float64Array
  readonly across: Float64Array
  readonly length: number
  readonly breadth: number
}

// Rows of parts are filled until the whole is about this much longer than it is broad.
const ASPECT = 1.7

/** Places the boxes of one level, groups among them as boxes: along and across the flow, in the unit of their sizes. */
export function layoutLevel(level: Level, spacing: Spacing): Placed {
  const count = level.length.length
  const parts = connectedParts(count, level.edges)
  const along = new Float64Array(count)
  const across = new Float64Array(count)
  const placed = parts.map((part) => layoutPart(part, level, spacing))
  const area = placed.reduce((sum, p) => sum + (p.length + spacing.part) * (p.breadth + spacing.part), 0)
  const widest = placed.reduce((most, p) => Math.max(most, p.length), 0)
  const limit = Math.max(widest, Math.sqrt(area * ASPECT))
  let [x, y, row, length] = [0, 0, 0, 0]
  parts.forEach((part, at) => {
    const box = placed[at]
    if (box === undefined) return
    if (x > 0 && x + box.length > limit) {
      y += row + spacing.part
      x = 0
      row = 0
    }
    part.nodes.forEach((node, inner) => {
      along[node] = x + (box.along[inner] ?? 0)
      across[node] = y + (box.across[inner] ?? 0)
    })
    row = Math.max(row, box.breadth)
    length = Math.max(length, x + box.length)
    x += box.length + spacing.part
  })
  return { along, across, length, breadth: y + row }
}

interface Part {
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
}

/** Connected parts, in the order of their first nodes. */
function connectedParts(count: number, edges: Edges): Part[] {
  const parent = Int32Array.from({ length: count }, (_, i) => i)
  const rootOf = (i: number): number => {
    let root = i
    while (parent[root] !== root) {
      const above = parent[parent[root] ?? 0] ?? 0
      parent[root] = above
      root = above
    }
    return root
  }
  for (let e = 0; e < edges.from.length; e++) {
    const [a, b] = [rootOf(edges.from[e] ?? 0), rootOf(edges.to[e] ?? 0)]
    // The smaller number becomes the root, so that a part comes where its first node does.
    parent[Math.max(a, b)] = Math.min(a, b)
  }
  const parts = new Map<number, { nodes: number[]; edges: number[] }>()
  for (let i = 0; i < count; i++) {
    const root = rootOf(i)
    const part = parts.get(root)
    if (part === undefined) parts.set(root, { nodes: [i], edges: [] })
    else part.nodes.push(i)
  }
  for (let e = 0; e < edges.from.length; e++) parts.get(rootOf(edges.from[e] ?? 0))?.edges.push(e)
  return [...parts.values()]
}

function layoutPart(part: Part, level: Level, spacing: Spacing): Placed {
  const count = part.nodes.length
  const local = new Map(part.nodes.map((node, inner) => [node, inner]))
  const given = {
    from: Int32Array.from(part.edges, (e) => local.get(level.edges.from[e] ?? 0) ?? 0),
    to: Int32Array.from(part.edges, (e) => local.get(level.edges.to[e] ?? 0) ?? 0),
  }
  const acyclic = withoutCircles(count, given)
  const turned = (e: number): boolean => acyclic.from[e] !== given.from[e]
  const edges: Segments = {
    ...acyclic,
    fromAt: Float64Array.from(part.edges, (e, k) => (turned(k) ? level.edges.toAt[e] : level.edges.fromAt[e]) ?? 0),
    toAt: Float64Array.from(part.edges, (e, k) => (turned(k) ? level.edges.fromAt[e] : level.edges.toAt[e]) ?? 0),
  }
  const columns = cutIntoColumns(count, ranks(count, edges), edges)
  const breadth = new Float64Array(columns.rank.length)
  part.nodes.forEach((node, inner) => {
    breadth[inner] = level.breadth[node] ?? 0
  })
  reduceCrossings(columns, breadth)
  const top = straighten(columns, breadth, spacing)
  const length = Float64Array.from(part.nodes, (node) => level.length[node] ?? 0)
  return place(columns.rank, length, breadth, top, spacing)
}

function place(
  rank: Int32Array,
  length: Float64Array,
  breadth: Float64Array,
  top: Float64Array,
  spacing: Spacing,
): Placed {
  const widths: number[] = []
  for (let i = 0; i < length.length; i++) {
    const r = rank[i] ?? 0
    widths[r] = Math.max(widths[r] ?? 0, length[i] ?? 0)
  }
  const starts: number[] = []
  let x = 0
  for (const [r, width] of widths.entries()) {
    starts[r] = x
    x += (width ?? 0) + spacing.column
  }
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < length.length; i++) {
    least = Math.min(least, top[i] ?? 0)
    most = Math.max(most, (top[i] ?? 0) + (breadth[i] ?? 0))
  }
  return {
    along: length.map((own, i) => (starts[rank[i] ?? 0] ?? 0) + ((widths[rank[i] ?? 0] ?? own) - own) / 2),
    across: Float64Array.from(length, (_, i) => (top[i] ?? 0) - least),
    length: Math.max(0, x - spacing.column),
    breadth: Math.max(0, most - least),
  }
}

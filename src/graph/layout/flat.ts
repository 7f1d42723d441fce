// One level of a drawing: boxes and the wires between them, without groups. Parts that are not connected are laid out
// each for itself and packed into rows.

import type { Segments } from "./columns.ts"
import type { Page } from "./page.ts"
import { preparePart, type Spacing } from "./part.ts"
import type { Edges } from "./ranks.ts"
import type { Placed } from "./sheet.ts"

/** Boxes by index. `length` runs along the flow (a width, if it flows to the right), `breadth` across it. */
export interface Level {
  readonly length: Float64Array
  readonly breadth: Float64Array
  readonly edges: Segments
  /** Width of the words on each wire, in pixels of the screen; 0 for none. */
  readonly words: Float64Array
  readonly down: boolean
}

// Rows of parts are filled until the whole is about this much longer than it is broad.
const ASPECT = 1.7

/** Settles what stands in which order; answers places for one page after the other. `exact`: straight rows, which take longer. */
export function prepareLevel(level: Level, spacing: Spacing): (page: Page | null, exact: boolean) => Placed {
  const parts = connectedParts(level.length.length, level.edges)
  const prepared = parts.map((part) => preparePart(graphOf(part, level), spacing))
  return (page, exact) =>
    pack(
      parts,
      prepared.map((place) => place(page, exact)),
      spacing,
      page,
    )
}

function pack(parts: readonly Part[], placed: readonly Placed[], spacing: Spacing, page: Page | null): Placed {
  const count = parts.reduce((sum, { nodes }) => sum + nodes.length, 0)
  const along = new Float64Array(count)
  const across = new Float64Array(count)
  const area = placed.reduce((sum, p) => sum + (p.length + spacing.part) * (p.breadth + spacing.part), 0)
  const widest = placed.reduce((most, p) => Math.max(most, p.length), 0)
  const limit = Math.max(widest, page?.length ?? Math.sqrt(area * ASPECT))
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

function graphOf({ nodes, edges }: Part, level: Level) {
  const local = new Map(nodes.map((node, inner) => [node, inner]))
  return {
    length: Float64Array.from(nodes, (node) => level.length[node] ?? 0),
    breadth: Float64Array.from(nodes, (node) => level.breadth[node] ?? 0),
    edges: {
      from: Int32Array.from(edges, (e) => local.get(level.edges.from[e] ?? 0) ?? 0),
      to: Int32Array.from(edges, (e) => local.get(level.edges.to[e] ?? 0) ?? 0),
      fromAt: Float64Array.from(edges, (e) => level.edges.fromAt[e] ?? 0),
      toAt: Float64Array.from(edges, (e) => level.edges.toAt[e] ?? 0),
    },
    words: Float64Array.from(edges, (e) => level.words[e] ?? 0),
    down: level.down,
  }
}

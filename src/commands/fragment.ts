// Part of a document as a document of its own: what copying puts on the clipboard.

import { type GradwireDocument, type NodeDocument, type Point, readNodes } from "../graph/document.ts"

/** The chosen nodes with all their wires; null if none of them can be copied. Pasting decides which wires still lead anywhere. */
export function fragmentOf(document: GradwireDocument, ids: readonly string[]): GradwireDocument | null {
  const chosen = new Set(ids)
  const nodes = readNodes(document).filter((node) => chosen.has(node.id))
  if (nodes.length === 0) return null
  return { gradwire: document.gradwire, title: "Copied nodes", nodes: nodes.map(withoutGroup) }
}

/** The middle of a fragment's corners. */
export function middleOf(fragment: GradwireDocument): Point {
  const places = readNodes(fragment).flatMap(({ at }) => (at ? [at] : []))
  if (places.length === 0) return [0, 0]
  const xs = places.map(([x]) => x)
  const ys = places.map(([, y]) => y)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

function withoutGroup(node: NodeDocument): NodeDocument {
  const { group: _, ...rest } = node
  return rest
}

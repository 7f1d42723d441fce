// Part of a document as a document of its own: what copying puts on the clipboard.

import { type GradwireDocument, type GroupDocument, type NodeDocument, type Point, readNodes } from "../document.ts"
import { wholeGroups } from "./copies.ts"

/**
 * The chosen nodes with all their wires, and the groups that are chosen whole; null if no node can be copied. Pasting
 * decides which wires still lead anywhere.
 */
export function fragmentOf(document: GradwireDocument, ids: readonly string[]): GradwireDocument | null {
  const chosen = new Set(ids)
  const nodes = readNodes(document).filter((node) => chosen.has(node.id))
  if (nodes.length === 0) return null
  const groups = wholeGroups(document, chosen)
  const kept = new Set(groups.map(({ id }) => id))
  return {
    gradwire: document.gradwire,
    title: "Copied nodes",
    nodes: nodes.map((node) => withinGroups(node, kept)),
    ...(groups.length === 0 ? {} : { groups: groups.map((group) => outermost(group, kept)) }),
  }
}

/** The middle of a fragment's corners. */
export function middleOf(fragment: GradwireDocument): Point {
  const places = readNodes(fragment).flatMap(({ at }) => (at ? [at] : []))
  if (places.length === 0) return [0, 0]
  const xs = places.map(([x]) => x)
  const ys = places.map(([, y]) => y)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

/** A node of a group that is not copied whole is copied without it. */
function withinGroups(node: NodeDocument, kept: ReadonlySet<string>): NodeDocument {
  if (node.group !== undefined && kept.has(node.group)) return node
  const { group: _, ...rest } = node
  return rest
}

function outermost(group: GroupDocument, kept: ReadonlySet<string>): GroupDocument {
  if (group.parent == null || kept.has(group.parent)) return group
  const { parent: _, ...rest } = group
  return rest
}

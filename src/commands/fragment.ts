// Part of a document as a document of its own, and putting one into another. Wires inside the part are kept; wires to
// what stays behind are cut.

import { type GradwireDocument, isQuarantined, type NodeDocument, type Point, readNodes } from "../graph/document.ts"
import { addNode, newNodeId } from "../graph/edit.ts"
import { atNode, mapSources, nodeOf } from "../graph/references.ts"

/** The chosen nodes with the wires between them. Null if none of them can be copied. */
export function fragmentOf(document: GradwireDocument, ids: readonly string[]): GradwireDocument | null {
  const chosen = new Set(ids)
  const nodes = readNodes(document).filter((node) => chosen.has(node.id))
  if (nodes.length === 0) return null
  const { gradwire } = document
  return { gradwire, title: "Copied nodes", nodes: nodes.map((node) => withoutGroup(inside(node, chosen))) }
}

export interface Pasted {
  readonly document: GradwireDocument
  /** What the new nodes are called, in the order of the fragment. */
  readonly ids: readonly string[]
}

/** Adds the fragment's nodes, renamed where an id is taken, moved by `shift`. */
export function pasteInto(document: GradwireDocument, fragment: GradwireDocument, shift: Point): Pasted {
  const nodes = readNodes(fragment)
  const names = new Map<string, string>()
  let next = document
  for (const node of nodes) {
    const id = isTaken(next, node.id) ? newNodeId(next, node.op) : node.id
    names.set(node.id, id)
    const at: Point = [(node.at?.[0] ?? 0) + shift[0], (node.at?.[1] ?? 0) + shift[1]]
    const { inputs: _, ...rest } = withoutGroup(node)
    next = addNode(next, { ...rest, id, at })
  }
  const wired = new Map(nodes.map((node) => [names.get(node.id), renamed(node, names)]))
  const entries = next.nodes.map((entry) => {
    const inputs = isQuarantined(entry) ? undefined : wired.get(entry.id)?.inputs
    return inputs === undefined ? entry : { ...entry, inputs }
  })
  return { document: { ...next, nodes: entries }, ids: [...names.values()] }
}

/** The middle of a fragment's corners. */
export function middleOf(fragment: GradwireDocument): Point {
  const places = readNodes(fragment).flatMap(({ at }) => (at ? [at] : []))
  if (places.length === 0) return [0, 0]
  const xs = places.map(([x]) => x)
  const ys = places.map(([, y]) => y)
  return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
}

function inside(node: NodeDocument, chosen: ReadonlySet<string>): NodeDocument {
  return mapSources(node, (source) => (chosen.has(nodeOf(source)) ? source : null))
}

function renamed(node: NodeDocument, names: ReadonlyMap<string, string>): NodeDocument {
  return mapSources(node, (source) => {
    const name = names.get(nodeOf(source))
    return name === undefined ? null : atNode(source, name)
  })
}

function withoutGroup(node: NodeDocument): NodeDocument {
  const { group: _, ...rest } = node
  return rest
}

function isTaken(document: GradwireDocument, id: string): boolean {
  return document.nodes.some((entry) => entry.id === id)
}

// Copies of nodes: within a document, and from one document into another.

import { type GradwireDocument, isQuarantined, type NodeDocument, type Point } from "./document.ts"
import { freshId, isId, nextId } from "./ids.ts"
import { atNode, mapSources, nodeOf } from "./references.ts"
import { takenIds, within } from "./update.ts"

export interface Copied {
  readonly document: GradwireDocument
  /** New id by the id that was copied. */
  readonly ids: ReadonlyMap<string, string>
}

/** Copies nodes beside themselves. Wires among them lead to the copies; wires from elsewhere are kept. */
export function duplicate(document: GradwireDocument, ids: Iterable<string>, offset: Point = [40, 40]): Copied {
  const wanted = new Set(ids)
  const nodes = document.nodes.filter((entry): entry is NodeDocument => wanted.has(entry.id) && !isQuarantined(entry))
  return paste(document, nodes, offset)
}

/**
 * Adds nodes of this or another document under fresh ids: `conv1` becomes the next free `conv2`. Wires among them lead
 * to the copies; wires from elsewhere are kept if the document has a node of that name, else dropped.
 */
export function paste(document: GradwireDocument, nodes: readonly NodeDocument[], offset: Point = [40, 40]): Copied {
  const taken = takenIds(document)
  const here = new Set(taken)
  const groups = new Set(document.groups?.map((group) => group.id))
  const ids = new Map<string, string>()
  for (const node of nodes) {
    if (ids.has(node.id)) continue
    const id = copyId(node, taken)
    taken.add(id)
    ids.set(node.id, id)
  }
  // Of two nodes with one id the last would be copied, but a document has no two.
  const copies = [...new Map(nodes.map((node) => [node.id, node])).values()].map((node) => {
    const id = ids.get(node.id) ?? node.id
    const joined = mapSources(node, (source) => {
      const copy = ids.get(nodeOf(source))
      return copy !== undefined ? atNode(source, copy) : here.has(nodeOf(source)) ? source : null
    })
    const at = node.at === undefined ? {} : { at: within([node.at[0] + offset[0], node.at[1] + offset[1]]) }
    const { group, ...rest } = { ...joined, ...at, id }
    return group !== undefined && groups.has(group) ? { ...rest, group } : rest
  })
  return { document: { ...document, nodes: [...document.nodes, ...copies] }, ids }
}

/** The id it has if that is free, else the next number behind its name. */
function copyId(node: NodeDocument, taken: ReadonlySet<string>): string {
  if (!taken.has(node.id) && isId(node.id)) return node.id
  const stem = node.id.replace(/[0-9]+$/, "").slice(0, 100)
  return isId(stem) ? nextId(stem, taken) : freshId(node.op, taken)
}

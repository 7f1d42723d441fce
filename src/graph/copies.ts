// Copies of nodes: within a document, and from one document into another.

import { type GradwireDocument, type GroupDocument, isQuarantined, type NodeDocument, type Point } from "./document.ts"
import { groupsAround } from "./fold.ts"
import { freshId, isId, nextId } from "./ids.ts"
import { atNode, mapSources, nodeOf } from "./references.ts"
import { takenIds, within } from "./update.ts"

export interface Copied {
  readonly document: GradwireDocument
  /** New id by the id that was copied. */
  readonly ids: ReadonlyMap<string, string>
}

/**
 * Copies nodes beside themselves. Wires among them lead to the copies; wires from elsewhere are kept. Groups that are
 * copied whole are copied too, under fresh ids; other copies lie in the group of what they are copies of.
 */
export function duplicate(document: GradwireDocument, ids: Iterable<string>, offset: Point = [40, 40]): Copied {
  const wanted = new Set(ids)
  const nodes = document.nodes.filter((entry): entry is NodeDocument => wanted.has(entry.id) && !isQuarantined(entry))
  const copied = paste(document, nodes, offset)
  return { ...copied, document: withGroups(document, copied, wanted) }
}

function withGroups(
  before: GradwireDocument,
  { document, ids }: Copied,
  wanted: ReadonlySet<string>,
): GradwireDocument {
  const groups = before.groups ?? []
  const byId = new Map(groups.map((group) => [group.id, group]))
  const partly = new Set<string>()
  const touched = new Set<string>()
  for (const entry of before.nodes) {
    if (isQuarantined(entry)) continue
    const where = wanted.has(entry.id) ? touched : partly
    for (const { id } of groupsAround(byId, entry.group)) where.add(id)
  }
  const taken = new Set(byId.keys())
  const renamed = new Map<string, string>()
  for (const { id } of groups) {
    if (!touched.has(id) || partly.has(id)) continue
    const copy = nextId(id.replace(/[0-9]+$/, "").slice(0, 100), taken)
    taken.add(copy)
    renamed.set(id, copy)
  }
  if (renamed.size === 0) return document
  const copies = groups.flatMap((group): GroupDocument[] => {
    const id = renamed.get(group.id)
    if (id === undefined) return []
    // What it was opened from names parts that are called otherwise in the copy.
    const { openedFrom: _, ...rest } = group
    return [{ ...rest, id, ...(group.parent == null ? {} : { parent: renamed.get(group.parent) ?? group.parent }) }]
  })
  const fresh = new Set(ids.values())
  const nodes = document.nodes.map((entry) => {
    const group = isQuarantined(entry) || !fresh.has(entry.id) ? undefined : renamed.get(entry.group ?? "")
    return group === undefined ? entry : { ...entry, group }
  })
  return { ...document, nodes, groups: [...groups, ...copies] }
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

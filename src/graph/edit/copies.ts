// Copies of nodes: within a document, and from one document into another.

import { type GradwireDocument, type GroupDocument, isQuarantined, type NodeDocument, type Point } from "../document.ts"
import { freshId, isId, nextId } from "../ids.ts"
import { type RemoveOptions, removeNodes, setField } from "./edit.ts"
import { groupsAround } from "./fold.ts"
import { atNode, mapSources, nodeOf } from "./references.ts"
import { takenIds, within } from "./update.ts"

/** A document with copies in it. */
export interface Copied {
  readonly document: GradwireDocument
  /** New id by the id that was copied. */
  readonly ids: ReadonlyMap<string, string>
}

/**
 * Copies nodes beside themselves. Wires among them lead to the copies; wires from elsewhere are kept if the copies are to be
 * `joined`. Groups that are copied whole are copied too, under fresh ids; other copies lie in the group of their originals.
 */
export function duplicateNodes(
  document: GradwireDocument,
  ids: Iterable<string>,
  offset: Point = [40, 40],
  joined = true,
): Copied {
  const wanted = new Set(ids)
  const nodes = document.nodes.filter((entry): entry is NodeDocument => wanted.has(entry.id) && !isQuarantined(entry))
  return paste(document, joined ? nodes : loose(nodes), offset, wholeGroups(document, wanted))
}

/** Nodes with the wires among themselves alone: a copy joins what its original joined only if that is asked for. */
export function loose(nodes: readonly NodeDocument[]): readonly NodeDocument[] {
  const inside = new Set(nodes.map(({ id }) => id))
  return nodes.map((node) => mapSources(node, (source) => (inside.has(nodeOf(source)) ? source : null)))
}

/** Removes nodes, and with them the groups that would be left without any. */
export function removeWhole(
  document: GradwireDocument,
  ids: Iterable<string>,
  options: RemoveOptions = {},
): GradwireDocument {
  const chosen = new Set(ids)
  const gone = new Set(wholeGroups(document, chosen))
  const removed = removeNodes(document, chosen, options)
  if (gone.size === 0) return removed
  const left = removed.groups?.filter((group) => !gone.has(group)) ?? []
  return setField(removed, "groups", left.length === 0 ? undefined : left)
}

/** The groups all of whose nodes, however deep, are among the chosen ones. */
export function wholeGroups(document: GradwireDocument, chosen: ReadonlySet<string>): readonly GroupDocument[] {
  const byId = new Map(document.groups?.map((group) => [group.id, group]))
  const partly = new Set<string>()
  const touched = new Set<string>()
  for (const entry of document.nodes) {
    if (isQuarantined(entry)) continue
    const where = chosen.has(entry.id) ? touched : partly
    for (const { id } of groupsAround(byId, entry.group)) where.add(id)
  }
  return [...byId.values()].filter(({ id }) => touched.has(id) && !partly.has(id))
}

/**
 * Adds nodes of this or another document under fresh ids: `conv1` becomes the next free `conv2`. Wires among them lead
 * to the copies; wires from elsewhere are kept if the document has a node of that name, else dropped. `groups` come along
 * with them, under fresh ids as well; a group around them that does not come is kept if the document has it.
 */
export function paste(
  document: GradwireDocument,
  nodes: readonly NodeDocument[],
  offset: Point = [40, 40],
  groups: readonly GroupDocument[] = [],
): Copied {
  const taken = takenIds(document)
  const here = new Set(taken)
  const ids = new Map<string, string>()
  for (const node of nodes) {
    if (ids.has(node.id)) continue
    const id = copyId(node, taken)
    taken.add(id)
    ids.set(node.id, id)
  }
  const groupIds = freshGroups(document, groups)
  // Of two nodes with one id the last would be copied, but a document has no two.
  const copies = [...new Map(nodes.map((node) => [node.id, node])).values()].map((node) => {
    const id = ids.get(node.id) ?? node.id
    const joined = mapSources(node, (source) => {
      const copy = ids.get(nodeOf(source))
      return copy !== undefined ? atNode(source, copy) : here.has(nodeOf(source)) ? source : null
    })
    const at = node.at === undefined ? {} : { at: within([node.at[0] + offset[0], node.at[1] + offset[1]]) }
    const { group, ...rest } = { ...joined, ...at, id }
    const around = group === undefined ? undefined : groupIds.get(group)
    return around === undefined ? rest : { ...rest, group: around }
  })
  const pasted = { ...document, nodes: [...document.nodes, ...copies] }
  const copiedGroups = copyGroups(groups, groupIds, ids)
  if (copiedGroups.length === 0) return { document: pasted, ids }
  return { document: { ...pasted, groups: [...(document.groups ?? []), ...copiedGroups] }, ids }
}

/** What each group is called in the document: the ids it has already, and new ones for those that come. */
function freshGroups(document: GradwireDocument, groups: readonly GroupDocument[]): ReadonlyMap<string, string> {
  const names = new Map(document.groups?.map(({ id }) => [id, id]))
  const taken = new Set(names.keys())
  for (const { id } of groups) {
    const copy = taken.has(id) ? nextId(id.replace(/[0-9]+$/, "").slice(0, 100), taken) : id
    taken.add(copy)
    names.set(id, copy)
  }
  return names
}

function copyGroups(
  groups: readonly GroupDocument[],
  names: ReadonlyMap<string, string>,
  nodes: ReadonlyMap<string, string>,
): readonly GroupDocument[] {
  const renamed = [...nodes].some(([id, copy]) => id !== copy)
  return groups.map(({ openedFrom, parent, ...rest }) => {
    const around = parent == null ? undefined : names.get(parent)
    return {
      ...rest,
      id: names.get(rest.id) ?? rest.id,
      ...(around === undefined ? {} : { parent: around }),
      // What it was opened from names its parts: it cannot be closed again once they are called otherwise.
      ...(openedFrom === undefined || renamed ? {} : { openedFrom }),
    }
  })
}

/** The id it has if that is free, else the next number behind its name. */
function copyId(node: NodeDocument, taken: ReadonlySet<string>): string {
  if (!taken.has(node.id) && isId(node.id)) return node.id
  const stem = node.id.replace(/[0-9]+$/, "").slice(0, 100)
  return isId(stem) ? nextId(stem, taken) : freshId(node.op, taken)
}

// Groups as a person makes, changes and dissolves them.

import type { GradwireDocument, GroupDocument } from "../document.ts"
import { isQuarantined } from "../document.ts"
import { nextId } from "../ids.ts"
import { setField } from "./edit.ts"
import { groupsAround } from "./fold.ts"
import { updateEntries, updateNode, withField } from "./update.ts"

/**
 * Puts nodes into a new group. It lies inside the group that all of them were in, if there is one. Groups that are chosen
 * whole, beside other nodes, stay whole inside it.
 */
export function group(
  document: GradwireDocument,
  ids: Iterable<string>,
  label?: string,
): { readonly document: GradwireDocument; readonly id: string | null } {
  const wanted = new Set(ids)
  const members = document.nodes.filter((entry) => wanted.has(entry.id) && !isQuarantined(entry))
  if (members.length === 0) return { document, id: null }
  const groups = document.groups ?? []
  const id = nextId("group", new Set(groups.map((other) => other.id)))
  const whole = wholeGroups(document, new Set(members.map((entry) => entry.id)))
  const loose = members.filter((entry) => isQuarantined(entry) || !whole.hidden.has(entry.id))
  const parents = new Set([
    ...loose.map((entry) => (isQuarantined(entry) ? undefined : entry.group)),
    ...whole.outermost.map(({ parent }) => parent ?? undefined),
  ])
  const [parent] = parents.size === 1 ? parents : []
  const made: GroupDocument = { id, ...(label ? { label } : {}), ...(parent === undefined ? {} : { parent }) }
  const kept = groups.map((other) => (whole.outermost.includes(other) ? { ...other, parent: id } : other))
  const grouped = setField(document, "groups", [...kept, made])
  const inside = loose.map((entry) => entry.id)
  return { document: moveInto(grouped, inside, id), id }
}

/** Groups that lie whole among the chosen nodes, unless one of them is all that is chosen. */
function wholeGroups(
  document: GradwireDocument,
  chosen: ReadonlySet<string>,
): { readonly outermost: readonly GroupDocument[]; readonly hidden: ReadonlySet<string> } {
  const groups = new Map(document.groups?.map((other) => [other.id, other]))
  const inside = new Map<string, string[]>()
  for (const entry of document.nodes) {
    if (isQuarantined(entry)) continue
    for (const { id } of groupsAround(groups, entry.group)) inside.set(id, [...(inside.get(id) ?? []), entry.id])
  }
  const whole = [...groups.values()].filter(({ id }) => {
    const members = inside.get(id) ?? []
    return members.length > 0 && members.length < chosen.size && members.every((member) => chosen.has(member))
  })
  const outermost = whole.filter(({ parent }) => !whole.some(({ id }) => id === parent))
  return { outermost, hidden: new Set(outermost.flatMap(({ id }) => inside.get(id) ?? [])) }
}

/** Dissolves a group: nodes and groups in it move to the group around it. */
export function ungroup(document: GradwireDocument, id: string): GradwireDocument {
  const gone = document.groups?.find((other) => other.id === id)
  if (gone === undefined) return document
  const outer = gone.parent === id ? undefined : (gone.parent ?? undefined)
  const left = (document.groups ?? []).flatMap((other) => {
    if (other.id === id) return []
    return [other.parent === id ? withField(other, "parent", outer) : other]
  })
  const freed = updateEntries(document, (entry) =>
    !isQuarantined(entry) && entry.group === id ? withField(entry, "group", outer) : entry,
  )
  return setField(freed, "groups", left.length === 0 ? undefined : left)
}

/** Changes the label of a group or whether it is collapsed. */
export function setGroup(
  document: GradwireDocument,
  id: string,
  patch: Pick<GroupDocument, "label" | "collapsed">,
): GradwireDocument {
  const groups = document.groups?.map((other) => (other.id === id ? { ...other, ...patch } : other))
  return document.groups?.some((other) => other.id === id) ? setField(document, "groups", groups) : document
}

/** Puts nodes into a group that exists, or out of any (`undefined`). */
export function moveInto(document: GradwireDocument, ids: Iterable<string>, id: string | undefined): GradwireDocument {
  if (id !== undefined && !document.groups?.some((other) => other.id === id)) return document
  let moved = document
  for (const node of ids) moved = updateNode(moved, node, (entry) => withField(entry, "group", id))
  return moved
}

/** Forgets all room that was made: the layout is another one now. */
export function forgetRoom(document: GradwireDocument): GradwireDocument {
  if (!document.groups?.some((group) => group.room !== undefined)) return document
  return { ...document, groups: document.groups.map(({ room: _, ...group }) => group) }
}

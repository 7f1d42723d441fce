// Groups as a person makes, changes and dissolves them.

import type { GradwireDocument, GroupDocument } from "./document.ts"
import { isQuarantined } from "./document.ts"
import { setField } from "./edit.ts"
import { nextId } from "./ids.ts"
import { updateEntries, updateNode, withField } from "./update.ts"

/** Puts nodes into a new group. It lies inside the group that all of them were in, if there is one. */
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
  const parents = new Set(members.map((entry) => (isQuarantined(entry) ? undefined : entry.group)))
  const [parent] = parents.size === 1 ? parents : []
  const made: GroupDocument = { id, ...(label ? { label } : {}), ...(parent === undefined ? {} : { parent }) }
  const grouped = setField(document, "groups", [...groups, made])
  return { document: moveInto(grouped, wanted, id), id }
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

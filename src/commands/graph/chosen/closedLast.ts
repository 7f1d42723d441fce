// What was closed last in a graph that somebody laid out by hand: its neighbours came closer, and when it opens again before
// anything else has moved, all stands exactly as it stood.

import type { GradwireDocument, GroupDocument } from "../../../graph/document.ts"
import { moveNodes } from "../../../graph/edit/edit.ts"
import { setGroup } from "../../../graph/edit/groupEdits.ts"

type Groups = readonly GroupDocument[]

let last: { readonly names: string; readonly before: GradwireDocument; readonly after: GradwireDocument } | null = null

/** These groups were closed, which has made `after` of `before`. */
export function noteClosed(groups: Groups, before: GradwireDocument, after: GradwireDocument): void {
  last = { names: namesOf(groups), before, after }
}

/** The document with these groups open as they were; null if others closed last, or something has moved since. */
export function openedAgain(groups: Groups, document: GradwireDocument): GradwireDocument | null {
  if (last === null || last.names !== namesOf(groups) || !standsAs(document, last.after)) return null
  const { before } = last
  const places = new Map(before.nodes.flatMap(({ id, at }) => (at === undefined ? [] : [[id, at] as const])))
  const opened = groups.reduce((all, { id }) => setGroup(all, id, { collapsed: false }), moveNodes(document, places))
  const rooms = new Map(before.groups?.map(({ id, room }) => [id, room]))
  const withRoom = opened.groups?.map(({ room: _, ...group }) => {
    const room = rooms.get(group.id)
    return room === undefined ? group : { ...group, room }
  })
  return withRoom === undefined ? opened : { ...opened, groups: withRoom }
}

function standsAs(a: GradwireDocument, b: GradwireDocument): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, i) => {
      const other = b.nodes[i]
      return node.id === other?.id && node.at?.join() === other.at?.join() && groupOf(node) === groupOf(other)
    })
  )
}

function groupOf(entry: GradwireDocument["nodes"][number]): string | undefined {
  return "group" in entry ? entry.group : undefined
}

function namesOf(groups: Groups): string {
  return groups
    .map(({ id }) => id)
    .sort()
    .join(" ")
}

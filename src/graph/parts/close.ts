// Closes a group that was opened from a node: the node comes back, with the params that were edited inside.

import type { Json } from "../../ops/attributes/attrs.ts"
import { ops } from "../../ops/registry.ts"
import { primaryOutput } from "../analysis/ports.ts"
import type { GradwireDocument, GroupDocument, NodeDocument, Point, SourceText, ValueLiteral } from "../document.ts"
import { setField } from "../edit/edit.ts"
import { mapReferences, nodeOf } from "../edit/references.ts"
import { takenIds, withField, within, withKey } from "../edit/update.ts"
import { type Problem, quote } from "../problem.ts"
import { differences, sameJson } from "./compare.ts"
import { takeRoomBack } from "./places.ts"
import { type OpenedFrom, readOpenedFrom } from "./record.ts"

/**
 * Puts the node back that a group was opened from, in one edit; groups opened inside it are closed first. Params and
 * buffers are as edited, wires into the group lead to the node again. If parts or wires inside were changed, the node could
 * not say so: then a Problem names what was changed. Labels and places may change freely.
 */
export function closeParts(document: GradwireDocument, groupId: string): GradwireDocument | Problem {
  const group = document.groups?.find((other) => other.id === groupId)
  if (group === undefined) return problem(`There is no group ${quote(groupId)} to close.`)
  if (group.openedFrom === undefined)
    return problem(`Group ${quote(groupId)} was not opened from a node; collapse it instead.`)
  const record = readOpenedFrom(group.openedFrom)
  if (record === null)
    return problem(`Group ${quote(groupId)} cannot be closed: what it remembers of its node is damaged.`)
  const inner = document.groups?.find((other) => other.parent === groupId && other.id !== groupId)
  if (inner === undefined) return closeOne(document, group, record)
  if (inner.openedFrom === undefined)
    return refused(record, `group ${quote(inner.id)} was made inside it; dissolve that first`)
  // A group may be its own ancestor in a damaged document; without its parent it can be asked only once.
  const alone = setField(
    document,
    "groups",
    document.groups?.map((other) => (other === group ? withField(other, "parent", undefined) : other)),
  )
  const closed = closeParts(alone, inner.id)
  if ("sentence" in closed) return closed
  const restored = closed.groups?.map((other) => (other.id === groupId ? group : other))
  return closeParts(setField(closed, "groups", restored), groupId)
}

function problem(sentence: string, node?: string): Problem {
  return { code: "GW-S311", severity: "error", sentence, ...(node === undefined ? {} : { node }) }
}

function refused({ node }: OpenedFrom, reason: string, at?: string): Problem {
  return problem(`The parts of ${quote(node.id)} cannot be closed into ${node.op}: ${reason}.`, at)
}

function closeOne(document: GradwireDocument, group: GroupDocument, record: OpenedFrom): GradwireDocument | Problem {
  const members = document.nodes.filter((entry): entry is NodeDocument => "op" in entry && entry.group === group.id)
  const compared = differences(document, members, record)
  if ("reason" in compared) return refused(record, compared.reason, compared.node)
  const { actual, sources } = compared
  const ids = new Set(members.map((member) => member.id))
  const { id } = record.node
  if (!ids.has(id) && takenIds(document).has(id))
    return refused(record, `another node is called ${quote(id)} now; rename that first`, id)
  const index = document.nodes.findIndex((entry) => ids.has(entry.id))
  const outside = { ...document, nodes: document.nodes.filter((entry) => !ids.has(entry.id)) }
  const rewired = mapReferences(outside, (place) => (ids.has(nodeOf(place)) ? oldPlace(place, record, actual) : place))
  const moved = movedBy(record, actual)
  const node = restoredNode(group, record, actual, sources, moved)
  const at = record.node.at
  const still = moved === null || (moved[0] === 0 && moved[1] === 0)
  const tight =
    at !== undefined && record.room !== undefined && still ? takeRoomBack(rewired, at, record.room) : rewired
  const nodes = [...tight.nodes.slice(0, index), node, ...tight.nodes.slice(index)]
  const left = document.groups?.filter((other) => other !== group) ?? []
  return setField({ ...tight, nodes }, "groups", left.length === 0 ? undefined : left)
}

/** The node's output that a part gives, written as briefly as the place was. */
function oldPlace(place: SourceText, record: OpenedFrom, actual: ReadonlyMap<string, NodeDocument>): SourceText | null {
  const port = Object.entries(record.ports.outputs).find(([, part]) => actual.get(part)?.id === nodeOf(place))?.[0]
  if (port === undefined) return null
  const op = ops.get(record.node.op)
  const primary = op === undefined ? "output" : primaryOutput(op)
  return port === primary && !place.includes(":") ? record.node.id : `${record.node.id}:${port}`
}

function restoredNode(
  group: GroupDocument,
  record: OpenedFrom,
  actual: ReadonlyMap<string, NodeDocument>,
  sources: ReadonlyMap<string, SourceText | null>,
  moved: Point | null,
): NodeDocument {
  let values: NodeDocument["values"] = record.node.values
  for (const [name, part] of Object.entries(record.ports.kept)) {
    const held = actual.get(part)?.values?.value
    values = withKey<ValueLiteral>(values, name, isDrawn(record, name, held) ? undefined : held)
  }
  let inputs: NodeDocument["inputs"] = record.node.inputs
  for (const [port, source] of sources) inputs = withKey(inputs, port, source ?? undefined)
  const at = record.node.at
  let node = withField(withField(record.node, "values", values), "inputs", inputs)
  node = withField(node, "group", group.parent ?? undefined)
  return at === undefined || moved === null ? node : { ...node, at: within([at[0] + moved[0], at[1] + moved[1]]) }
}

function isDrawn(record: OpenedFrom, name: string, held: ValueLiteral | undefined): boolean {
  const drawn = record.drawn?.[name]
  // Literals are JSON.
  return held !== undefined && drawn !== undefined && sameJson(drawn as Json, held as Json)
}

/** How far the upper left corner of the parts has gone since they were laid out; null where places are missing. */
function movedBy(record: OpenedFrom, actual: ReadonlyMap<string, NodeDocument>): Point | null {
  const then = corner(record.parts.map(({ at }) => at))
  const now = corner([...actual.values()].map(({ at }) => at))
  return then === null || now === null ? null : [now[0] - then[0], now[1] - then[1]]
}

function corner(places: readonly (Point | undefined)[]): Point | null {
  const found = places.filter((at) => at !== undefined)
  if (found.length === 0 || found.length < places.length) return null
  return [Math.min(...found.map(([x]) => x)), Math.min(...found.map(([, y]) => y))]
}

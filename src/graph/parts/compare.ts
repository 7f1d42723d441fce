// Whether the parts of an opened node are still wired as they were drawn. Values of params, labels and places may differ,
// and a part may have been renamed.

import type { Json } from "../../ops/attributes/attrs.ts"
import { ops } from "../../ops/registry.ts"
import { primaryOutput } from "../analysis/ports.ts"
import { type GradwireDocument, type NodeDocument, readNodes, type SourceText } from "../document.ts"
import { mapReferences, nodeOf } from "../edit/references.ts"
import { findNode } from "../edit/update.ts"
import { quote } from "../problem.ts"
import { readPlace } from "../wire.ts"
import { type OpenedFrom, partId } from "./record.ts"

/** Parts are as drawn: each by its short id, and the source of each port of the node, null where nothing is wired now. */
export interface Unchanged {
  readonly actual: ReadonlyMap<string, NodeDocument>
  readonly sources: ReadonlyMap<string, SourceText | null>
}
/** What was changed, as the end of a sentence. */
interface Changed {
  readonly reason: string
  readonly node?: string
}

/** Compares the members of a group with the parts that were drawn. */
export function differences(
  document: GradwireDocument,
  members: readonly NodeDocument[],
  record: OpenedFrom,
): Unchanged | Changed {
  const actual = matched(members, record)
  if ("reason" in actual) return actual
  const sources = new Map<string, SourceText | null>()
  for (const part of record.parts) {
    const node = actual.get(part.id)
    if (node === undefined) continue
    const changed = changedPart(part, node, record) ?? changedWires({ document, part, node, actual, sources })
    if (changed !== null) return changed
  }
  return leaving(document, new Set(members.map(({ id }) => id)), actual, record) ?? { actual, sources }
}

/** Each part's node: by its id, else the first of its op that is left over, since a part may be renamed. */
function matched(members: readonly NodeDocument[], record: OpenedFrom): ReadonlyMap<string, NodeDocument> | Changed {
  const actual = new Map<string, NodeDocument>()
  const left = new Map(members.map((member) => [member.id, member]))
  const take = (part: NodeDocument, node: NodeDocument | undefined): void => {
    if (node === undefined) return
    actual.set(part.id, node)
    left.delete(node.id)
  }
  for (const part of record.parts) take(part, left.get(partId(record, part.id)))
  for (const part of record.parts) {
    if (!actual.has(part.id))
      take(
        part,
        [...left.values()].find((member) => member.op === part.op),
      )
  }
  const lost = record.parts.find((part) => !actual.has(part.id))
  if (lost !== undefined) return { reason: `its part ${quote(partId(record, lost.id))} (${lost.op}) is missing` }
  const [added] = left.values()
  return added === undefined
    ? actual
    : { reason: `node ${quote(added.id)} was added to it; move that out first`, node: added.id }
}

function changedPart(part: NodeDocument, node: NodeDocument, record: OpenedFrom): Changed | null {
  const where = quote(node.id)
  if (node.op !== part.op) return { reason: `${where} is a ${node.op} now, not a ${part.op}`, node: node.id }
  const names = new Set([...Object.keys(part.attrs ?? {}), ...Object.keys(node.attrs ?? {})])
  for (const name of names) {
    if (sameJson(part.attrs?.[name], node.attrs?.[name])) continue
    return { reason: `attribute "${name}" of ${where} was changed; set it back`, node: node.id }
  }
  const isKept = Object.values(record.ports.kept).includes(part.id)
  // Literals are JSON.
  if (isKept || sameJson(part.values as Json | undefined, node.values as Json | undefined)) return null
  return { reason: `the numbers of ${where} were changed, and ${record.node.op} has no place for them`, node: node.id }
}

interface Comparison {
  readonly document: GradwireDocument
  readonly part: NodeDocument
  readonly node: NodeDocument
  readonly actual: ReadonlyMap<string, NodeDocument>
  /** Filled with what arrives from outside. */
  readonly sources: Map<string, SourceText | null>
}

function changedWires({ document, part, node, actual, sources }: Comparison): Changed | null {
  for (const port of new Set([...Object.keys(part.inputs ?? {}), ...Object.keys(node.inputs ?? {})])) {
    const [was, is] = [part.inputs?.[port], node.inputs?.[port]]
    const wire = (source: SourceText): string => `${fullPlace(document, source)}>${node.id}:${port}`
    if (is !== undefined && typeof is !== "string")
      return { reason: `the wires into ${node.id}:${port} were changed`, node: node.id }
    if (typeof was !== "string") return { reason: `wire ${wire(is ?? "")} was added; cut it`, node: node.id }
    if (!was.startsWith("@")) {
      const source = actual.get(was)?.id ?? was
      if (is === undefined) return { reason: `wire ${wire(source)} was cut; put it back`, node: node.id }
      if (fullPlace(document, is) === fullPlace(document, source)) continue
      return { reason: `wire ${wire(source)} was replaced by ${wire(is)}; put it back`, node: node.id }
    }
    const changed = changedEntry(document, was.slice(1), is ?? null, { node, port, actual, sources })
    if (changed !== null) return changed
  }
  return null
}

/** A wire from outside: from anywhere, but all that stand for one port of the node from one place. */
function changedEntry(
  document: GradwireDocument,
  entry: string,
  source: SourceText | null,
  at: Pick<Comparison, "node" | "actual" | "sources"> & { readonly port: string },
): Changed | null {
  const end = `${at.node.id}:${at.port}`
  const name = (place: SourceText | null): string => (place === null ? "nothing" : fullPlace(document, place))
  if (source !== null && [...at.actual.values()].some(({ id }) => id === nodeOf(source))) {
    return {
      reason: `wire ${name(source)}>${end} comes from the inside now; put the wire from outside back`,
      node: at.node.id,
    }
  }
  const before = at.sources.get(entry)
  if (before !== undefined && name(before) !== name(source)) {
    const found = source === null ? `the wire into ${end} was cut` : `wire ${name(source)}>${end} was changed`
    const reason = `${found}, while other parts take "${entry}" from ${name(before)}; give all the same source`
    return { reason, node: at.node.id }
  }
  if (before === undefined) at.sources.set(entry, source)
  return null
}

/** A wire, target or upstream gradient outside that names what will be gone. */
function leaving(
  document: GradwireDocument,
  inside: ReadonlySet<string>,
  actual: ReadonlyMap<string, NodeDocument>,
  record: OpenedFrom,
): Changed | null {
  const given = new Set(Object.values(record.ports.outputs).map((part) => `${actual.get(part)?.id}:output`))
  const lost = (place: SourceText): boolean => inside.has(nodeOf(place)) && !given.has(fullPlace(document, place))
  for (const node of readNodes(document)) {
    if (inside.has(node.id)) continue
    for (const [port, held] of Object.entries(node.inputs ?? {})) {
      const source = (typeof held === "string" ? [held] : held).find((text) => text !== null && lost(text))
      if (source == null) continue
      return {
        reason: `wire ${fullPlace(document, source)}>${node.id}:${port} leaves from the inside; cut it`,
        node: node.id,
      }
    }
  }
  let named: string | null = null
  mapReferences({ ...document, nodes: [] }, (place) => {
    if (lost(place)) named ??= place
    return place
  })
  return named === null
    ? null
    : { reason: `the target or an upstream gradient is at "${named}", inside it; choose another` }
}

/** `node:port`, also where the port is not written. */
function fullPlace(document: GradwireDocument, text: SourceText): string {
  const place = readPlace(text)
  if (place === null || place.port !== undefined) return text
  const op = ops.get(findNode(document, place.node)?.op ?? "")
  return `${text}:${(op === undefined ? null : primaryOutput(op)) ?? "output"}`
}

/** Whether two values would be written alike, whatever the order of their keys. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return Object.is(a, b) || (a === 0 && b === 0)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [new Map<string, Json>(Object.entries(a)), new Map<string, Json>(Object.entries(b))]
  return (
    left.size === right.size && [...left].every(([key, value]) => right.has(key) && sameJson(value, right.get(key)))
  )
}

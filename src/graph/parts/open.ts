// Opens a node into parts: a group of smaller nodes that computes the same, with the same gradients.

import type { Tensor } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { primaryOutput } from "../analysis/ports.ts"
import type { GradwireDocument, GroupDocument, NodeDocument, SourceText } from "../document.ts"
import { setField } from "../edit/edit.ts"
import { mapReferences, mapSources, nodeOf } from "../edit/references.ts"
import { findNode, takenIds, withField } from "../edit/update.ts"
import { nextId } from "../ids.ts"
import { type Problem, quote } from "../problem.ts"
import { Draft } from "./draft.ts"
import { arrange, inPlaceOf, makeRoom, placed, roomFor } from "./places.ts"
import { type OpenedFrom, partId, writeOpenedFrom } from "./record.ts"
import { openable } from "./registry.ts"

/** Longest id that leaves space for a part's name behind it. */
const LONGEST = 100

/**
 * Replaces a node by a group of its parts, in one edit: wires, target and upstream gradients follow, written params and
 * buffers move into nodes of their own. `analysis` is of this document; its mode decides (batch norm in evaluation mode is made of
 * constants). `tensors`: the node's params by name, in float64, needed where they are drawn from a distribution, since parts
 * have other names and would draw other numbers. A Problem says why the node cannot be opened.
 */
export function openIntoParts(
  document: GradwireDocument,
  analysis: Analysis,
  id: string,
  tensors: ReadonlyMap<string, Tensor> = new Map(),
): GradwireDocument | Problem {
  const node = findNode(document, id)
  if (node === undefined) return refused(id, "there is no node of this name")
  const known = analysis.nodes.get(id)
  const kind = openable.get(node.op)
  if (kind === undefined) return refused(id, `${node.op} has no parts; it is one step of its own`)
  if (known === undefined || known.op === null || known.context === null || known.outputs === null) {
    return refused(id, "its shapes are not known yet; wire its inputs and mend its errors first")
  }
  const draft = new Draft(known, known.context, tensors)
  const reason = kind.draw(draft)
  if (reason !== null) return refused(id, reason)
  return withParts(document, recordOf(document, known, draft), draft, known)
}

function refused(node: string, reason: string): Problem {
  return {
    code: "GW-S310",
    severity: "error",
    sentence: `${quote(node)} cannot be opened into parts: ${reason}.`,
    node,
  }
}

function recordOf(document: GradwireDocument, { node }: NodeAnalysis, draft: Draft): OpenedFrom {
  const arranged = arrange(draft.parts)
  const at = node.at
  const parts = at === undefined ? draft.parts : placed(draft.parts, arranged, inPlaceOf(at, arranged))
  const left = Object.entries(node.values ?? {}).filter(([name]) => !draft.kept.has(name))
  return {
    node: withField(node, "values", left.length === 0 ? undefined : Object.fromEntries(left)),
    mode: draft.mode,
    name: freeName(document, node.id),
    parts,
    ...(draft.own === null ? {} : { own: draft.own }),
    ports: { outputs: Object.fromEntries(draft.outputs), kept: Object.fromEntries(draft.kept) },
    ...(draft.drawn.size === 0 ? {} : { drawn: Object.fromEntries(draft.drawn) }),
    ...(at === undefined ? {} : { room: roomFor(arranged) }),
  }
}

/** The node's id, or with a number behind it if other nodes are called `id/…` already. */
function freeName(document: GradwireDocument, id: string): string {
  const heads = new Set<string>()
  for (const taken of takenIds(document)) {
    for (let slash = taken.indexOf("/"); slash >= 0; slash = taken.indexOf("/", slash + 1))
      heads.add(taken.slice(0, slash))
  }
  const stem = id.slice(0, LONGEST)
  return stem === id && !heads.has(id) ? id : nextId(`${stem}_`, heads)
}

function withParts(
  document: GradwireDocument,
  record: OpenedFrom,
  draft: Draft,
  known: NodeAnalysis,
): GradwireDocument {
  const { node, id } = known
  const outside = { ...document, nodes: document.nodes.filter((entry) => entry !== node) }
  const index = document.nodes.indexOf(node)
  const rewired = mapReferences(outside, (place) => (nodeOf(place) === id ? newPlace(place, record, known) : place))
  const roomy = node.at === undefined || record.room === undefined ? rewired : makeRoom(rewired, node.at, record.room)
  const groups = document.groups ?? []
  const taken = new Set(groups.map((group) => group.id))
  const groupId = taken.has(id) ? nextId(`${id.slice(0, LONGEST)}_`, taken) : id
  const parts = record.parts.map((part) => ({ ...inDocument(part, record, node), group: groupId }))
  const group: GroupDocument = {
    id: groupId,
    label: node.label ?? id,
    ...(node.group === undefined ? {} : { parent: node.group }),
    // The parts in the record go without the tensors that the document holds, except those that must not change.
    openedFrom: writeOpenedFrom({ ...record, parts: record.parts.map((part) => remembered(part, draft)) }),
  }
  const nodes = [...roomy.nodes.slice(0, index), ...parts, ...roomy.nodes.slice(index)]
  return setField({ ...roomy, nodes }, "groups", [...groups, group])
}

/** Where an output of the node is found now. One that the node does not have stays as it is written. */
function newPlace(place: SourceText, record: OpenedFrom, { op }: NodeAnalysis): SourceText {
  const colon = place.indexOf(":")
  const port = colon < 0 ? (op === null ? null : primaryOutput(op)) : place.slice(colon + 1)
  const part = port === null ? undefined : record.ports.outputs[port]
  if (part === undefined) return place
  return colon < 0 ? partId(record, part) : `${partId(record, part)}:output`
}

/** A part under its id in the document, with its wires from outside. */
function inDocument(part: NodeDocument, record: OpenedFrom, node: NodeDocument): NodeDocument {
  const wired = mapSources(part, (source) => {
    if (!source.startsWith("@")) return partId(record, source)
    const held = node.inputs?.[source.slice(1)]
    return typeof held === "string" ? held : null
  })
  return { ...wired, id: partId(record, part.id) }
}

function remembered(part: NodeDocument, draft: Draft): NodeDocument {
  return [...draft.kept.values()].includes(part.id) ? withField(part, "values", undefined) : part
}

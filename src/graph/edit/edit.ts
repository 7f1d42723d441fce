// What a person does to a document, as pure functions from document to document. Total: an edit that names what is not
// there answers the same document, and so does one that changes nothing. Copies and groups have files of their own. This
// folder keeps no history: undo is state/document.

import type { Json } from "../../ops/attributes/attrs.ts"
import { knownOps } from "../../ops/known.ts"
import { primaryOutput } from "../analysis/ports.ts"
import {
  type GradwireDocument,
  isQuarantined,
  type NodeDocument,
  type NodeEntry,
  type Point,
  type SourceText,
  type UpstreamRule,
  type ValueLiteral,
  type View,
} from "../document.ts"
import { freshId, ID_RULE, isId } from "../ids.ts"
import { MAX_DESCRIPTION, MAX_LABEL, MAX_TITLE } from "../limits.ts"
import { type Problem, quote } from "../problem.ts"
import { placeName, type Sink, type Source } from "../wire.ts"
import { mapPlanned } from "./nodeReferences.ts"
import { atNode, mapReferences, mapSources, nodeOf, withInputs } from "./references.ts"
import { mapStory } from "./storyNames.ts"
import { clean, findNode, takenIds, updateEntries, updateNode, withField, within, withKey } from "./update.ts"

// ---- Nodes ----------------------------------------------------------------------------------------------------------

/** A free id for a new node of a kind: `conv1`, `relu2`. */
export function newNodeId(document: GradwireDocument, kind: string): string {
  return freshId(kind, takenIds(document))
}

/** Appends a node. If its id is taken or not allowed, it gets a fresh one. */
export function addNode(document: GradwireDocument, node: NodeDocument): GradwireDocument {
  const taken = takenIds(document)
  const id = isId(node.id) && !taken.has(node.id) ? node.id : freshId(node.op, taken)
  return { ...document, nodes: [...document.nodes, { ...node, id }] }
}

/** Why a node cannot be called so, or null. `except`: the node that is to be renamed. */
export function idProblem(document: GradwireDocument, id: string, except?: string): Problem | null {
  const refused = (sentence: string): Problem => ({ code: "GW-S301", severity: "error", sentence })
  if (!isId(id)) return refused(`${quote(id)} is not allowed as an id, expected ${ID_RULE}.`)
  if (id === except || !takenIds(document).has(id)) return null
  return refused(`Another node is called ${quote(id)}; ids must differ.`)
}

/** Renames a node and every wire, target and upstream gradient that names it; nothing happens if `idProblem` objects. */
export function renameNode(document: GradwireDocument, id: string, name: string): GradwireDocument {
  if (id === name || findNode(document, id) === undefined || idProblem(document, name) !== null) return document
  const renamed = mapReferences(document, (place) => (nodeOf(place) === id ? atNode(place, name) : place))
  const change = (node: string): string => (node === id ? name : node)
  const planned = mapStory(mapPlanned(renamed, change), change)
  return updateNode(planned, id, (node) => ({ ...node, id: name }))
}

/** What becomes of the wires of a node that is removed. Default: they go with it. */
export interface RemoveOptions {
  /** Joins what a removed node's output went to with what its first input came from. */
  readonly heal?: boolean
}

/** Removes nodes with every wire, target and upstream gradient that names them. */
export function removeNodes(
  document: GradwireDocument,
  ids: Iterable<string>,
  options: RemoveOptions = {},
): GradwireDocument {
  const gone = new Map<string, NodeEntry>()
  const wanted = new Set(ids)
  for (const entry of document.nodes) if (wanted.has(entry.id)) gone.set(entry.id, entry)
  if (gone.size === 0) return document
  const nodes = document.nodes.filter((entry) => !gone.has(entry.id))
  const healed = options.heal
    ? nodes.map((entry) => (isQuarantined(entry) ? entry : mapSources(entry, (source) => bypass(source, gone))))
    : nodes
  const left = (id: string): string | null => (gone.has(id) ? null : id)
  const planned = mapStory(mapPlanned(document, left), left)
  return mapReferences({ ...planned, nodes: healed }, (place) => (gone.has(nodeOf(place)) ? null : place))
}

/** The source behind a removed node's primary output, or the source itself if there is none. */
function bypass(source: SourceText, gone: ReadonlyMap<string, NodeEntry>): SourceText {
  let current = source
  // Removed nodes may stand in a circle; there are no more steps than nodes.
  for (let step = 0; step <= gone.size; step++) {
    const entry = gone.get(nodeOf(current))
    if (entry === undefined) return current
    if (isQuarantined(entry) || !isPrimary(entry.op, current)) return source
    const behind = firstInput(entry)
    if (behind === null) return source
    current = behind
  }
  return source
}

function firstInput(node: NodeDocument): SourceText | null {
  const first = Object.keys(knownOps.get(node.op)?.inputs ?? node.inputs ?? {})[0]
  const held = first === undefined ? undefined : node.inputs?.[first]
  return (typeof held === "string" ? held : held?.find((source) => source !== null)) ?? null
}

function isPrimary(kind: string, place: SourceText): boolean {
  return !place.includes(":") || place === `${nodeOf(place)}:${primaryPort(kind)}`
}

function primaryPort(kind: string): string {
  const op = knownOps.get(kind)
  return (op === undefined ? null : primaryOutput(op)) ?? "output"
}

/** Puts nodes at places; each coordinate is kept within the limit, and what is no number moves nothing. */
export function moveNodes(document: GradwireDocument, places: ReadonlyMap<string, Point>): GradwireDocument {
  return updateEntries(document, (entry) => {
    const [x, y] = places.get(entry.id) ?? [Number.NaN, Number.NaN]
    if (Number.isNaN(x) || Number.isNaN(y) || (entry.at?.[0] === x && entry.at[1] === y)) return entry
    return { ...entry, at: within([x, y]) }
  })
}

/** Sets an attribute as it is written in documents; `undefined` takes it away. From then on it is no default any more. */
export function setAttr(
  document: GradwireDocument,
  id: string,
  name: string,
  value: Json | undefined,
): GradwireDocument {
  return updateNode(suggestAttr(document, id, name, value), id, (node) => {
    if (node.defaults?.includes(name) !== true) return node
    const left = node.defaults.filter((other) => other !== name)
    return withField(node, "defaults", left.length === 0 ? undefined : left)
  })
}

/** Sets an attribute for somebody who has not said what it shall be: what was a default stays one. */
export function suggestAttr(
  document: GradwireDocument,
  id: string,
  name: string,
  value: Json | undefined,
): GradwireDocument {
  return updateNode(document, id, (node) => withField(node, "attrs", withKey(node.attrs, name, value)))
}

/** Sets the label; an empty one is taken away, one that is too long is cut. */
export function setLabel(document: GradwireDocument, id: string, label: string | undefined): GradwireDocument {
  return updateNode(document, id, (node) => withField(node, "label", clean(label, MAX_LABEL)))
}

/** Gives a tensor to a param, buffer or source; `undefined` takes it away, so that it is drawn again. */
export function setValues(
  document: GradwireDocument,
  id: string,
  name: string,
  literal: ValueLiteral | undefined,
): GradwireDocument {
  return updateNode(document, id, (node) => withField(node, "values", withKey(node.values, name, literal)))
}

// ---- Wires ----------------------------------------------------------------------------------------------------------

/** Wires an output to a port or param, in place of what was there. A list port without an index takes it at its end. */
export function connect(document: GradwireDocument, from: Source, to: Sink): GradwireDocument {
  const source = findNode(document, from.node)
  if (source === undefined) return document
  const bare = from.index === undefined && from.port === primaryPort(source.op)
  const text = bare ? from.node : placeName(from)
  return updateNode(document, to.node, (node) => {
    const held = node.inputs?.[to.port]
    const many = to.index !== undefined || Array.isArray(held) || knownOps.get(node.op)?.inputs[to.port]?.list === true
    if (!many) return held === text ? node : { ...node, inputs: { ...node.inputs, [to.port]: text } }
    const list = held === undefined ? [] : typeof held === "string" ? [held] : [...held]
    list[Math.min(to.index ?? list.length, list.length)] = text
    return { ...node, inputs: { ...node.inputs, [to.port]: list } }
  })
}

/** Takes a wire away. In a list the gap is closed. */
export function disconnect(document: GradwireDocument, to: Sink): GradwireDocument {
  return updateNode(document, to.node, (node) => {
    const held = node.inputs?.[to.port]
    if (held === undefined) return node
    const left = to.index === undefined || typeof held === "string" ? [] : held.filter((_, i) => i !== to.index)
    const whole = Object.entries(node.inputs ?? {})
    if (left.length === 0)
      return withInputs(
        node,
        whole.filter(([port]) => port !== to.port),
      )
    return left.length === held.length ? node : { ...node, inputs: { ...node.inputs, [to.port]: left } }
  })
}

// ---- The document's own fields --------------------------------------------------------------------------------------

/** Sets the title; an empty one is taken away, one that is too long is cut. */
export function setTitle(document: GradwireDocument, title: string | undefined): GradwireDocument {
  return setField(document, "title", clean(title, MAX_TITLE))
}

/** Sets the description; an empty one is taken away, one that is too long is cut. */
export function setDescription(document: GradwireDocument, description: string | undefined): GradwireDocument {
  return setField(document, "description", clean(description, MAX_DESCRIPTION))
}

/** Sets the seed; what is no whole number changes nothing. */
export function setSeed(document: GradwireDocument, seed: number | undefined): GradwireDocument {
  return seed === undefined || Number.isSafeInteger(seed) ? setField(document, "seed", seed) : document
}

/** Sets where backward starts (`node` or `node:port`); an empty text leaves it to the graph. */
export function setTarget(document: GradwireDocument, target: string | undefined): GradwireDocument {
  return setField(document, "target", target || undefined)
}

/** Gives dL/d(output) of `node:port`, as numbers or by rule; `undefined` takes it away. */
export function setUpstream(
  document: GradwireDocument,
  output: string,
  given: ValueLiteral | UpstreamRule | undefined,
): GradwireDocument {
  return setField(document, "upstream", withKey(document.upstream, output, given))
}

/** Changes some fields of the view; `undefined` takes one away. */
export function setView(
  document: GradwireDocument,
  patch: { readonly [K in keyof View]: View[K] | undefined },
): GradwireDocument {
  let view: { readonly [key: string]: unknown } | undefined = { ...document.view }
  for (const [key, value] of Object.entries(patch)) view = withKey(view, key, value)
  if (document.view === undefined && Object.keys(view ?? {}).length === 0) return document
  return setField(document, "view", view)
}

/** Sets a field. If a text of that name was set aside, it is given up for the new value. */
export function setField<K extends keyof GradwireDocument>(
  document: GradwireDocument,
  key: K,
  value: GradwireDocument[K] | undefined,
): GradwireDocument {
  if (document[key] === value) return document
  const aside = document.setAside?.filter((text) => text.within !== "document" || text.key !== key)
  const changed = withField(document, key, value)
  return aside?.length === document.setAside?.length
    ? changed
    : withField(changed, "setAside", aside?.length === 0 ? undefined : aside)
}

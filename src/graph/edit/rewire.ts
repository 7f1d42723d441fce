// Edits that change a chain and keep the rest of it: a node put on a wire, a node taken out with its wire healed, one op in
// place of another. Pure and total like all edits.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { AnyOp } from "../../ops/op.ts"
import { ops } from "../../ops/registry.ts"
import { analyze } from "../analysis/analyze.ts"
import { primaryOutput, visibleOutputs } from "../analysis/ports.ts"
import type { GradwireDocument, NodeDocument, SourceText } from "../document.ts"
import { readPlace, type Wire } from "../wire.ts"
import { removeWhole } from "./copies.ts"
import { connect, disconnect } from "./edit.ts"
import { initialAttrs } from "./initialAttrs.ts"
import { mapReferences, nodeOf } from "./references.ts"
import { findNode, updateNode, withField } from "./update.ts"
import { suits } from "./wireFits.ts"

/** Puts a node on a wire: what the wire carried goes into the node, what the node gives goes where the wire ended. */
export function insertOnWire(
  document: GradwireDocument,
  wire: Wire,
  node: string,
  way: { readonly input: string; readonly output: string },
): GradwireDocument {
  const into = connect(document, wire.from, { node, port: way.input })
  return connect(into, { node, port: way.output }, wire.to)
}

/** Removes nodes, and groups that held nothing else, and joins what they stood between where the shapes allow it. */
export function removeAndHeal(document: GradwireDocument, ids: readonly string[]): GradwireDocument {
  const healed = removeWhole(document, ids, { heal: true })
  if (healed === document) return document
  const before = new Set(analyze(document, ops).wires.map((wire) => wire.id))
  const analysis = analyze(healed, ops)
  return analysis.wires
    .filter((wire) => !before.has(wire.id) && suits(analysis, wire.from, wire.to).kind !== "yes")
    .sort((a, b) => (b.to.index ?? 0) - (a.to.index ?? 0))
    .reduce((left, wire) => disconnect(left, wire.to), healed)
}

/**
 * Puts another op in a node's place. Attributes of one name stay where the new op reads them; wires stay at ports of one
 * name, else in order; what follows the primary output follows the new one. Values stay where they still fit.
 */
export function replaceOp(document: GradwireDocument, id: string, kind: string): GradwireDocument {
  const node = findNode(document, id)
  const op = ops.get(kind)
  if (node === undefined || op === undefined || node.op === kind) return document
  const old = ops.get(node.op)
  const moved = mapReferences(document, (place) => (nodeOf(place) === id ? newPlace(place, old, op) : place))
  const replaced = updateNode(moved, id, (before) => {
    const bare = withField({ ...before, op: kind }, "attrs", commonAttrs(before, op))
    return withField(bare, "inputs", movedInputs(before, old, op))
  })
  return withoutStrayValues(replaced, id)
}

function commonAttrs(node: NodeDocument, op: AnyOp): NodeDocument["attrs"] {
  const attrs: { [name: string]: Json } = { ...initialAttrs(op).attrs }
  for (const [name, raw] of Object.entries(node.attrs ?? {})) {
    const spec = Object.hasOwn(op.attrs, name) ? op.attrs[name] : undefined
    if (spec !== undefined && "value" in spec.read(raw)) attrs[name] = raw
  }
  // A first attribute that the old op left at its fallback would change the sum: ConvTranspose2d begins with stride 2.
  const old = ops.get(node.op)
  for (const name of Object.keys(attrs)) {
    const written = node.attrs?.[name] !== undefined
    const shared = old !== undefined && Object.hasOwn(old.attrs, name) && op.attrs[name]?.fallback !== undefined
    if (!written && shared) delete attrs[name]
  }
  return Object.keys(attrs).length === 0 ? undefined : attrs
}

type Held = NonNullable<NodeDocument["inputs"]>[string]

function movedInputs(node: NodeDocument, old: AnyOp | undefined, op: AnyOp): NodeDocument["inputs"] {
  const moved = new Map<string, Held>()
  const left: SourceText[] = []
  for (const [port, held] of Object.entries(node.inputs ?? {})) {
    const rule = Object.hasOwn(op.inputs, port) ? op.inputs[port] : undefined
    const many = typeof held !== "string"
    if ((rule !== undefined && (rule.list === true) === many) || Object.hasOwn(op.params, port)) moved.set(port, held)
    else if (old === undefined || Object.hasOwn(old.inputs, port))
      left.push(...(many ? held.filter((source) => source !== null) : [held]))
  }
  for (const [port, rule] of Object.entries(op.inputs)) {
    if (moved.has(port) || left.length === 0) continue
    if (rule.list === true) moved.set(port, left.splice(0))
    else moved.set(port, left.shift() ?? "")
  }
  return moved.size === 0 ? undefined : Object.fromEntries(moved)
}

function newPlace(place: SourceText, old: AnyOp | undefined, op: AnyOp): SourceText | null {
  const read = readPlace(place)
  if (read?.port === undefined) return primaryOutput(op) === null ? null : place
  if (visibleOutputs(op).includes(read.port)) return place
  return old !== undefined && read.port === primaryOutput(old) ? read.node : null
}

function withoutStrayValues(document: GradwireDocument, id: string): GradwireDocument {
  const stray = new Set<string>()
  for (const { code, port } of analyze(document, ops).nodes.get(id)?.problems ?? [])
    if ((code === "GW-T103" || code === "GW-T104") && port !== undefined) stray.add(port)
  if (stray.size === 0) return document
  return updateNode(document, id, (node) => {
    const kept = Object.entries(node.values ?? {}).filter(([name]) => !stray.has(name))
    return withField(node, "values", kept.length === 0 ? undefined : Object.fromEntries(kept))
  })
}

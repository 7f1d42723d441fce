// Where a document names a node: in wires, as the target, as the place of an upstream gradient.

import type { GradwireDocument, NodeDocument, SourceText } from "../document.ts"
import { isQuarantined } from "../document.ts"

type Inputs = NonNullable<NodeDocument["inputs"]>

/** The node that a source or target names: all before the colon. */
export function nodeOf(text: SourceText): string {
  const colon = text.indexOf(":")
  return colon < 0 ? text : text.slice(0, colon)
}

/** The same place at another node. */
export function atNode(text: SourceText, node: string): SourceText {
  const colon = text.indexOf(":")
  return colon < 0 ? node : node + text.slice(colon)
}

/** Changes each source of a node; null takes the wire away, and a list closes its gap. Unchanged nodes stay themselves. */
export function mapSources(node: NodeDocument, change: (source: SourceText) => SourceText | null): NodeDocument {
  if (node.inputs === undefined) return node
  let changed = false
  const mapped = (source: SourceText): SourceText | null => {
    const next = change(source)
    if (next !== source) changed = true
    return next
  }
  const entries: [string, Inputs[string]][] = []
  for (const [port, held] of Object.entries(node.inputs)) {
    if (typeof held === "string") {
      const next = mapped(held)
      if (next !== null) entries.push([port, next])
    } else {
      const next = held.flatMap((source) => {
        if (source === null) return [null]
        const kept = mapped(source)
        return kept === null ? [] : [kept]
      })
      if (next.length > 0 || held.length === 0) entries.push([port, next])
    }
  }
  return changed ? withInputs(node, entries) : node
}

/** A node with other inputs; without any, the field goes. */
export function withInputs(node: NodeDocument, entries: readonly (readonly [string, Inputs[string]])[]): NodeDocument {
  if (entries.length > 0) return { ...node, inputs: Object.fromEntries(entries) }
  const { inputs: _, ...rest } = node
  return rest
}

/** Changes every name of a node in the document; null takes it away. */
export function mapReferences(
  document: GradwireDocument,
  change: (place: SourceText) => SourceText | null,
): GradwireDocument {
  const nodes = document.nodes.map((entry) => (isQuarantined(entry) ? entry : mapSources(entry, change)))
  const { target, upstream } = document
  const next: { -readonly [K in keyof GradwireDocument]: GradwireDocument[K] } = { ...document, nodes }
  if (target !== undefined) {
    const kept = change(target)
    if (kept === null) delete next.target
    else next.target = kept
  }
  if (upstream !== undefined) {
    const entries = Object.entries(upstream).flatMap(([place, literal]) => {
      const kept = change(place)
      return kept === null ? [] : [[kept, literal] as const]
    })
    if (entries.length > 0) next.upstream = Object.fromEntries(entries)
    else delete next.upstream
  }
  return next
}

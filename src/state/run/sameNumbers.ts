// What of a document its numbers depend on.

import { type GradwireDocument, isQuarantined, type NodeEntry } from "../../graph/document.ts"

/** True if a run of one answers the other: they differ in places, labels and words only. */
export function sameMeaning(a: GradwireDocument, b: GradwireDocument): boolean {
  if (a.seed !== b.seed || a.target !== b.target || a.upstream !== b.upstream || a.data !== b.data) return false
  if (a.nodes === b.nodes) return true
  return a.nodes.length === b.nodes.length && a.nodes.every((node, i) => sameNode(node, b.nodes[i]))
}

function sameNode(a: NodeEntry, b: NodeEntry | undefined): boolean {
  if (a === b) return true
  if (b === undefined || a.id !== b.id) return false
  if (isQuarantined(a) || isQuarantined(b)) return isQuarantined(a) && isQuarantined(b)
  return a.op === b.op && a.attrs === b.attrs && a.inputs === b.inputs && a.values === b.values
}

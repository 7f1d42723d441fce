// What was learned, back into the document: one edit that a person can undo.

import { type GradwireDocument, isQuarantined, type ValueLiteral } from "../../../graph/document.ts"
import { packValue, quantiseValue } from "../../../graph/values/packed.ts"
import { writeValue } from "../../../graph/values/values.ts"
import type { Tensor } from "../../../tensor/tensor.ts"

/** Tensors above this many numbers are written in base64: a document full of digits is hard to read and long to link. */
const WRITTEN_OUT = 64

/**
 * The document with params and buffers (by `node.name`) as its `values`. `bytes`: params as bytes with a scale, a quarter as
 * long and off by at most 0.4 % of the largest magnitude. Names of no node are passed over; a document that nothing changes
 * in comes back itself.
 */
export function withLearned(
  document: GradwireDocument,
  params: ReadonlyMap<string, Tensor>,
  buffers: ReadonlyMap<string, Tensor>,
  { bytes = false }: { readonly bytes?: boolean } = {},
): GradwireDocument {
  const byNode = new Map<string, { [name: string]: ValueLiteral }>()
  for (const [full, tensor] of [...params, ...buffers]) {
    // Param names hold no dots; ids may.
    const dot = full.lastIndexOf(".")
    const values = byNode.get(full.slice(0, dot)) ?? {}
    values[full.slice(dot + 1)] = bytes && params.has(full) ? quantiseValue(tensor) : literalOf(tensor)
    byNode.set(full.slice(0, dot), values)
  }
  let changed = false
  const nodes = document.nodes.map((entry) => {
    const values = byNode.get(entry.id)
    if (values === undefined || isQuarantined(entry)) return entry
    changed = true
    return { ...entry, values: { ...entry.values, ...values } }
  })
  return changed ? { ...document, nodes } : document
}

function literalOf(tensor: Tensor): ValueLiteral {
  return tensor.data.length > WRITTEN_OUT ? packValue(tensor) : writeValue(tensor)
}

// Which node stands behind a place that is compared.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { readPlace, type Source } from "../../../graph/wire.ts"

/** The output behind `node:port` or a wire, or null for a param or buffer. */
export function outputAt(analysis: Analysis, name: string): Source | null {
  const wire = analysis.wires.find(({ id }) => id === name)
  if (wire !== undefined) return wire.from
  const place = readPlace(name)
  if (place?.port === undefined) return null
  const { node, port, index } = place
  return index === undefined ? { node, port } : { node, port, index }
}

/** The node that makes the tensor or keeps it. */
export function nodeAt(analysis: Analysis, name: string): string {
  return outputAt(analysis, name)?.node ?? name.slice(0, name.lastIndexOf("."))
}

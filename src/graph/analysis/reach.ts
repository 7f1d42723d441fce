// What lies before and behind nodes, along the wires.

import type { Analysis } from "./analysis.ts"

/** Every node from which one of `ends` can be reached, these included; `without` this wire, if one is named. */
export function leadsTo(analysis: Analysis, ends: readonly string[], without?: string): ReadonlySet<string> {
  const seen = new Set(ends)
  for (const id of seen) {
    for (const wire of analysis.entering.get(id) ?? []) if (wire.id !== without) seen.add(wire.from.node)
  }
  return seen
}

/** Every node that can be reached from one of `starts`, these included; `without` this wire, if one is named. */
export function ledToFrom(analysis: Analysis, starts: readonly string[], without?: string): ReadonlySet<string> {
  const seen = new Set(starts)
  for (const id of seen) {
    for (const wire of analysis.leaving.get(id) ?? []) if (wire.id !== without) seen.add(wire.to.node)
  }
  return seen
}

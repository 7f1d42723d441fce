// What lies before a place, along the wires.

import type { Analysis } from "./analysis.ts"
import type { Source } from "./wire.ts"

/** Nodes from which one of the places can be reached, the places' own nodes included. */
export function ancestorsOf(analysis: Analysis, places: Iterable<Source>): ReadonlySet<string> {
  const found = new Set<string>()
  const open = Array.from(places, (place) => place.node)
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    for (const wire of analysis.entering.get(id) ?? []) open.push(wire.from.node)
  }
  return found
}

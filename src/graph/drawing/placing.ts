// Places for nodes that came without one: a document written by hand, a fragment from elsewhere. If none has a place, all
// are laid out; if some have, the rest is laid out by itself below them, so that nothing the author placed moves.

import type { Analysis } from "../analysis.ts"
import { isQuarantined, type Point } from "../document.ts"
import { type Join, layout } from "../layout.ts"
import { placeName, type Sink, type Source } from "../wire.ts"
import { type Face, faceOf } from "./face.ts"
import { drawnPort } from "./ports.ts"

/** Places for the nodes that a document gives none, beside those that it does. */
export function missingPlaces(analysis: Analysis): ReadonlyMap<string, Point> {
  const { nodes } = analysis.document
  const lost = nodes.filter(({ at }) => at === undefined)
  if (lost.length === 0) return new Map()
  const faces = new Map(lost.map((entry) => [entry.id, faceOf(entry, analysis)]))
  const boxes = lost.flatMap((entry) => {
    const face = faces.get(entry.id)
    return face === undefined ? [] : [{ ...face, group: isQuarantined(entry) ? undefined : entry.group }]
  })
  const places = layout(boxes, joinsBetween(analysis, faces), { groups: analysis.document.groups ?? [] })
  const placed = nodes.flatMap(({ at }) => (at ? [at] : []))
  if (placed.length === 0) return places
  const left = Math.min(...placed.map(([x]) => x))
  const under = Math.max(...placed.map(([, y]) => y)) + 140
  return new Map([...places].map(([id, [x, y]]) => [id, [x + left, y + under]]))
}

/** Wires between nodes, with the heights at which they leave and enter: so that chains come out straight. */
function joinsBetween(analysis: Analysis, faces: ReadonlyMap<string, Face>): readonly Join[] {
  return analysis.wires.map(({ from, to }) => ({
    from: from.node,
    to: to.node,
    ...heightOf("fromAt", faces.get(from.node), from, "out"),
    ...heightOf("toAt", faces.get(to.node), to, "in"),
  }))
}

function heightOf(
  key: "fromAt" | "toAt",
  face: Face | undefined,
  place: Source | Sink,
  side: "in" | "out",
): { readonly fromAt?: number; readonly toAt?: number } {
  const port =
    face && drawnPort(face.ports, { id: placeName(place).slice(place.node.length + 1), port: place.port }, side)
  return port === undefined ? {} : { [key]: port.at[1] }
}

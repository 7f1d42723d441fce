// Places for nodes that came without one: a document written by hand, a fragment from elsewhere. If none has a place, all
// are laid out; if some have, the rest is laid out by itself below them, so that nothing the author placed moves.

import type { Analysis } from "../analysis/analysis.ts"
import { type GradwireDocument, isQuarantined, type Point } from "../document.ts"
import { type Box, type Join, type LayoutOptions, layout } from "../layout/layout.ts"
import { placeName, type Sink, type Source } from "../wire.ts"
import { type Face, faceOf } from "./face.ts"
import { drawnPort } from "./ports.ts"

/** What `layout` is asked for the nodes without a place; null if there are none. */
export function unplaced(
  analysis: Analysis,
): { readonly boxes: readonly Box[]; readonly joins: readonly Join[]; readonly options: LayoutOptions } | null {
  const lost = analysis.document.nodes.filter(({ at }) => at === undefined)
  if (lost.length === 0) return null
  const faces = new Map(lost.map((entry) => [entry.id, faceOf(entry, analysis)]))
  const boxes = lost.flatMap((entry) => {
    const face = faces.get(entry.id)
    if (face === undefined) return []
    const { id, width, height } = face
    return [{ id, width, height, group: isQuarantined(entry) ? undefined : entry.group }]
  })
  return { boxes, joins: joinsBetween(analysis, faces), options: { groups: analysis.document.groups ?? [] } }
}

/** Places for the nodes that a document gives none, beside those that it does. */
export function missingPlaces(analysis: Analysis): ReadonlyMap<string, Point> {
  const question = unplaced(analysis)
  if (question === null) return new Map()
  return beside(analysis.document, layout(question.boxes, question.joins, question.options))
}

/** What was laid out by itself, below all that a document gives a place. */
export function beside({ nodes }: GradwireDocument, places: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> {
  const placed = nodes.flatMap(({ at }) => (at ? [at] : []))
  if (placed.length === 0) return places
  const left = Math.min(...placed.map(([x]) => x))
  const under = Math.max(...placed.map(([, y]) => y)) + 140
  return new Map([...places].map(([id, [x, y]]) => [id, [x + left, y + under]]))
}

/** Wires between nodes, with the heights at which they leave and enter: so that chains come out straight. */
function joinsBetween(analysis: Analysis, faces: ReadonlyMap<string, Face>): readonly Join[] {
  return analysis.wires.flatMap(({ from, to }) => {
    const [start, end] = [faces.get(from.node), faces.get(to.node)]
    if (start === undefined || end === undefined) return []
    const heights = { ...heightOf("fromAt", start, from, "out"), ...heightOf("toAt", end, to, "in") }
    return [{ from: from.node, to: to.node, ...heights }]
  })
}

function heightOf(
  key: "fromAt" | "toAt",
  face: Face,
  place: Source | Sink,
  side: "in" | "out",
): { readonly fromAt?: number; readonly toAt?: number } {
  const port = drawnPort(face.ports, { id: placeName(place).slice(place.node.length + 1), port: place.port }, side)
  return port === undefined ? {} : { [key]: port.at[1] }
}

// Places for nodes that came without one: a document written by hand, a fragment from elsewhere. If none has a place, all
// are laid out; if some have, the rest is laid out by itself below them, so that nothing the author placed moves.

import type { Analysis } from "../../graph/analysis.ts"
import type { Point } from "../../graph/document.ts"
import { layout } from "../../graph/layout.ts"
import { faceOf } from "./face.ts"

export function missingPlaces(analysis: Analysis): ReadonlyMap<string, Point> {
  const { nodes } = analysis.document
  const lost = nodes.filter(({ at }) => at === undefined)
  if (lost.length === 0) return new Map()
  const boxes = lost.map((entry) => {
    const { width, height } = faceOf(entry, analysis)
    return { id: entry.id, width, height }
  })
  const places = layout(
    boxes,
    analysis.wires.map(({ from, to }) => ({ from: from.node, to: to.node })),
  )
  const placed = nodes.flatMap(({ at }) => (at ? [at] : []))
  if (placed.length === 0) return places
  const left = Math.min(...placed.map(([x]) => x))
  const under = Math.max(...placed.map(([, y]) => y)) + 140
  return new Map([...places].map(([id, [x, y]]) => [id, [x + left, y + under]]))
}

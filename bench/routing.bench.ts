// Aims: the wires of ResNet-152 (515 nodes) find their ways in 30 ms, those of 10,000 nodes in 400 ms.

import { bench, describe } from "vitest"
import { layout, routes, type WireWish } from "../src/library.ts"
import { chain, type Drawing, resNet152, tangle } from "./drawings.ts"

const WINDOW = { width: 820, height: 510 }

/** The layout as boxes and wires, as graph/drawing/ways.ts asks for their ways. */
function question({ boxes, joins }: Drawing) {
  const places = layout(boxes, joins, { window: WINDOW })
  const numbers = new Map(boxes.map(({ id }, i) => [id, i]))
  const placed = boxes.map(({ id, width, height }) => {
    const [x, y] = places.get(id) ?? [0, 0]
    return { x, y, width, height, words: null }
  })
  const wishes = joins.flatMap((join, i): readonly WireWish[] => {
    const [source, sink] = [numbers.get(join.from) ?? 0, numbers.get(join.to) ?? 0]
    const [a, b] = [placed[source], placed[sink]]
    if (a === undefined || b === undefined) return []
    const from = [a.x + a.width, a.y + a.height / 2] as const
    const to = [b.x, b.y + (join.toAt ?? b.height / 2)] as const
    const count = Math.min(160, Math.max(2, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 12)))
    const direct = Array.from({ length: count + 1 }, (_, at) => {
      const t = at / count
      return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t] as const
    })
    return [{ id: `w${i}`, source, sink, from, to, below: false, direct }]
  })
  return { placed, wishes }
}

describe("routing", () => {
  const cases: readonly (readonly [string, Drawing])[] = [
    ["ResNet-152", resNet152()],
    ["10,000 tangled", tangle(10_000)],
    ["10,000 in a chain", chain(10_000)],
  ]
  for (const [name, drawing] of cases) {
    const { placed, wishes } = question(drawing)
    bench(`${name}: ${wishes.length} wires`, () => {
      routes(placed, wishes)
    })
  }
})

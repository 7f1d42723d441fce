// The box around everything that is drawn of a graph.

import { linesUnder } from "../../graph/drawing/claims.ts"
import type { Face, PlacedFace } from "../../graph/drawing/face.ts"
import type { DrawnWire, Scene, Written } from "../../graph/drawing/scene.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import { pointAt } from "../../graph/drawing/wires/curve.ts"
import type { PlacedBox } from "../../graph/edit/arrange.ts"
import { bounds } from "../../graph/edit/arrange.ts"
import { problemWidth } from "./badges.ts"

const SAMPLES = 24

/** Null for an empty graph. `written`: how much room that takes over and under a node. */
export function extentOf(
  scene: Scene,
  chips: readonly { readonly box: PlacedBox }[],
  written: (face: Face) => Written,
): PlacedBox | null {
  return bounds([
    ...scene.nodes.map((node) => nodeExtent(node, written(node.face))),
    ...scene.frames.map(({ box }) => box),
    ...scene.wires.map(wireExtent),
    ...chips.map(({ box }) => box),
  ])
}

function nodeExtent(node: PlacedFace, written: Written): PlacedBox {
  const { face, x, y } = node
  const lines = face.kind === "symbol" ? linesUnder(face) : []
  const wide = Math.max(problemWidth(face), ...lines.map((line) => Math.min(220, textWidth(line, 11))))
  const over = Math.max(0, (wide - face.width) / 2)
  const under = Math.max(
    written.below,
    face.problem === null ? lines.length * 15 + 4 : 34,
    face.kind === "folded" ? 5 : 0,
  )
  const above = Math.max(written.above, face.target ? 10 : 0)
  return { x: x - over, y: y - above, width: face.width + 2 * over, height: face.height + above + under }
}

function wireExtent({ curve }: DrawnWire): PlacedBox {
  const points = Array.from({ length: SAMPLES + 1 }, (_, i) => pointAt(curve, i / SAMPLES))
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs) - 3, Math.min(...ys) - 3]
  return { x, y, width: Math.max(...xs) + 3 - x, height: Math.max(...ys) + 3 - y }
}

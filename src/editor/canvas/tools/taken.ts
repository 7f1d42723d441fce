// What is taken on the canvas: that which is said beside something else stands on none of it, and threads run round it.

import { claimedBy, flagOn } from "../../../graph/drawing/claims.ts"
import { CHIP_HEIGHT, chipWidth } from "../../../graph/drawing/wires/chipSize.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import type { Drawn } from "../flow/drawn.ts"
import { titlesOf } from "../flow/nodesAndEdges.ts"
import type { Rect } from "./barPlace.ts"

/** In canvas pixels; the wire whose words it is, if it is that. */
interface Taken extends Rect {
  readonly wire?: string
}

/** Cards with the words under them and a target's flag, words on wires, sums at forks and titles of groups. */
export function takenBy({
  nodes,
  chips,
  sums,
  textZoom,
}: Pick<Drawn, "nodes" | "chips" | "sums" | "textZoom">): readonly Taken[] {
  const placed = nodes.map(({ data: { face }, position: { x, y } }) => ({ face, x, y }))
  return [
    ...placed.map((one) => claimedBy(one, textZoom)),
    ...placed.flatMap((one) => flagOn(one, textZoom) ?? []),
    ...[...chips].map(([wire, { at, width, scale }]) => ({ ...boxAround(at, width, CHIP_HEIGHT * scale), wire })),
    ...sums.map(({ text, at, scale }) => boxAround(at, chipWidth(text) * scale, CHIP_HEIGHT * scale)),
    ...titlesOf({ textZoom }),
  ]
}

// What of a far drawing is under the pointer.

import type { Point } from "../../../graph/document.ts"
import type { Pointed } from "../../../state/session.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { distanceTo, farWires } from "./farScene.ts"

/** In pixels of the screen. */
const NODE_REACH = 2
const WIRE_REACH = 6

/** The uppermost node there, else the nearest wire; `zoom` is that of the view. */
export function farHit([x, y]: Point, zoom: number): Pointed {
  const { nodes } = useFlow.getState()
  const reach = NODE_REACH / zoom
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    if (node === undefined) continue
    const { x: left, y: top } = node.position
    const { width, height } = node.data.face
    if (x > left - reach && x < left + width + reach && y > top - reach && y < top + height + reach) {
      return { node: node.id }
    }
  }
  return wireAt([x, y], zoom)
}

/** The nearest wire there; null if none is near. */
export function wireAt([x, y]: Point, zoom: number): Pointed {
  const { edges, byId } = useFlow.getState()
  let found: Pointed = null
  let nearest = Infinity
  for (const wire of farWires(edges, byId)) {
    const distance = distanceTo(wire, x, y, WIRE_REACH / zoom)
    if (distance < nearest) {
      nearest = distance
      found = { wire: wire.id }
    }
  }
  return found
}

/** Ids of the nodes that touch a box of canvas coordinates. */
export function nodesInBox(x: number, y: number, width: number, height: number): readonly string[] {
  return useFlow
    .getState()
    .nodes.filter(
      ({ position, data: { face } }) =>
        position.x < x + width &&
        position.x + face.width > x &&
        position.y < y + height &&
        position.y + face.height > y,
    )
    .map(({ id }) => id)
}

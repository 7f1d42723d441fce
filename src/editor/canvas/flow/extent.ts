// How far all that is drawn goes.

import type { Ways } from "../../../graph/drawing/ways.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import type { FlowNode } from "./elements.ts"

/** A box around what is to be seen, in canvas coordinates. */
export interface Extent {
  readonly x: number
  readonly y: number
  readonly right: number
  readonly bottom: number
}

/** The box around all nodes, in canvas coordinates; empty without nodes. */
export function extent(nodes: readonly FlowNode[]): Extent {
  if (nodes.length === 0) return { x: 0, y: 0, right: 0, bottom: 0 }
  let [x, y, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { position, data } of nodes) {
    x = Math.min(x, position.x)
    y = Math.min(y, position.y)
    right = Math.max(right, position.x + data.face.width)
    bottom = Math.max(bottom, position.y + data.face.height)
  }
  return { x, y, right, bottom }
}

/** The box with other boxes, such as frames. */
export function withBoxes(box: Extent, others: readonly PlacedBox[]): Extent {
  return {
    x: Math.min(box.x, ...others.map(({ x }) => x)),
    y: Math.min(box.y, ...others.map(({ y }) => y)),
    right: Math.max(box.right, ...others.map(({ x, width }) => x + width)),
    bottom: Math.max(box.bottom, ...others.map(({ y, height }) => y + height)),
  }
}

/** The box with all that wires go through on their way round cards. */
export function withWays(box: Extent, ways: Ways): Extent {
  let { x, y, right, bottom } = box
  for (const way of ways.values()) {
    for (const [a, b] of way) {
      x = Math.min(x, a)
      y = Math.min(y, b)
      right = Math.max(right, a)
      bottom = Math.max(bottom, b)
    }
  }
  return { x, y, right, bottom }
}

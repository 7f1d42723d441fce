// The wires of a far drawing with their curves, worked out again only where an end has moved.

import type { Point } from "../../../graph/document.ts"
import { type Curve, pointAt } from "../../../graph/drawing/wires/curve.ts"
import type { View } from "../flow/drawn.ts"
import type { FlowEdge, FlowNode } from "../flow/elements.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"

/** In canvas coordinates. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface FarWire extends Box {
  readonly id: string
  readonly curve: Curve
}

/** What of the canvas is in view. */
export function seenBox({ transform: [dx, dy, zoom], width, height }: View): Box {
  return { left: -dx / zoom, top: -dy / zoom, right: (width - dx) / zoom, bottom: (height - dy) / zoom }
}

/** Whether two boxes have more than an edge in common. */
export function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

interface Kept {
  readonly edge: FlowEdge
  readonly from: FlowNode | undefined
  readonly to: FlowNode | undefined
  readonly way: readonly Point[] | undefined
  readonly wire: FarWire | null
}

let kept = new Map<string, Kept>()
let lastNodes: unknown = null
let lastEdges: unknown = null
let lastWays: unknown = null
let wires: readonly FarWire[] = []

/** Every wire that has both ends, as it is now. */
export function farWires(edges: readonly FlowEdge[], byId: ReadonlyMap<string, FlowNode>): readonly FarWire[] {
  const { ways } = useFlow.getState()
  if (lastNodes === byId && lastEdges === edges && lastWays === ways) return wires
  const next = new Map<string, Kept>()
  for (const edge of edges) {
    const [from, to] = [byId.get(edge.source), byId.get(edge.target)]
    const old = kept.get(edge.id)
    const way = ways.get(edge.id)
    const same =
      old !== undefined &&
      old.way === way &&
      old.edge.data === edge.data &&
      stands(old.from, from) &&
      stands(old.to, to)
    next.set(edge.id, same ? old : { edge, from, to, way, wire: wireOf(edge) })
  }
  kept = next
  lastNodes = byId
  lastEdges = edges
  lastWays = ways
  wires = [...next.values()].flatMap(({ wire }) => (wire === null ? [] : [wire]))
  return wires
}

/** Selection makes another object of a node, but moves nothing. */
function stands(old: FlowNode | undefined, now: FlowNode | undefined): boolean {
  return (
    old === now ||
    (old !== undefined &&
      now !== undefined &&
      old.data === now.data &&
      old.position.x === now.position.x &&
      old.position.y === now.position.y)
  )
}

function wireOf({ id, data }: FlowEdge): FarWire | null {
  const curve = data === undefined ? null : curveOf(data.wire)
  if (curve === null) return null
  // A cubic stays inside the box of its four points.
  const points = curve.pieces.flat()
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return { id, curve, left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

/** How near a wire comes to a point, in canvas pixels; Infinity beyond `reach`. */
export function distanceTo(wire: FarWire, x: number, y: number, reach: number): number {
  const { left, top, right, bottom, curve } = wire
  if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) return Infinity
  const steps = Math.min(200, Math.max(16, Math.ceil(curve.length / reach)))
  let nearest = Infinity
  for (let i = 0; i <= steps; i++) {
    const at = pointAt(curve, i / steps)
    nearest = Math.min(nearest, Math.hypot(at[0] - x, at[1] - y))
  }
  return nearest <= reach ? nearest : Infinity
}

// Moves that nobody's hand makes, such as a new layout, are seen: nodes glide from where they stood to where they stand now.
// The document has moved already; only the drawing is late. Who asked for less motion sees the end at once.

import type { FlowNode } from "./elements.ts"
import { showNodes, useFlow } from "./nodesAndEdges.ts"

const TIME = 260

/** Makes a change of the document and shows its moves. */
export function glide(change: () => void): void {
  const before = new Map(useFlow.getState().nodes.map(({ id, position }) => [id, position]))
  change()
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return
  const { nodes } = useFlow.getState()
  const moving = nodes.some(({ id, position: { x, y } }) => {
    const from = before.get(id)
    return from !== undefined && (from.x !== x || from.y !== y)
  })
  if (moving) play(before, nodes)
}

/** Where the glide leads that is under way. */
let leading: readonly FlowNode[] | null = null

/** What is drawn, where it will stand once nothing glides any more. */
export function settledNodes(): readonly FlowNode[] {
  return leading ?? useFlow.getState().nodes
}

type Places = ReadonlyMap<string, FlowNode["position"]>

function play(from: Places, ends: readonly FlowNode[]): void {
  const began = performance.now()
  let shown = ends
  leading = ends
  const frame = (): void => {
    const { nodes } = useFlow.getState()
    const part = Math.min(1, (performance.now() - began) / TIME)
    // Somebody else has drawn meanwhile: their nodes count, and go to their places at once.
    const last = part === 1 || nodes !== shown
    shown = last ? settled(nodes, shown, ends) : ends.map((node) => between(node, from.get(node.id), part))
    if (last && leading === ends) leading = null
    showNodes(shown)
    if (!last) requestAnimationFrame(frame)
  }
  frame()
}

/** Slows down towards the end. */
function between(node: FlowNode, from: FlowNode["position"] | undefined, part: number): FlowNode {
  if (from === undefined) return node
  const left = (1 - part) ** 3
  const { x, y } = node.position
  return { ...node, position: { x: x + (from.x - x) * left, y: y + (from.y - y) * left } }
}

/** Whatever still stands where the glide has put it goes to its end. */
function settled(
  nodes: readonly FlowNode[],
  shown: readonly FlowNode[],
  ends: readonly FlowNode[],
): readonly FlowNode[] {
  const gliding = new Map(shown.map((node) => [node.id, node.position]))
  const places = new Map(ends.map((node) => [node.id, node.position]))
  return nodes.map((node) => {
    const end = places.get(node.id)
    return end !== undefined && gliding.get(node.id) === node.position ? { ...node, position: end } : node
  })
}

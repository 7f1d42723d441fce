// Nodes and edges as React Flow takes them, made from an analysis. What says the same as before stays the same object, so
// that only what changed is drawn again; `measured` is kept, or React Flow would unmount all edges for a frame. This folder
// is between the stores and React Flow: it draws nothing itself.

import { type Edge, type Node, type NodeHandle, Position } from "@xyflow/react"
import { writeCount } from "../../../formula/number.ts"
import { spokenName } from "../../../formula/spoken.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { NodeEntry, Point } from "../../../graph/document.ts"
import { type Face, faceOf } from "../../../graph/drawing/face.ts"
import { cardFace } from "../../../graph/drawing/groupFace.ts"
import { joined } from "../../../graph/drawing/joined.ts"
import { portPoint as placedPort } from "../../../graph/drawing/scene.ts"
import { curveOn, type Ways, type WaysQuestion, waysQuestion } from "../../../graph/drawing/ways.ts"
import type { Curve } from "../../../graph/drawing/wires/curve.ts"
import { fold } from "../../../graph/edit/fold.ts"
import type { DimsOrder } from "../../../graph/measure/notation.ts"
import { placeName, type Sink, type Source, type Wire } from "../../../graph/wire.ts"
import type { NodeBox } from "../../../state/camera.ts"

export type FlowNode = Node<{ face: Face }, Face["kind"]>
/** `more`: wires between the same ports that are drawn with this one. */
export type FlowEdge = Edge<{ wire: Wire; more: number }, "wire">

/** What an overlay says of a card, for who hears it instead of seeing it. */
type Said = (id: string) => string | undefined

/** The nodes of the analysed document. */
export function nodesOf(
  analysis: Analysis,
  chosen: readonly string[],
  old: ReadonlyMap<string, FlowNode>,
  order?: DimsOrder,
  said: Said = () => undefined,
): readonly FlowNode[] {
  const selected = new Set(chosen)
  const { shown, cards } = fold(analysis.document)
  const nodes = shown.map((entry) => {
    const face = faceOf(entry, analysis)
    return nodeOf(entry, face, selected.has(entry.id), old.get(entry.id), said)
  })
  const folded = cards.map((card) => {
    const whole = card.members.every((id) => selected.has(id))
    return nodeOf(card, cardFace(card, analysis, order), whole, old.get(card.id), said)
  })
  return [...nodes, ...folded]
}

function nodeOf(
  entry: Pick<NodeEntry, "id" | "at">,
  fresh: Face,
  selected: boolean,
  old: FlowNode | undefined,
  said: Said,
): FlowNode {
  const [x, y] = entry.at ?? [0, 0]
  const known = old && isSame(old.data.face, fresh)
  const data = known ? old.data : { face: fresh }
  const sameSize = old?.data.face.width === fresh.width && old.data.face.height === fresh.height
  const ariaLabel = describe(fresh, said(entry.id))
  const stands = old && known && old.position.x === x && old.position.y === y
  if (stands && old.selected === selected && old.ariaLabel === ariaLabel) return old
  return {
    id: entry.id,
    type: fresh.kind,
    position: { x, y },
    data,
    selected,
    width: fresh.width,
    height: fresh.height,
    zIndex: selected ? 2 : fresh.problem === null ? 0 : 1,
    ariaLabel,
    // Sizes and places of ports are known without measuring: nothing has to be mounted to be found.
    measured: old?.measured && sameSize ? old.measured : { width: fresh.width, height: fresh.height },
    handles: known && old.handles ? old.handles : handlesOf(fresh),
  }
}

/** Whether two faces, or parts of them, or what else is drawn, say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false
  const [mine, theirs] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))]
  return mine.length === theirs.size && mine.every(([key, value]) => theirs.has(key) && isSame(value, theirs.get(key)))
}

/** Whether anything stands elsewhere, or is larger: a group has opened, nodes were laid out or pasted. */
export function haveMoved(old: readonly FlowNode[], nodes: readonly FlowNode[]): boolean {
  if (nodes.length !== old.length) return true
  return nodes.some((node, i) => {
    const [now, before] = [boxOf(node), old[i]]
    if (before?.id !== node.id) return true
    return !isSame(boxOf(before), now)
  })
}

/** Half of a port's hit area; a handle is the square around it. */
export const PORT_REACH = 12

const SIDES = { in: Position.Left, out: Position.Right, param: Position.Bottom }

function handlesOf(face: Face): NodeHandle[] {
  return face.ports.map(({ id, side, at }) => ({
    id,
    type: side === "out" ? "source" : "target",
    position: SIDES[side],
    x: at[0] - PORT_REACH,
    y: at[1] - PORT_REACH,
    width: 2 * PORT_REACH,
    height: 2 * PORT_REACH,
  }))
}

function describe(face: Face, said = ""): string {
  const open = face.open === "" ? "" : `${face.open} still to wire`
  const words = [face.title, spokenName(face.name), face.caption, face.footer, said, face.problem ?? "", open]
  return words.filter((word) => word !== "").join(", ")
}

/** The same node with what an overlay says of it now. */
export function saying(node: FlowNode, said: string | undefined): FlowNode {
  const ariaLabel = describe(node.data.face, said)
  return node.ariaLabel === ariaLabel ? node : { ...node, ariaLabel }
}

/** The wires whose two ports are drawn; those into a bundle of ports as one. */
export function edgesOf(
  analysis: Analysis,
  chosen: readonly string[],
  old: readonly FlowEdge[],
  nodes: ReadonlyMap<string, FlowNode>,
): readonly FlowEdge[] {
  const before = new Map(old.map((edge) => [edge.id, edge]))
  const selected = new Set(chosen)
  const faces = new Map([...nodes].map(([id, node]) => [id, node.data]))
  return joined(analysis.wires, (id) => faces.get(id)).map(({ wire, from, to, more }) => {
    const kept = before.get(wire.id)
    const [source, target] = [from.node.face.id, to.node.face.id]
    const ends = { source, sourceHandle: from.port.id, target, targetHandle: to.port.id }
    const same = kept !== undefined && kept.source === source && kept.target === target && kept.data?.more === more
    const known = same && kept.sourceHandle === ends.sourceHandle && kept.targetHandle === ends.targetHandle
    if (known && kept.selected === selected.has(wire.id)) return kept
    const words = `Wire from ${placeName(wire.from)} to ${placeName(wire.to)}`
    return {
      id: wire.id,
      type: "wire",
      ...ends,
      selected: selected.has(wire.id),
      ariaLabel: more === 0 ? words : `${words}, and ${writeCount(more)} more between these ports`,
      data: { wire, more },
    }
  })
}

/** Where a port is, in canvas coordinates; null if the node is not there or has no such port. */
export function portPoint(
  node: FlowNode | undefined,
  place: Source | Sink,
  side: "in" | "out",
): { at: Point; below: boolean } | null {
  if (node === undefined) return null
  return placedPort({ face: node.data.face, ...node.position }, place, side)
}

/** The curve of a wire between nodes as they are drawn; null while an end is missing. */
export function curveIn(nodes: ReadonlyMap<string, FlowNode>, wire: Wire, ways: Ways): Curve | null {
  const from = portPoint(nodes.get(wire.from.node), wire.from, "out")
  const to = portPoint(nodes.get(wire.to.node), wire.to, "in")
  return from === null || to === null ? null : curveOn(ways.get(wire.id), from.at, to.at, to.below)
}

/** What the wires go round between nodes as they are drawn. */
export function waysBetween(analysis: Analysis, nodes: ReadonlyMap<string, FlowNode>): WaysQuestion {
  const placed = new Map([...new Set(nodes.values())].map((node) => [node, { face: node.data.face, ...node.position }]))
  const drawnFor = (id: string) => {
    const node = nodes.get(id)
    return node === undefined ? undefined : placed.get(node)
  }
  return waysQuestion([...placed.values()], joined(analysis.wires, drawnFor))
}

export function boxOf({ position, data }: FlowNode): NodeBox {
  return { x: position.x, y: position.y, width: data.face.width, height: data.face.height }
}

/** By id where each node is drawn; one inside a collapsed group where the card of the group is. */
export function boxesOf(nodes: readonly FlowNode[]): ReadonlyMap<string, NodeBox> {
  return new Map(nodes.flatMap((node) => (node.data.face.members ?? [node.id]).map((id) => [id, boxOf(node)] as const)))
}

/** Selected nodes lie on top, then those with a problem, whose sentence hangs out of them. */
export function withSelection(node: FlowNode, selected: boolean): FlowNode {
  return { ...node, selected, zIndex: selected ? 2 : node.data.face.problem === null ? 0 : 1 }
}

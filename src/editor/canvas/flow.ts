// What React Flow is given: nodes and edges made from the document, objects kept the same while nothing about them
// changes, so that only what changed is drawn again. `measured` survives every change of the document: without it React
// Flow unmounts all edges for a frame. Positions live here while a drag lasts; the document hears of them at its end.

import { applyNodeChanges, type Edge, type Node, type NodeChange } from "@xyflow/react"
import { create } from "zustand"
import type { Analysis } from "../../graph/analysis.ts"
import type { GradwireDocument, NodeEntry, Point } from "../../graph/document.ts"
import { moveNodes } from "../../graph/edit.ts"
import type { Join } from "../../graph/layout.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useCamera } from "../../state/camera.ts"
import { settle } from "../../state/document.ts"
import { useRun } from "../../state/run.ts"
import { useSession } from "../../state/session.ts"
import { CHIP_HEIGHT, type ChipPlace, type ChipWish, placeChips } from "./chips.ts"
import { type Curve, curveBetween } from "./curve.ts"
import { type Face, faceOf } from "./face.ts"
import { lookOf, sameLook, type WireLook } from "./looks.ts"
import { joinsBetween, missingPlaces } from "./placing.ts"

export type FlowNode = Node<{ face: Face }, Face["kind"]>
export type FlowEdge = Edge<{ wire: Wire }, "wire">

interface FlowState {
  readonly nodes: readonly FlowNode[]
  readonly byId: ReadonlyMap<string, FlowNode>
  readonly edges: readonly FlowEdge[]
  readonly looks: ReadonlyMap<string, WireLook>
  readonly chips: ReadonlyMap<string, ChipPlace>
  /** Chips keep a readable size while the graph gets small: 1 at full zoom, more below. */
  readonly chipScale: number
}

export const useFlow = create<FlowState>()(() => ({
  nodes: [],
  byId: new Map(),
  edges: [],
  looks: new Map(),
  chips: new Map(),
  chipScale: 1,
}))

/** React Flow's own news: sizes, and positions while something is dragged. Selection and removal are not its business. */
export function takeChanges(news: readonly NodeChange<FlowNode>[]): void {
  const changes = news.filter((change) => change.type === "position" || change.type === "dimensions")
  const nodes = applyNodeChanges([...changes], [...useFlow.getState().nodes])
  useFlow.setState({ nodes, byId: byId(nodes) })
  if (changes.some((change) => change.type === "position")) replaceChips()
}

/** The curve of a wire as it is drawn now; null while an end is missing. */
export function curveOf(wire: Wire): Curve | null {
  const nodes = useFlow.getState().byId
  const from = portPoint(nodes.get(wire.from.node), portId(wire.from), "out")
  const to = portPoint(nodes.get(wire.to.node), portId(wire.to), "in")
  return from === null || to === null ? null : curveBetween(from.at, to.at, to.below)
}

function portId(place: { readonly node: string; readonly port: string; readonly index?: number }): string {
  return placeName(place).slice(place.node.length + 1)
}

function portPoint(node: FlowNode | undefined, id: string, side: "in" | "out"): { at: Point; below: boolean } | null {
  const port = node?.data.face.ports.find((face) => face.id === id && (face.side === "out") === (side === "out"))
  if (node === undefined || port === undefined) return null
  const { x, y } = node.position
  return { at: [x + port.at[0], y + port.at[1]], below: port.side === "param" }
}

/** Where every node is drawn now. */
export function boxes(): ReadonlyMap<string, { x: number; y: number; width: number; height: number }> {
  return new Map(useFlow.getState().nodes.map((node) => [node.id, boxOf(node)]))
}

function joins(): readonly Join[] {
  const faces = new Map(useFlow.getState().nodes.map(({ id, data }) => [id, data.face]))
  return joinsBetween(useAnalysis.getState().analysis, faces)
}

function boxOf({ position, data }: FlowNode): { x: number; y: number; width: number; height: number } {
  return { x: position.x, y: position.y, width: data.face.width, height: data.face.height }
}

// ---- Following the stores -------------------------------------------------------------------------------------------

function follow(): void {
  const { analysis } = useAnalysis.getState()
  const places = missingPlaces(analysis)
  // Settling comes back here with every node placed.
  if (places.size > 0) {
    settle((document) => moveNodes(document, places))
    return
  }
  const old = useFlow.getState()
  const nodes = nodesOf(analysis.document, analysis, old.byId)
  const edges = edgesOf(analysis, old.edges, new Map(nodes.map((node) => [node.id, node])))
  useFlow.setState({ nodes, byId: byId(nodes), edges })
  dress()
}

function nodesOf(
  document: GradwireDocument,
  analysis: Analysis,
  old: ReadonlyMap<string, FlowNode>,
): readonly FlowNode[] {
  const selected = new Set(useSession.getState().nodes)
  return document.nodes.map((entry) => {
    const face = faceOf(entry, analysis)
    return nodeOf(entry, face, selected.has(entry.id), old.get(entry.id))
  })
}

function nodeOf(entry: NodeEntry, fresh: Face, selected: boolean, old: FlowNode | undefined): FlowNode {
  const [x, y] = entry.at ?? [0, 0]
  const known = old && JSON.stringify(old.data.face) === JSON.stringify(fresh)
  const data = known ? old.data : { face: fresh }
  const sameSize = old?.data.face.width === fresh.width && old.data.face.height === fresh.height
  if (old && known && old.position.x === x && old.position.y === y && old.selected === selected) return old
  return {
    id: entry.id,
    type: fresh.kind,
    position: { x, y },
    data,
    selected,
    width: fresh.width,
    height: fresh.height,
    ariaLabel: describe(fresh),
    ...(old?.measured && sameSize ? { measured: old.measured } : {}),
  }
}

function describe(face: Face): string {
  const words = [face.title, face.name, face.caption, face.footer, face.problem ?? ""]
  return words.filter((word) => word !== "").join(", ")
}

function edgesOf(
  analysis: Analysis,
  old: readonly FlowEdge[],
  nodes: ReadonlyMap<string, FlowNode>,
): readonly FlowEdge[] {
  const before = new Map(old.map((edge) => [edge.id, edge]))
  const selected = new Set(useSession.getState().wires)
  const drawn = analysis.wires.filter(
    (wire) =>
      portPoint(nodes.get(wire.from.node), portId(wire.from), "out") !== null &&
      portPoint(nodes.get(wire.to.node), portId(wire.to), "in") !== null,
  )
  return drawn.map((wire) => {
    const kept = before.get(wire.id)
    if (kept && kept.selected === selected.has(wire.id)) return kept
    return {
      id: wire.id,
      type: "wire",
      source: wire.from.node,
      sourceHandle: portId(wire.from),
      target: wire.to.node,
      targetHandle: portId(wire.to),
      selected: selected.has(wire.id),
      ariaLabel: `Wire from ${placeName(wire.from)} to ${placeName(wire.to)}`,
      data: { wire },
    }
  })
}

/** Marks what is selected without looking at anything else. */
function mark(): void {
  const { nodes, wires } = useSession.getState()
  const chosen = new Set(nodes)
  const cut = new Set(wires)
  const old = useFlow.getState()
  const marked = old.nodes.map((node) =>
    node.selected === chosen.has(node.id) ? node : { ...node, selected: chosen.has(node.id) },
  )
  const edges = old.edges.map((edge) =>
    edge.selected === cut.has(edge.id) ? edge : { ...edge, selected: cut.has(edge.id) },
  )
  useFlow.setState({ nodes: marked, byId: byId(marked), edges })
}

/** Gives every wire its look, then its chip a place. */
function dress(): void {
  const { analysis } = useAnalysis.getState()
  const { chip, order } = useSession.getState()
  const { result } = useRun.getState()
  const old = useFlow.getState().looks
  const looks = new Map(
    analysis.wires.map((wire) => {
      const fresh = lookOf(wire, analysis, result, chip, order)
      const kept = old.get(wire.id)
      return [wire.id, kept && sameLook(kept, fresh) ? kept : fresh]
    }),
  )
  useFlow.setState({ looks })
  replaceChips()
}

/** A few steps, so that chips are placed anew only when the zoom passes one. */
export function scaleChips(zoom: number): void {
  const chipScale = zoom >= 0.9 ? 1 : zoom >= 0.74 ? 1.22 : zoom >= 0.58 ? 1.5 : 2
  if (chipScale === useFlow.getState().chipScale) return
  useFlow.setState({ chipScale })
  replaceChips()
}

function replaceChips(): void {
  const { edges, looks, nodes, chips, chipScale } = useFlow.getState()
  const wishes: ChipWish[] = []
  for (const { data } of edges) {
    const look = data && looks.get(data.wire.id)
    const curve = data && curveOf(data.wire)
    if (look && curve && look.chip !== "") {
      wishes.push({ wire: data.wire.id, curve, width: chipWidth(look.chip) * chipScale })
    }
  }
  useFlow.setState({ chips: placeChips(wishes, nodes.map(claimedBy), chips, CHIP_HEIGHT * chipScale) })
}

/** A round node also claims the line of words under it, a node with a problem its sentence. */
function claimedBy(node: FlowNode): { x: number; y: number; width: number; height: number } {
  const box = boxOf(node)
  if (node.type === "symbol") return { ...box, x: box.x - 16, width: box.width + 32, height: box.height + 34 }
  return box
}

export function chipWidth(text: string): number {
  return Math.round(text.length * 6.7 + 14)
}

function byId(nodes: readonly FlowNode[]): ReadonlyMap<string, FlowNode> {
  return new Map(nodes.map((node) => [node.id, node]))
}

/** Starts following the stores; answers how to stop. */
export function startFlow(): () => void {
  useCamera.setState({ boxes, joins })
  const stops = [
    useAnalysis.subscribe(follow),
    useSession.subscribe((state, before) => {
      if (state.nodes !== before.nodes || state.wires !== before.wires) mark()
      if (state.chip !== before.chip || state.order !== before.order) dress()
    }),
    useRun.subscribe((state, before) => {
      if (state.result !== before.result) dress()
    }),
  ]
  // Last: settling a document without places is heard by the followers above.
  follow()
  return () => {
    for (const stop of stops) stop()
  }
}

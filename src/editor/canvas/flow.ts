// What the canvas draws now: React Flow's nodes and edges (elements.ts), how each wire looks, where its chip is. Follows
// the stores. Positions live here while a drag lasts; the document hears of them at its end.

import { applyNodeChanges, type NodeChange } from "@xyflow/react"
import { create } from "zustand"
import type { PlacedBox } from "../../graph/arrange.ts"
import { CHIP_HEIGHT, type ChipPlace, type ChipWish, chipWidth, placeChips } from "../../graph/drawing/chips.ts"
import { type Curve, curveBetween } from "../../graph/drawing/curve.ts"
import { sameLook, type WireLook } from "../../graph/drawing/look.ts"
import { missingPlaces } from "../../graph/drawing/placing.ts"
import { claimedBy } from "../../graph/drawing/scene.ts"
import { moveNodes } from "../../graph/edit.ts"
import type { Join } from "../../graph/layout.ts"
import type { Wire } from "../../graph/wire.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useCamera } from "../../state/camera.ts"
import { settle } from "../../state/document.ts"
import { lookOf } from "../../state/looks.ts"
import { usePlayer } from "../../state/player.ts"
import { useRun } from "../../state/run.ts"
import { useSession } from "../../state/session.ts"
import { chipOfWire } from "../../state/standing.ts"
import {
  boxOf,
  edgesOf,
  type FlowEdge,
  type FlowNode,
  haveMoved,
  nodesOf,
  portPoint,
  withSelection,
} from "./elements.ts"
import { frameTitles } from "./frameTitles.ts"

/** A chip with the size it is drawn at, in canvas pixels for one of its own. */
export interface SizedChip extends ChipPlace {
  readonly scale: number
}

interface FlowState {
  readonly nodes: readonly FlowNode[]
  readonly byId: ReadonlyMap<string, FlowNode>
  readonly edges: readonly FlowEdge[]
  readonly looks: ReadonlyMap<string, WireLook>
  readonly chips: ReadonlyMap<string, SizedChip>
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
  showNodes(nodes)
  const moved = changes.flatMap((change) => (change.type === "position" ? [change.id] : []))
  if (moved.length > 0) moveChips(new Set(moved))
}

/** Draws these nodes, wherever the document has them: a drag or a glide is under way. */
export function showNodes(nodes: readonly FlowNode[]): void {
  useFlow.setState({ nodes, byId: byId(nodes) })
}

/** The curve of a wire as it is drawn now; null while an end is missing. */
export function curveOf(wire: Wire): Curve | null {
  const nodes = useFlow.getState().byId
  const from = portPoint(nodes.get(wire.from.node), wire.from, "out")
  const to = portPoint(nodes.get(wire.to.node), wire.to, "in")
  return from === null || to === null ? null : curveBetween(from.at, to.at, to.below)
}

/** Where every node is drawn now; one inside a collapsed group where the card of the group is. */
export function boxes(): ReadonlyMap<string, { x: number; y: number; width: number; height: number }> {
  const { nodes } = useFlow.getState()
  return new Map(nodes.flatMap((node) => (node.data.face.members ?? [node.id]).map((id) => [id, boxOf(node)] as const)))
}

function joins(): readonly Join[] {
  const { edges, byId } = useFlow.getState()
  return edges.flatMap(({ source, target, data }) => {
    const from = data && portPoint(byId.get(source), data.wire.from, "out")
    const to = data && portPoint(byId.get(target), data.wire.to, "in")
    const [top, bottom] = [byId.get(source)?.position.y ?? 0, byId.get(target)?.position.y ?? 0]
    return from && to ? [{ from: source, to: target, fromAt: from.at[1] - top, toAt: to.at[1] - bottom }] : []
  })
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
  const chosen = useSession.getState()
  const nodes = nodesOf(analysis, chosen.nodes, old.byId)
  const edges = edgesOf(analysis, chosen.wires, old.edges, byId(nodes))
  useFlow.setState({ nodes, byId: byId(nodes), edges })
  dress(edges.length !== old.edges.length || haveMoved(old.nodes, nodes))
}

/** Marks what is selected without looking at anything else. */
function mark(): void {
  const { nodes, wires } = useSession.getState()
  const chosen = new Set(nodes)
  const cut = new Set(wires)
  const old = useFlow.getState()
  const isChosen = ({ id, data }: FlowNode): boolean => (data.face.members ?? [id]).every((one) => chosen.has(one))
  const marked = old.nodes.map((node) =>
    node.selected === isChosen(node) ? node : withSelection(node, isChosen(node)),
  )
  const edges = old.edges.map((edge) =>
    edge.selected === cut.has(edge.id) ? edge : { ...edge, selected: cut.has(edge.id) },
  )
  // What is not selected otherwise stays the same list: React Flow looks through all of a new one.
  if (marked.some((node, i) => node !== old.nodes[i])) useFlow.setState({ nodes: marked, byId: byId(marked) })
  if (edges.some((edge, i) => edge !== old.edges[i])) useFlow.setState({ edges })
}

/** Gives every wire its look, then its chip a place; all chips, if nodes have `moved`. */
function dress(moved = false): void {
  const { analysis } = useAnalysis.getState()
  const { chip, order } = useSession.getState()
  const { result } = useRun.getState()
  const player = usePlayer.getState()
  const old = useFlow.getState().looks
  const looks = new Map(
    analysis.wires.map((wire) => {
      const fresh = lookOf(wire, analysis, result, chipOfWire(player, wire.id) ?? chip, order)
      const kept = old.get(wire.id)
      return [wire.id, kept && sameLook(kept, fresh) ? kept : fresh]
    }),
  )
  useFlow.setState({ looks })
  const rewritten = analysis.wires.filter(({ id }) => old.get(id)?.chip !== looks.get(id)?.chip).map(({ id }) => id)
  if (moved || analysis.wires.length <= MOST_RESIZED || rewritten.length > FEW) replaceChips()
  else if (rewritten.length > 0) replaceSome(({ id }) => rewritten.includes(id))
}

/** Largest first. */
const CHIP_SCALES = [2, 1.5, 1.22, 1]
/** With more wires than this a chip is tried at one size only: placing them all again takes too long during a drag. */
const MOST_RESIZED = 300
/** This many chips of a big graph, as after a step of the player, find new places without the others. */
const FEW = 20

/** Further out there are no chips. */
export const LEAST_CHIP_ZOOM = 0.38

/** A few steps, so that chips are placed anew only when the zoom passes one; 0 where there are none. */
export function scaleChips(zoom: number): void {
  const chipScale = zoom < LEAST_CHIP_ZOOM ? 0 : zoom >= 0.9 ? 1 : zoom >= 0.74 ? 1.22 : zoom >= 0.58 ? 1.5 : 2
  if (chipScale === useFlow.getState().chipScale) return
  useFlow.setState({ chipScale })
  replaceChips()
}

/** A chip that finds no place at the size of this zoom is tried smaller: small is better than missing. */
function replaceChips(): void {
  const { edges, nodes, chips, chipScale } = useFlow.getState()
  // Far out they are kept as hints of where each was; nobody sees them.
  if (chipScale === 0) return
  const wishes = wishesOf(edges)
  const taken = [...nodes.map(claimed), ...frameTitles(useAnalysis.getState().analysis.document, boxes())]
  const placed = new Map<string, SizedChip>()
  const scales = CHIP_SCALES.filter((one) => one <= chipScale)
  for (const scale of wishes.length > MOST_RESIZED ? scales.slice(0, 1) : scales) {
    const height = CHIP_HEIGHT * scale
    const left = wishes.filter(({ wire }) => !placed.has(wire)).map((wish) => ({ ...wish, width: wish.width * scale }))
    for (const [wire, place] of placeChips(left, taken, chips, height)) placed.set(wire, { ...place, scale })
    for (const { wire, width } of left) {
      const at = placed.get(wire)?.at
      if (at) taken.push({ x: at[0] - width / 2, y: at[1] - height / 2, width, height })
    }
  }
  useFlow.setState({ chips: placed })
}

function wishesOf(edges: readonly FlowEdge[]): readonly ChipWish[] {
  const { looks, byId } = useFlow.getState()
  const wishes: ChipWish[] = []
  const told = new Set<string>()
  for (const { data, source, sourceHandle, target } of edges) {
    const look = data && looks.get(data.wire.id)
    // Several wires from one port into the card of one group say the same: once is enough.
    const way = `${source} ${sourceHandle} ${target} ${look?.chip}`
    if (byId.get(target)?.type === "folded" && told.has(way)) continue
    told.add(way)
    const curve = data && curveOf(data.wire)
    if (look && curve && look.chip !== "") wishes.push({ wire: data.wire.id, curve, width: chipWidth(look.chip) })
  }
  return wishes
}

/** While nodes move: in a big graph only the chips of their own wires follow; all find their places when the move ends. */
function moveChips(moved: ReadonlySet<string>): void {
  if (useFlow.getState().edges.length <= MOST_RESIZED) replaceChips()
  else replaceSome(({ source, target }) => moved.has(source) || moved.has(target))
}

/** The chips of some edges only; the others stay where they are. */
function replaceSome(concerns: (edge: FlowEdge) => boolean): void {
  const { edges, nodes, chips, chipScale } = useFlow.getState()
  if (chipScale === 0) return
  const some = edges.filter(concerns)
  const scale = Math.min(chipScale, CHIP_SCALES[0] ?? 1)
  const sized = wishesOf(some).map((wish) => ({ ...wish, width: wish.width * scale }))
  const placed = new Map(chips)
  for (const { id } of some) placed.delete(id)
  for (const [wire, place] of placeChips(sized, nodes.map(claimed), chips, CHIP_HEIGHT * scale)) {
    placed.set(wire, { ...place, scale })
  }
  useFlow.setState({ chips: placed })
}

function claimed({ position: { x, y }, data: { face } }: FlowNode): PlacedBox {
  return claimedBy({ face, x, y })
}

/** What is drawn for each node: itself, or the card that it is hidden in. */
function byId(nodes: readonly FlowNode[]): ReadonlyMap<string, FlowNode> {
  const found = new Map<string, FlowNode>()
  for (const node of nodes) for (const id of [node.id, ...(node.data.face.members ?? [])]) found.set(id, node)
  return found
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
    usePlayer.subscribe((state, before) => {
      if (state.at !== before.at) dress()
    }),
  ]
  // Last: settling a document without places is heard by the followers above.
  follow()
  return () => {
    for (const stop of stops) stop()
  }
}

// What the canvas draws now: React Flow's nodes and edges (elements.ts), how each wire looks, where its chip is. Follows
// the stores. Positions live here while a drag lasts; the document hears of them at its end.

import { applyNodeChanges, type NodeChange } from "@xyflow/react"
import { create } from "zustand"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { sameLook } from "../../../graph/drawing/look.ts"
import type { Curve } from "../../../graph/drawing/wires/curve.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import type { Wire } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { chipOfWire, tracedOn } from "../../../state/player/progress.ts"
import { heatAt, useHeat } from "../../../state/run/heat.ts"
import { lookOf } from "../../../state/run/looks.ts"
import { useRun } from "../../../state/run/run.ts"
import { useSession } from "../../../state/session.ts"
import { useAskedPieces } from "../../../state/whyTrail.ts"
import { MANY_CHIPS, placeAll, placeSome, showsChips } from "./chipPlaces.ts"
import type { Drawn, SizedChip, Sum } from "./drawn.ts"
import {
  boxesOf,
  curveIn,
  edgesOf,
  type FlowEdge,
  type FlowNode,
  haveMoved,
  isSame,
  nodesOf,
  saying,
  withSelection,
} from "./elements.ts"
import { frameTitles } from "./frameTitles.ts"
import { forgetWays, reroute } from "./rerouting.ts"
import { placeSums, sumsNow } from "./sums.ts"
import { awaitView, forgetView, isUnseen } from "./unseen.ts"

const NOTHING: Drawn = {
  nodes: [],
  byId: new Map(),
  edges: [],
  looks: new Map(),
  chips: new Map(),
  ways: new Map(),
  sums: [],
  textZoom: 1,
}

export const useFlow = create<Drawn>()(() => NOTHING)

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
  const { byId, ways } = useFlow.getState()
  return curveIn(byId, wire, ways)
}

/** Where every node is drawn now; one inside a collapsed group where the card of the group is. */
export function boxes(): ReadonlyMap<string, PlacedBox> {
  return boxesOf(useFlow.getState().nodes)
}

// ---- Following the stores -------------------------------------------------------------------------------------------

/** The analysis that is drawn now, and which opening of a document it is of. */
let followed: Analysis | null = null
let shown = 0

function follow(): void {
  const { analysis } = useAnalysis.getState()
  const old = useFlow.getState()
  const chosen = useSession.getState()
  const found = nodesOf(analysis, chosen.nodes, old.byId, chosen.order, heatSaid)
  const nodes = kept(old.nodes, placed(found, analysis.document))
  const drawn = nodes === old.nodes ? old.byId : byId(nodes)
  const edges = kept(old.edges, edgesOf(analysis, chosen.wires, old.edges, drawn))
  if (nodes !== old.nodes || edges !== old.edges) useFlow.setState({ nodes, byId: drawn, edges })
  const named = analysis.document.groups !== followed?.document.groups
  followed = analysis
  const { opened } = useDocument.getState()
  if (opened !== shown) forgetView()
  if (opened !== shown && edges.length > MANY_CHIPS) {
    useFlow.setState({ chips: new Map(), sums: [] })
    awaitView(() => dress(true))
  }
  shown = opened
  const rerouted = reroute(analysis, useFlow, () => dress(true))
  dress(named || rerouted || edges !== old.edges || (nodes !== old.nodes && haveMoved(old.nodes, nodes)))
}

function heatSaid(id: string): string | undefined {
  return heatAt(useHeat.getState(), id)?.words
}

/** Another overlay says other numbers of the same cards: no place, wire or chip hears of it. */
function sayHeat(): void {
  const { nodes: old } = useFlow.getState()
  const nodes = kept(
    old,
    old.map((node) => saying(node, heatSaid(node.id))),
  )
  if (nodes !== old) useFlow.setState({ nodes, byId: byId(nodes) })
}

/** What has no place yet is being laid out, and is drawn when it has one. */
function placed(nodes: readonly FlowNode[], document: GradwireDocument): readonly FlowNode[] {
  const lost = new Set(document.nodes.flatMap(({ id, at }) => (at === undefined ? [id] : [])))
  if (lost.size === 0) return nodes
  return nodes.filter(({ id, data }) => !(data.face.members ?? [id]).some((one) => lost.has(one)))
}

/** The old list where the fresh one says the same: React Flow looks through all of a new one. */
function kept<T>(old: readonly T[], fresh: readonly T[]): readonly T[] {
  return fresh.length === old.length && fresh.every((one, i) => one === old[i]) ? old : fresh
}

/** Marks what is selected without looking at anything else. */
function mark(): void {
  const { nodes, wires } = useSession.getState()
  const chosen = new Set(nodes)
  const cut = new Set(wires)
  const old = useFlow.getState()
  const isChosen = ({ id, data }: FlowNode): boolean => (data.face.members ?? [id]).every((one) => chosen.has(one))
  const marked = kept(
    old.nodes,
    old.nodes.map((node) => (node.selected === isChosen(node) ? node : withSelection(node, isChosen(node)))),
  )
  const edges = kept(
    old.edges,
    old.edges.map((edge) => (edge.selected === cut.has(edge.id) ? edge : { ...edge, selected: cut.has(edge.id) })),
  )
  if (marked !== old.nodes) useFlow.setState({ nodes: marked, byId: byId(marked) })
  if (edges !== old.edges) useFlow.setState({ edges })
}

/** Gives every wire its look, then its chip a place; all chips, if nodes have `moved`. */
function dress(moved = false): void {
  // Typed numbers change no shape: what is known of shapes and axes is not worked out again for each.
  const { structure } = useAnalysis.getState()
  const { chip, order } = useSession.getState()
  const { result } = useRun.getState()
  const player = usePlayer.getState()
  const { looks: old, byId } = useFlow.getState()
  const drawn = structure.wires.filter(({ from, to }) => byId.has(from.node) && byId.has(to.node))
  const looks = new Map(
    drawn.map((wire) => {
      const kind = chipOfWire(player, wire.id) ?? chip
      const asked = kind === "gradient" ? useAskedPieces.getState().asked?.wires.get(wire.id) : undefined
      const traced = kind === "shape" ? undefined : (tracedOn(player, wire, kind) ?? asked)
      const fresh = lookOf(wire, structure, result, kind, order, traced)
      const kept = old.get(wire.id)
      return [wire.id, kept && sameLook(kept, fresh) ? kept : fresh]
    }),
  )
  useFlow.setState({ looks })
  const resized = new Set<string>()
  for (const [id, look] of looks)
    if (old.get(id)?.room !== look.room || old.get(id)?.least !== look.least) resized.add(id)
  if (isUnseen()) {
    sums = sumsNow()
    return
  }
  if (moved) replaceChips()
  else if (resized.size > 0) {
    if (structure.wires.length <= MANY_CHIPS || resized.size > FEW) replaceChips()
    else replaceSome(({ id }) => resized.has(id))
  }
  sums = sumsNow()
  standSums()
}

/** What is said of sums, wherever they stand. */
let sums: readonly Sum[] = []

/** Beside the chips, which have their places. */
function standSums(): void {
  const drawn = useFlow.getState()
  if (sums.length === 0 && drawn.sums.length === 0) return
  const placed = showsChips(drawn) ? placeSums(drawn, sums, titlesOf(drawn)) : []
  if (!isSame(drawn.sums, placed)) useFlow.setState({ sums: placed })
}

/** Where the titles of open groups stand. */
export function titlesOf({ textZoom }: Pick<Drawn, "textZoom">): readonly PlacedBox[] {
  return frameTitles(useAnalysis.getState().analysis.document, boxes(), textZoom)
}

/** This many chips of a big graph, as after a step of the player, find new places without the others. */
const FEW = 20

/** Sets words and chips for this step of `textZoom`. */
export function setTextZoom(step: number): void {
  if (step === useFlow.getState().textZoom) return
  forgetView()
  useFlow.setState({ textZoom: step })
  replaceChips(new Map())
  standSums()
}

/** `before`: where chips may stay. */
function replaceChips(before?: ReadonlyMap<string, SizedChip>): void {
  const drawn = useFlow.getState()
  useFlow.setState({ chips: showsChips(drawn) ? placeAll(drawn, titlesOf(drawn), before) : new Map() })
}

/** While nodes move: in a big graph only the chips of their own wires follow; all find their places when the move ends. */
function moveChips(moved: ReadonlySet<string>): void {
  if (useFlow.getState().edges.length <= MANY_CHIPS) replaceChips()
  else replaceSome(({ source, target }) => moved.has(source) || moved.has(target))
  standSums()
}

function replaceSome(concerns: (edge: FlowEdge) => boolean): void {
  const drawn = useFlow.getState()
  if (showsChips(drawn)) useFlow.setState({ chips: placeSome(drawn, drawn.edges.filter(concerns)) })
}

/** What is drawn for each node: itself, or the card that it is hidden in. */
function byId(nodes: readonly FlowNode[]): ReadonlyMap<string, FlowNode> {
  const found = new Map<string, FlowNode>()
  for (const node of nodes) for (const id of [node.id, ...(node.data.face.members ?? [])]) found.set(id, node)
  return found
}

/** Starts following the stores; answers how to stop. */
export function startFlow(): () => void {
  useCamera.setState({ boxes })
  const stops = [
    // Numbers that are typed stand on no card and no wire: what they make comes with the run.
    useAnalysis.subscribe((state, before) => {
      if (state.structure !== before.structure) follow()
    }),
    useSession.subscribe((state, before) => {
      if (state.nodes !== before.nodes || state.wires !== before.wires) mark()
      // Cards of groups say shapes as well.
      if (state.order !== before.order) follow()
      else if (state.chip !== before.chip) dress()
    }),
    useRun.subscribe((state, before) => {
      if (state.result !== before.result) dress()
    }),
    useHeat.subscribe(sayHeat),
    useAskedPieces.subscribe(() => dress()),
    usePlayer.subscribe((state, before) => {
      if (state.at !== before.at || state.landed !== before.landed || state.trace !== before.trace) dress()
    }),
  ]
  follow()
  return () => {
    for (const stop of stops) stop()
    forgetView()
    // A canvas that failed at what it drew begins the next try with nothing.
    useFlow.setState(NOTHING)
    forgetWays()
  }
}

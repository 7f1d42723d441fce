// Looking at all of a graph, or at some of it, and keeping all in view while the canvas changes: what the camera does with
// React Flow's viewport.

import type { ReactFlowState, useReactFlow, useStoreApi, Viewport } from "@xyflow/react"
import type { CameraPlace } from "../../../graph/document.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { fold } from "../../../graph/edit/fold.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { standForWindow } from "../../../state/places/upright.ts"
import { usePresenting } from "../../../state/player/presenting.ts"
import { useSession } from "../../../state/session.ts"
import { isPhone } from "../../../state/window.ts"
import { leastZoom, MOST_ZOOM } from "../far/far.ts"
import type { Drawn } from "../flow/drawn.ts"
import { boxesOf, boxOf, type FlowNode } from "../flow/elements.ts"
import { type Extent, extent, withBoxes, withWays } from "../flow/extent.ts"
import { frameBoxes } from "../flow/frameTitles.ts"
import { settledNodes } from "../flow/gliding.ts"
import { boxes, useFlow } from "../flow/nodesAndEdges.ts"
import { isRead, isSameView, isWhole, shiftedTo, type View, viewOn, viewOnDrawn } from "./fitting.ts"

/** Under a graph, in pixels of the screen: beside the control of the zoom, and where nothing lies over the edge. */
const LOWER = 54
const LEAST_LOWER = 20
/** Under the line of the run, and over it, where labels of wires hang out of the graph. */
const LINE_GAPS = 8 + 22

// Who asked for less motion gets the new view at once.
export const GLIDE = { duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180 }

type Flow = ReturnType<typeof useReactFlow>
type Store = ReturnType<typeof useStoreApi>
type Canvas = Pick<ReactFlowState, "width" | "height" | "domNode">
type Placed = Pick<Drawn, "nodes" | "ways">

/** Until then the view is still on its way to a fit, by the page's clock. */
let arrives = 0

/** Nodes need not be mounted to be looked at. */
export function show(flow: Flow, canvas: Canvas, nodes: readonly FlowNode[], glide?: typeof GLIDE): void {
  if (nodes.length === 0) return
  const view = viewIn(canvas)
  const least = leastZoom(nodes, view.width, view.height)
  flow.setViewport(viewOn(extent(nodes), view, least, usePresenting.getState().on), glide)
}

/** Everything, wires that go round as well. */
export function showAll(flow: Flow, canvas: Canvas, glide?: typeof GLIDE): void {
  const nodes = settledNodes()
  if (nodes.length === 0) return
  arrives = performance.now() + (glide === undefined ? 0 : GLIDE.duration + 50)
  lower = lowerEdge(canvas)
  flow.setViewport(viewOfAll(viewIn(canvas), { nodes, ways: useFlow.getState().ways }), glide)
}

/** Whether all that is drawn has room on the canvas, and is read there: on a telephone one pans down to read on. */
export function hasRoomForAll(canvas: Canvas): boolean {
  const nodes = settledNodes()
  const view = { ...viewIn(canvas), lower: lowerEdge(canvas) }
  const all = viewOfAll(view, { nodes, ways: useFlow.getState().ways })
  return isWhole(extent(nodes), all, view) && isRead(all, view)
}

/** Of a canvas, when all was fitted into it last: that much of its lower edge was left free. */
let lower = LOWER

function viewIn({ width, height }: Canvas): View {
  return { width, height, lower }
}

/** How much of the canvas lies under the line of the run, with hints and choices over it; on a telephone it stands below. */
export function lowerEdge({ domNode }: Canvas): number {
  const line = lineOfRun(domNode)
  if (line === null || getComputedStyle(line).position === "static") return LEAST_LOWER
  return Math.max(LOWER, line.clientHeight + LINE_GAPS)
}

function lineOfRun(canvas: HTMLElement | null): Element | null {
  return canvas?.closest("main")?.querySelector("[data-region=status]") ?? null
}

/** Of nodes, ways of wires, and the frames of open groups with their titles. */
function viewOfAll(view: View, { nodes, ways }: Placed): Viewport {
  const within = withWays(extent(nodes), ways)
  const { frames } = fold(useAnalysis.getState().structure.document)
  const around = boxesOf(nodes)
  const boxOfNode = (id: string): PlacedBox | null => around.get(id) ?? null
  const at = (step: number): Extent => withBoxes(within, [...frameBoxes(frames, boxOfNode, step).values()])
  return viewOnDrawn(at, view, leastZoom(nodes, view.width, view.height), usePresenting.getState().on)
}

/** Whether all of the graph was fitted into a view of this size, and nobody has moved it, or the graph, since. */
export function isFitted(
  flow: Flow,
  canvas: Canvas,
  placed: Placed = { nodes: settledNodes(), ways: useFlow.getState().ways },
): boolean {
  return performance.now() < arrives || isSameView(flow.getViewport(), viewOfAll(viewIn(canvas), placed))
}

/** Where the document says. False, and nothing done, if no node could be seen from there. */
export function lookFrom(
  flow: Flow,
  { width, height }: Canvas,
  nodes: readonly FlowNode[],
  place: CameraPlace,
): boolean {
  const zoom = Math.min(MOST_ZOOM, Math.max(leastZoom(nodes, width, height), place.zoom))
  const [x, y] = [width / 2 - place.x * zoom, height / 2 - place.y * zoom]
  const seen = nodes.some((node) => {
    const box = boxOf(node)
    const left = box.x * zoom + x
    const top = box.y * zoom + y
    return left < width && top < height && left + box.width * zoom > 0 && top + box.height * zoom > 0
  })
  if (seen) flow.setViewport({ x, y, zoom })
  return seen
}

/** Moves only if the node is not wholly in view. */
export function bringIntoView(flow: Flow, { transform, width, height }: ReactFlowState, node: string): void {
  const box = boxes().get(node)
  if (!box) return
  const [dx, dy, zoom] = transform
  const x = box.x * zoom + dx
  const y = box.y * zoom + dy
  const inside = x > 0 && y > 0 && x + box.width * zoom < width && y + box.height * zoom < height
  if (!inside) flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, ...GLIDE })
}

/** When the window, a panel or the drawer takes another size, what was fitted is fitted again; answers how to stop. */
export function stayFitted(flow: Flow, store: Store): () => void {
  /** A fitted view, panned to what the inspector is about. */
  let panned: Viewport | null = null
  const stop = watchLine(store, () => {
    const state = store.getState()
    if (state.height > 0 && lowerEdge(state) > lower && isFitted(flow, state)) showAll(flow, state)
  })
  const leave = store.subscribe((state, before) => {
    if (state.width === before.width && state.height === before.height) return
    if (state.width === 0 || state.height === 0) return
    const fitted = isFitted(flow, before) || (panned !== null && isSameView(panned, flow.getViewport()))
    if (state.width !== before.width) standForWindow()
    if (fitted) showAll(flow, state)
    panned = state.height < before.height ? keepInSight(flow, state) : null
  })
  return () => {
    stop()
    leave()
  }
}

/** Hears of the line of the run growing over the canvas. */
function watchLine(store: Store, onGrown: () => void): () => void {
  const line = lineOfRun(store.getState().domNode)
  if (line === null) return () => {}
  const watcher = new ResizeObserver(onGrown)
  watcher.observe(line)
  return () => watcher.disconnect()
}

/** On a telephone the inspector has come up under the graph: the node that it is about stays in sight. */
function keepInSight(flow: Flow, canvas: Canvas): Viewport | null {
  const [chosen] = useSession.getState().nodes
  const box = chosen === undefined || !isPhone() ? undefined : boxes().get(chosen)
  if (box === undefined) return null
  const { x, y, width, height } = box
  const view = shiftedTo({ x, y, right: x + width, bottom: y + height }, flow.getViewport(), viewIn(canvas))
  flow.setViewport(view)
  return view
}

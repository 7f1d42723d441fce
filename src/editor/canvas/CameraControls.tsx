// Gives the rest of the editor its hold on the view. A document that is opened is fitted into it; what was fitted stays so
// while the window changes, and through changes of the layout.

import { type ReactFlowState, useReactFlow, useStoreApi, type Viewport } from "@xyflow/react"
import { useEffect } from "react"
import type { CameraPlace, Point } from "../../graph/document.ts"
import type { Size } from "../../graph/layout/fitted.ts"
import { type Camera, useCamera } from "../../state/camera.ts"
import { useDocument } from "../../state/document.ts"
import { placeForWindow } from "../../state/places/placing.ts"
import { standForWindow } from "../../state/places/upright.ts"
import { useSession } from "../../state/session.ts"
import { isPhone } from "../../state/window.ts"
import { extent, leastZoom, MOST_ZOOM, sleepWhenFar } from "./far/far.ts"
import { freeSize, isSameView, shiftedTo, viewOn, withWays } from "./fitting.ts"
import { boxOf, type FlowNode } from "./flow/elements.ts"
import { glide, settledNodes } from "./flow/gliding.ts"
import { boxes, useFlow } from "./flow/nodesAndEdges.ts"

// Who asked for less motion gets the new view at once.
const GLIDE = { duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180 }

type Flow = ReturnType<typeof useReactFlow>
type Store = ReturnType<typeof useStoreApi>
type View = Pick<ReactFlowState, "width" | "height">

/** Until then the view is still on its way to a fit, by the page's clock. */
let arrives = 0

/** Nodes need not be mounted to be looked at. */
function show(flow: Flow, { width, height }: View, nodes: readonly FlowNode[], glide?: typeof GLIDE): void {
  if (nodes.length === 0) return
  flow.setViewport(viewOn(extent(nodes), { width, height }, leastZoom(nodes, width, height)), glide)
}

/** Everything, wires that go round as well. */
function showAll(flow: Flow, view: View, glide?: typeof GLIDE): void {
  const nodes = settledNodes()
  if (nodes.length === 0) return
  arrives = performance.now() + (glide === undefined ? 0 : GLIDE.duration + 50)
  flow.setViewport(viewOfAll(view, nodes), glide)
}

function viewOfAll({ width, height }: View, nodes: readonly FlowNode[]): Viewport {
  const all = withWays(extent(nodes), useFlow.getState().ways)
  return viewOn(all, { width, height }, leastZoom(nodes, width, height))
}

/** Whether all of the graph was fitted into a view of this size, and nobody has moved it, or the graph, since. */
function isFitted(flow: Flow, view: View): boolean {
  return performance.now() < arrives || isSameView(flow.getViewport(), viewOfAll(view, settledNodes()))
}

/** Where the document says. False, and nothing done, if no node could be seen from there. */
function lookFrom(flow: Flow, { width, height }: View, nodes: readonly FlowNode[], place: CameraPlace): boolean {
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
function bringIntoView(flow: Flow, { transform, width, height }: ReactFlowState, node: string): void {
  const box = boxes().get(node)
  if (!box) return
  const [dx, dy, zoom] = transform
  const x = box.x * zoom + dx
  const y = box.y * zoom + dy
  const inside = x > 0 && y > 0 && x + box.width * zoom < width && y + box.height * zoom < height
  if (!inside) flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, ...GLIDE })
}

export function CameraControls() {
  const flow = useReactFlow()
  const store = useStoreApi()
  const opened = useDocument((state) => state.opened)
  useEffect(() => holdCamera(flow, store), [flow, store])
  // Before anything is fitted into the view.
  useEffect(() => sleepWhenFar(store, () => useFlow.getState().nodes), [store])
  useEffect(() => (opened === 0 ? undefined : fitOpened(flow, store)), [opened, flow, store])
  useEffect(() => stayFitted(flow, store), [flow, store])
  return null
}

/** Puts the camera where the rest of the editor finds it; answers how to take it away. */
function holdCamera(flow: Flow, store: Store): () => void {
  let revealing = 0
  const pointer = followPointer(store.getState().domNode)
  const at = (clientX: number, clientY: number): Point => {
    const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY })
    return [x, y]
  }
  const camera: Camera = {
    fit: (nodes) => {
      const wanted = new Set(nodes)
      const some = settledNodes().filter(({ id }) => wanted.has(id))
      if (some.length > 0) show(flow, store.getState(), some, GLIDE)
      else showAll(flow, store.getState(), GLIDE)
    },
    zoomBy: (factor) => flow.zoomTo(flow.getZoom() * factor, GLIDE),
    zoomTo: (zoom) => flow.zoomTo(zoom, GLIDE),
    reveal: (node) => {
      cancelAnimationFrame(revealing)
      revealing = requestAnimationFrame(() => bringIntoView(flow, store.getState(), node))
    },
    centre: () => centreOf(store.getState()),
    sees: (point) => isIn(store.getState(), point),
    place: () => {
      const [x, y] = centreOf(store.getState())
      return { x: Math.round(x), y: Math.round(y), zoom: Number(flow.getZoom().toFixed(3)) }
    },
    at,
    pointer: () => {
      const seen = pointer.seen()
      return seen === null ? null : at(...seen)
    },
  }
  const size = (): Size | null => {
    const { width, height } = store.getState()
    return width > 0 && height > 0 ? freeSize({ width, height }) : null
  }
  const glideFitted = (change: () => void): void => {
    const was = isFitted(flow, store.getState())
    glide(change)
    if (was) camera.fit()
  }
  useCamera.setState({ camera, size, glide: glideFitted })
  return () => {
    cancelAnimationFrame(revealing)
    pointer.stop()
    useCamera.setState({ camera: null, size: () => null, glide: (change) => change() })
  }
}

/** When the window, a panel or the drawer takes another size, what was fitted is fitted again; answers how to stop. */
function stayFitted(flow: Flow, store: Store): () => void {
  /** A fitted view, panned to what the inspector is about. */
  let panned: Viewport | null = null
  return store.subscribe((state, before) => {
    if (state.width === before.width && state.height === before.height) return
    if (state.width === 0 || state.height === 0) return
    const fitted = isFitted(flow, before) || (panned !== null && isSameView(panned, flow.getViewport()))
    if (state.width !== before.width) standForWindow()
    if (fitted) showAll(flow, state)
    panned = state.height < before.height ? keepInSight(flow, state) : null
  })
}

/** On a telephone the inspector has come up under the graph: the node that it is about stays in sight. */
function keepInSight(flow: Flow, canvas: View): Viewport | null {
  const [chosen] = useSession.getState().nodes
  const box = chosen === undefined || !isPhone() ? undefined : boxes().get(chosen)
  if (box === undefined) return null
  const { x, y, width, height } = box
  const view = shiftedTo({ x, y, right: x + width, bottom: y + height }, flow.getViewport(), canvas)
  flow.setViewport(view)
  return view
}

function isIn({ width, height, transform: [dx, dy, zoom] }: ReactFlowState, [x, y]: Point): boolean {
  const [left, top] = [x * zoom + dx, y * zoom + dy]
  return left >= 0 && left <= width && top >= 0 && top <= height
}

/** The middle of the view, in canvas coordinates. */
function centreOf({ transform, width, height }: ReactFlowState): Point {
  return [(width / 2 - transform[0]) / transform[2], (height / 2 - transform[1]) / transform[2]]
}

function followPointer(pane: HTMLElement | null): { readonly seen: () => Point | null; readonly stop: () => void } {
  let last: Point | null = null
  const seen = (event: PointerEvent): void => {
    last = [event.clientX, event.clientY]
  }
  const gone = (): void => {
    last = null
  }
  pane?.addEventListener("pointermove", seen)
  pane?.addEventListener("pointerleave", gone)
  return {
    seen: () => last,
    stop: () => {
      pane?.removeEventListener("pointermove", seen)
      pane?.removeEventListener("pointerleave", gone)
    },
  }
}

/** Fits what was just opened into the view, as soon as the canvas can; answers how to leave it. */
function fitOpened(flow: Flow, store: Store): (() => void) | undefined {
  // An empty graph has nothing to fit: the view must not jump when its first node is dropped.
  if (useDocument.getState().document.nodes.length === 0) {
    flow.setViewport({ x: 0, y: 0, zoom: 1 })
    return
  }
  // The canvas may not have its size or its hand on the view yet, nor the flow its nodes.
  const isReady = (): boolean => {
    const { width, panZoom } = store.getState()
    return useFlow.getState().nodes.length > 0 && width > 0 && panZoom !== null
  }
  const look = (): void => {
    placeForWindow()
    standForWindow()
    const { nodes } = useFlow.getState()
    const place = useDocument.getState().document.view?.camera
    if (place === undefined || !lookFrom(flow, store.getState(), nodes, place)) showAll(flow, store.getState())
  }
  if (isReady()) {
    look()
    return
  }
  const stops = [useFlow, store].map((one) =>
    one.subscribe(() => {
      if (!isReady()) return
      // First: fitting is heard here as well.
      for (const stop of stops) stop()
      look()
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

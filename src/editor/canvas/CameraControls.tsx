// Gives the rest of the editor its hold on the view, and fits a document into it when one is opened.

import { getViewportForBounds, type ReactFlowState, useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect } from "react"
import type { CameraPlace, Point } from "../../graph/document.ts"
import { type Camera, useCamera } from "../../state/camera.ts"
import { useDocument } from "../../state/document.ts"
import { extent, leastZoom, MOST_ZOOM, sleepWhenFar } from "./far/far.ts"
import { boxOf, type FlowNode } from "./flow/elements.ts"
import { glide } from "./flow/gliding.ts"
import { boxes, useFlow } from "./flow/nodesAndEdges.ts"

// Who asked for less motion gets the new view at once.
const GLIDE = { duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180 }

type Flow = ReturnType<typeof useReactFlow>
type Store = ReturnType<typeof useStoreApi>
type View = Pick<ReactFlowState, "width" | "height">

/** Nodes need not be mounted to be looked at. */
function show(flow: Flow, { width, height }: View, nodes: readonly FlowNode[], glide?: typeof GLIDE): void {
  if (nodes.length === 0) return
  const { x, y, right, bottom } = extent(nodes)
  const box = { x, y, width: right - x, height: bottom - y }
  const least = leastZoom(nodes, width, height)
  flow.setViewport(getViewportForBounds(box, width, height, least, 1.15, 0.1), glide)
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
      const all = useFlow.getState().nodes
      const some = all.filter(({ id }) => wanted.has(id))
      show(flow, store.getState(), some.length > 0 ? some : all, GLIDE)
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
  useCamera.setState({ camera, glide })
  return () => {
    cancelAnimationFrame(revealing)
    pointer.stop()
    useCamera.setState({ camera: null, glide: (change) => change() })
  }
}

/** The middle of the view, in canvas coordinates. */
function isIn({ width, height, transform: [dx, dy, zoom] }: ReactFlowState, [x, y]: Point): boolean {
  const [left, top] = [x * zoom + dx, y * zoom + dy]
  return left >= 0 && left <= width && top >= 0 && top <= height
}

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
    const { nodes } = useFlow.getState()
    const place = useDocument.getState().document.view?.camera
    if (place === undefined || !lookFrom(flow, store.getState(), nodes, place)) show(flow, store.getState(), nodes)
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

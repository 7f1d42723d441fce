// Gives the rest of the editor its hold on the view. A document that is opened is fitted into it; what was fitted stays so
// while the window changes, and through changes of the layout. This folder looks; it draws nothing.

import { type ReactFlowState, useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect } from "react"
import type { Point } from "../../../graph/document.ts"
import type { Size } from "../../../graph/layout/fitted.ts"
import { type Camera, useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { placeForWindow } from "../../../state/places/placing.ts"
import { standForWindow } from "../../../state/places/upright.ts"
import { sleepWhenFar } from "../far/far.ts"
import { glide, settledNodes } from "../flow/gliding.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { freeSize } from "./fitting.ts"
import { refitGrown } from "./growing.ts"
import { panFromWires } from "./panning.ts"
import {
  bringIntoView,
  GLIDE,
  hasRoomForAll,
  isFitted,
  lookFrom,
  lowerEdge,
  show,
  showAll,
  stayFitted,
} from "./showing.ts"
import { panTo, stageOf } from "./stage.ts"

type Flow = ReturnType<typeof useReactFlow>
type Store = ReturnType<typeof useStoreApi>

export function CameraControls() {
  const flow = useReactFlow()
  const store = useStoreApi()
  const opened = useDocument((state) => state.opened)
  useEffect(() => holdCamera(flow, store), [flow, store])
  // Before anything is fitted into the view.
  useEffect(() => sleepWhenFar(store, () => useFlow.getState().nodes), [store])
  useEffect(() => (opened === 0 ? undefined : fitOpened(flow, store)), [opened, flow, store])
  useEffect(() => stayFitted(flow, store), [flow, store])
  useEffect(() => refitGrown(flow, store), [flow, store])
  useEffect(() => {
    const canvas = store.getState().domNode
    return canvas === null ? undefined : panFromWires(canvas)
  }, [store])
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
      cancelAnimationFrame(revealing)
      const wanted = new Set(nodes)
      const isWanted = (id: string): boolean => wanted.has(id)
      const some = settledNodes().filter(({ id, data: { face } }) => isWanted(id) || face.members?.some(isWanted))
      if (some.length > 0) show(flow, store.getState(), some, GLIDE)
      else showAll(flow, store.getState(), GLIDE)
    },
    fitAround: (nodes) => camera.fit(hasRoomForAll(store.getState()) ? undefined : nodes),
    look: (place) => {
      lookFrom(flow, store.getState(), settledNodes(), place)
    },
    zoomBy: (factor) => flow.zoomTo(flow.getZoom() * factor, GLIDE),
    zoomTo: (zoom) => flow.zoomTo(zoom, GLIDE),
    reveal: (node) => {
      cancelAnimationFrame(revealing)
      revealing = requestAnimationFrame(() => bringIntoView(flow, store.getState(), node))
    },
    include: (nodes) => {
      cancelAnimationFrame(revealing)
      revealing = requestAnimationFrame(() => panTo(flow, store.getState(), nodes))
    },
    stage: () => stageOf(store.getState()),
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
    return width > 0 && height > 0 ? freeSize({ width, height, lower: lowerEdge(store.getState()) }) : null
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

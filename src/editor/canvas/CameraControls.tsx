// Gives the rest of the editor its hold on the view, and fits a document into it when one is opened.

import { useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect } from "react"
import type { Point } from "../../graph/document.ts"
import { type Camera, useCamera } from "../../state/camera.ts"
import { useDocument } from "../../state/document.ts"
import { boxes, useFlow } from "./flow.ts"

// Who asked for less motion gets the new view at once.
const GLIDE = { duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180 }

export function CameraControls() {
  const flow = useReactFlow()
  const store = useStoreApi()
  const opened = useDocument((state) => state.opened)

  useEffect(() => {
    let pointer: { x: number; y: number } | null = null
    const pane = store.getState().domNode
    const seen = (event: PointerEvent): void => {
      pointer = { x: event.clientX, y: event.clientY }
    }
    const gone = (): void => {
      pointer = null
    }
    pane?.addEventListener("pointermove", seen)
    pane?.addEventListener("pointerleave", gone)
    const at = (clientX: number, clientY: number): Point => {
      const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY })
      return [x, y]
    }
    const camera: Camera = {
      fit: (nodes) => {
        const which = nodes && nodes.length > 0 ? { nodes: nodes.map((id) => ({ id })) } : {}
        flow.fitView({ padding: 0.1, maxZoom: 1.15, ...GLIDE, ...which })
      },
      zoomBy: (factor) => flow.zoomTo(flow.getZoom() * factor, GLIDE),
      zoomTo: (zoom) => flow.zoomTo(zoom, GLIDE),
      reveal: (node) => {
        const box = boxes().get(node)
        if (!box) return
        const { transform, width, height } = store.getState()
        const [dx, dy, zoom] = transform
        const x = box.x * zoom + dx
        const y = box.y * zoom + dy
        const inside = x > 0 && y > 0 && x + box.width * zoom < width && y + box.height * zoom < height
        if (!inside) flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, ...GLIDE })
      },
      centre: () => {
        const { transform, width, height } = store.getState()
        return [(width / 2 - transform[0]) / transform[2], (height / 2 - transform[1]) / transform[2]]
      },
      at,
      pointer: () => (pointer === null ? null : at(pointer.x, pointer.y)),
    }
    useCamera.setState({ camera })
    return () => {
      pane?.removeEventListener("pointermove", seen)
      pane?.removeEventListener("pointerleave", gone)
      useCamera.setState({ camera: null })
    }
  }, [flow, store])

  useEffect(() => {
    if (opened === 0) return
    // An empty graph has nothing to fit: the view must not jump when its first node is dropped.
    if (useDocument.getState().document.nodes.length === 0) {
      flow.setViewport({ x: 0, y: 0, zoom: 1 })
      return
    }
    let stop: (() => void) | null = null
    const tryToFit = (): boolean => {
      const { nodes } = useFlow.getState()
      const ready = nodes.length > 0 && nodes.every((node) => node.measured !== undefined)
      if (ready) flow.fitView({ padding: 0.1, maxZoom: 1.15 })
      return ready
    }
    if (!tryToFit()) {
      stop = useFlow.subscribe(() => {
        if (tryToFit()) stop?.()
      })
    }
    return () => stop?.()
  }, [opened, flow])

  return null
}

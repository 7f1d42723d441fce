// The map in the corner: the whole graph, drawn as from far, and the part of it that is in view. Drag moves the view,
// the wheel zooms it. The picture is drawn again when the graph changes, not when the view does.

import { useReactFlow, useStore, useStoreApi } from "@xyflow/react"
import { type PointerEvent as ReactPointerEvent, type RefObject, useEffect, useMemo, useRef } from "react"
import { heatAt, useHeat } from "../../../state/run/heat.ts"
import { extent } from "../flow/extent.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./FarMap.module.css"
import { coloursNow } from "./farColours.ts"

const WIDTH = 138
const HEIGHT = 90
/** Free space around the graph, as a part of the map. */
const MARGIN = 0.06
/** At least this big, in pixels of the map: a chain of hundreds would otherwise be a hair. */
const LEAST = 1.2
/** A burst of changes, such as a drag, is drawn at its end. */
const REST = 120

/** Nothing while the whole graph is in view. */
export function FarMap() {
  const nodes = useFlow((state) => state.nodes)
  const box = useMemo(() => extent(nodes), [nodes])
  const whole = useStore(({ transform: [dx, dy, zoom], width, height }) => {
    const inside = box.x * zoom + dx >= 0 && box.y * zoom + dy >= 0
    return inside && box.right * zoom + dx <= width && box.bottom * zoom + dy <= height
  })
  return whole ? null : <Shown {...box} />
}

function Shown({ x, y, right, bottom }: ReturnType<typeof extent>) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scale = (1 - 2 * MARGIN) * Math.min(WIDTH / Math.max(1, right - x), HEIGHT / Math.max(1, bottom - y))
  const left = (x + right) / 2 - WIDTH / 2 / scale
  const top = (y + bottom) / 2 - HEIGHT / 2 / scale
  usePicture(canvas, left, top, scale)
  const hand = useHand(left, top, scale)
  return (
    // The map is a second way to what pan, zoom and the outline give to everybody.
    <div className={`${styles.map} react-flow__minimap nopan nowheel`} title="Map of the graph" {...hand}>
      <canvas ref={canvas} role="img" aria-label="Map of the graph" />
      <InView left={left} top={top} scale={scale} />
    </div>
  )
}

function usePicture(canvas: RefObject<HTMLCanvasElement | null>, left: number, top: number, scale: number): void {
  useEffect(() => {
    let timer = 0
    const draw = (): void => {
      const ratio = globalThis.devicePixelRatio || 1
      const element = canvas.current
      const pen = element?.getContext("2d")
      if (!element || !pen) return
      element.width = Math.round(WIDTH * ratio)
      element.height = Math.round(HEIGHT * ratio)
      const colours = coloursNow()
      const heat = useHeat.getState()
      for (const { id, position, data } of useFlow.getState().nodes) {
        const { width, height, problem } = data.face
        const at = heatAt(heat, id)?.at
        pen.fillStyle = problem !== null ? colours.of("problem") : at == null ? colours.of("wire") : colours.heat(at)
        const [w, h] = [Math.max(LEAST, width * scale), Math.max(LEAST, height * scale)]
        pen.fillRect((position.x - left) * scale * ratio, (position.y - top) * scale * ratio, w * ratio, h * ratio)
      }
    }
    const wake = (): void => {
      clearTimeout(timer)
      timer = window.setTimeout(draw, REST)
    }
    const themes = new MutationObserver(wake)
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] })
    const stop = useFlow.subscribe((state, before) => {
      if (state.nodes !== before.nodes) wake()
    })
    const stopHeat = useHeat.subscribe(wake)
    draw()
    return () => {
      stop()
      stopHeat()
      themes.disconnect()
      clearTimeout(timer)
    }
  }, [canvas, left, top, scale])
}

interface Place {
  readonly left: number
  readonly top: number
  readonly scale: number
}

function InView({ left, top, scale }: Place) {
  const [dx, dy, zoom] = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const [x, y] = [(-dx / zoom - left) * scale, (-dy / zoom - top) * scale]
  const size = { width: (width / zoom) * scale, height: (height / zoom) * scale }
  return <div className={styles.view} style={{ ...size, transform: `translate(${x}px, ${y}px)` }} />
}

function useHand(left: number, top: number, scale: number) {
  const flow = useReactFlow()
  const store = useStoreApi()
  const held = useRef<{ x: number; y: number } | null>(null)
  const centre = (event: ReactPointerEvent): void => {
    const { x, y } = event.currentTarget.getBoundingClientRect()
    flow.setCenter((event.clientX - x) / scale + left, (event.clientY - y) / scale + top, { zoom: flow.getZoom() })
  }
  return {
    onPointerDown: (event: ReactPointerEvent) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      held.current = { x: event.clientX, y: event.clientY }
      // What is grabbed by its frame moves along; a press elsewhere goes there at once.
      const inside = isInView(event, store.getState(), { left, top, scale })
      if (!inside) centre(event)
    },
    onPointerMove: (event: ReactPointerEvent) => {
      const last = held.current
      if (last === null) return
      const { transform } = store.getState()
      const [x, y, zoom] = transform
      const by = zoom / scale
      flow.setViewport({ x: x - (event.clientX - last.x) * by, y: y - (event.clientY - last.y) * by, zoom })
      held.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp: () => {
      held.current = null
    },
    onPointerCancel: () => {
      held.current = null
    },
    onWheel: (event: { readonly deltaY: number }) => flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002)),
  }
}

function isInView(
  event: ReactPointerEvent,
  view: { readonly transform: readonly [number, number, number]; readonly width: number; readonly height: number },
  { left, top, scale }: Place,
): boolean {
  const corner = event.currentTarget.getBoundingClientRect()
  const [dx, dy, zoom] = view.transform
  const x = ((event.clientX - corner.x) / scale + left) * zoom + dx
  const y = ((event.clientY - corner.y) / scale + top) * zoom + dy
  return x > 0 && y > 0 && x < view.width && y < view.height
}

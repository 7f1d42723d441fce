import { useStore } from "@xyflow/react"
import { type ReactNode, useLayoutEffect, useRef } from "react"
import type { Point } from "../../../graph/document.ts"
import { claimedBy } from "../../../graph/drawing/claims.ts"
import { CHIP_HEIGHT } from "../../../graph/drawing/wires/chipSize.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./Beside.module.css"
import { type Rect, screenRect } from "./barPlace.ts"
import { placeBeside } from "./besidePlace.ts"

interface Props {
  /** What it may stand beside, in canvas pixels; the best first. */
  readonly anchors: readonly Point[]
  readonly children: ReactNode
}

/** What lies along the upper and the lower edge of the canvas. */
const EDGES = { top: 52, bottom: 44, side: 8 }

/** Something that is said on the canvas beside what it speaks of, on no card where there is room. */
export function Beside({ anchors, children }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const transform = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const nodes = useFlow((state) => state.nodes)
  const chips = useFlow((state) => state.chips)
  const textZoom = useFlow((state) => state.textZoom)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return
    const place = (): void => {
      const [dx, dy, zoom] = transform
      const view = {
        x: EDGES.side,
        y: EDGES.top,
        width: width - 2 * EDGES.side,
        height: height - EDGES.top - EDGES.bottom,
      }
      const onScreen = (rect: Rect): Rect => screenRect(rect, transform)
      const cards = nodes.map(({ data: { face }, position: { x, y } }) => onScreen(claimedBy({ face, x, y }, textZoom)))
      const words = [...chips.values()].map(({ at, width, scale }) =>
        onScreen(boxAround(at, width, CHIP_HEIGHT * scale)),
      )
      const points = anchors.map(([x, y]) => [x * zoom + dx, y * zoom + dy] as const)
      const size = { width: current.offsetWidth, height: current.offsetHeight }
      const [x, y] = placeBeside(points, size, view, [...cards, ...words, ...othersBefore(current)])
      current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    }
    place()
    // A formula is written a moment later.
    const observer = new ResizeObserver(place)
    observer.observe(current)
    return () => observer.disconnect()
  }, [anchors, transform, width, height, nodes, chips, textZoom])
  return (
    <div ref={element} className={styles.beside}>
      {children}
    </div>
  )
}

/** What of this kind stands already, the bar of a selection and what lies along the edges, in pixels of the canvas. */
function othersBefore(element: HTMLElement): readonly Rect[] {
  const all = [...(element.parentElement?.querySelectorAll(`.${styles.beside}`) ?? [])]
  const bars = [...(element.closest("main")?.querySelectorAll("[data-selection-bar], [data-overlay]") ?? [])]
  const { left, top } = element.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0 }
  return [...bars, ...all.slice(0, all.indexOf(element))].map((other) => {
    const { x, y, width, height } = other.getBoundingClientRect()
    return { x: x - left, y: y - top, width, height }
  })
}

import { useStore } from "@xyflow/react"
import { type ReactNode, useLayoutEffect, useRef } from "react"
import type { Point } from "../../../graph/document.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./Beside.module.css"
import { type Rect, screenRect } from "./barPlace.ts"
import { placeAnywhere, placeBeside } from "./besidePlace.ts"
import { takenBy } from "./taken.ts"

interface Props {
  /** What it may stand beside, in canvas pixels; the best first. */
  readonly anchors: readonly Point[]
  /**
   * It may stand further away, and where there is no room for all of it, `data-brief` on an element around it asks for less.
   * Else it stays near by, on whatever is there.
   */
  readonly anywhere?: boolean
  readonly children: ReactNode
}

/** What lies along the upper and the lower edge of the canvas. */
const EDGES = { top: 52, bottom: 44, side: 8 }

/** Something that is said on the canvas beside what it speaks of, on no card where there is room. */
export function Beside({ anchors, anywhere = false, children }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const transform = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const nodes = useFlow((state) => state.nodes)
  const chips = useFlow((state) => state.chips)
  const sums = useFlow((state) => state.sums)
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
      const points = anchors.map(([x, y]) => [x * zoom + dx, y * zoom + dy] as const)
      const onScreen = takenBy({ nodes, chips, sums, textZoom }).map((rect) => screenRect(rect, transform))
      const room = { anchors: points, view, taken: onScreen, above: othersBefore(current) }
      const [x, y] = anywhere ? wholeOrBrief(current, room) : placeBeside(sizeOf(current), room)
      current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    }
    place()
    // A formula is written a moment later.
    const observer = new ResizeObserver(place)
    observer.observe(current)
    return () => observer.disconnect()
  }, [anchors, anywhere, transform, width, height, nodes, chips, sums, textZoom])
  return (
    <div ref={element} className={styles.beside}>
      {children}
    </div>
  )
}

/** Measures it whole and with less, and leaves it as it has room. */
function wholeOrBrief(element: HTMLElement, room: Parameters<typeof placeAnywhere>[1]): Point {
  const sizes = [false, true].map((brief) => {
    element.toggleAttribute("data-brief", brief)
    return sizeOf(element)
  })
  const { corner, size } = placeAnywhere(sizes, room)
  element.toggleAttribute("data-brief", size === 1)
  return corner
}

function sizeOf(element: HTMLElement) {
  return { width: element.offsetWidth, height: element.offsetHeight }
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

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
   * It may stand further away, and where there is no room for all of it, `data-brief` on an element around it asks for less,
   * and where that does not help `data-brief="more"` for less still. Else it stays near by, on whatever is there.
   */
  readonly anywhere?: boolean
  /** Hears how it stands, each time that it is placed anywhere. */
  readonly onPlaced?: (placed: Placed) => void
  readonly children: ReactNode
}

/** Whether it stands on nothing else, how large, and in which part of the canvas it has to stand, in pixels of the screen. */
export interface Placed {
  readonly isFree: boolean
  readonly size: { readonly width: number; readonly height: number }
  readonly view: Rect
}

/** What lies along the upper and the lower edge of the canvas. */
const EDGES = { top: 52, bottom: 44, side: 8 }

/** Something that is said on the canvas beside what it speaks of, on no card where there is room. */
export function Beside({ anchors, anywhere = false, onPlaced, children }: Props) {
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
      const [x, y] = anywhere ? wholeOrBrief(current, room, onPlaced) : placeBeside(sizeOf(current), room)
      current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    }
    place()
    // A formula is written a moment later.
    const observer = new ResizeObserver(place)
    observer.observe(current)
    return () => observer.disconnect()
  }, [anchors, anywhere, onPlaced, transform, width, height, nodes, chips, sums, textZoom])
  return (
    <div ref={element} className={styles.beside}>
      {children}
    </div>
  )
}

/** Measures it whole and with less, and leaves it as it has room. */
function wholeOrBrief(
  element: HTMLElement,
  room: Parameters<typeof placeAnywhere>[1],
  onPlaced: ((placed: Placed) => void) | undefined,
): Point {
  const sizes = BRIEF.map((brief) => {
    shorten(element, brief)
    return sizeOf(element)
  })
  const { corner, size, isFree } = placeAnywhere(sizes, room)
  shorten(element, BRIEF[size] ?? null)
  onPlaced?.({ isFree, size: sizeOf(element), view: room.view })
  return corner
}

/** What `data-brief` says, the best first. */
const BRIEF = [null, "", "more"]

function shorten(element: HTMLElement, brief: string | null): void {
  if (brief === null) element.removeAttribute("data-brief")
  else element.setAttribute("data-brief", brief)
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

import { useStore } from "@xyflow/react"
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react"
import type { Point } from "../../../graph/document.ts"
import type { PlacedBox } from "../../../graph/edit/arrange.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { setSaid } from "../flow/said.ts"
import styles from "./Beside.module.css"
import { type Rect, screenRect } from "./barPlace.ts"
import { isFree, placeAnywhere, placeBeside } from "./besidePlace.ts"
import { takenBy } from "./taken.ts"

interface Props {
  /** What it may stand beside, in canvas pixels; the best first. */
  readonly anchors: readonly Point[]
  /**
   * It may stand further away, and where there is no room for all of it, `data-brief` on an element around it asks for less,
   * and where that does not help `data-brief="more"` for less still. Else it stays near by, where it covers nothing.
   */
  readonly anywhere?: boolean
  /** Hears how it stands, each time that it is placed anywhere. */
  readonly onPlaced?: (placed: Placed) => void
  /** While it has room where it is, it does not jump. */
  readonly steady?: boolean
  /** Boxes in canvas pixels in which something will come to stand. */
  readonly kept?: readonly PlacedBox[]
  /** It stays where it is, whatever moves. */
  readonly still?: boolean
  /** There is no room for it near by. */
  readonly onCrowded?: (crowded: true) => void
  readonly children: ReactNode
}

/** Whether it stands on nothing else, how large, and in which part of the canvas it has to stand, in pixels of the screen. */
export interface Placed {
  readonly isFree: boolean
  readonly size: { readonly width: number; readonly height: number }
  readonly view: Rect
}

interface Stood {
  readonly anchors: readonly Point[]
  readonly transform: readonly [number, number, number]
  readonly corner: Point
}

const NONE: readonly PlacedBox[] = []

/** What lies along the upper and the lower edge of the canvas. */
const EDGES = { top: 52, bottom: 44, side: 8 }

/** Something that is said on the canvas beside what it speaks of, on no card where there is room. */
export function Beside({
  anchors,
  anywhere = false,
  steady = false,
  kept = NONE,
  still = false,
  onPlaced,
  onCrowded,
  children,
}: Props) {
  const element = useRef<HTMLDivElement>(null)
  // What still has room where it is does not jump.
  const stood = useRef<Stood>(null)
  const transform = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const nodes = useFlow((state) => state.nodes)
  const chips = useFlow((state) => state.chips)
  const sums = useFlow((state) => state.sums)
  const textZoom = useFlow((state) => state.textZoom)
  useLayoutEffect(() => {
    const { current } = element
    if (current === null || still) return
    const place = (): void => {
      const [dx, dy, zoom] = transform
      const view = {
        x: EDGES.side,
        y: EDGES.top,
        width: width - 2 * EDGES.side,
        height: height - EDGES.top - EDGES.bottom,
      }
      const points = anchors.map(([x, y]) => [x * zoom + dx, y * zoom + dy] as const)
      const taken = [...takenBy({ nodes, chips, sums, textZoom }), ...kept]
      const onScreen = taken.map((box) => screenRect(box, transform))
      const room = { anchors: points, view, taken: onScreen, above: othersBefore(current) }
      const last = stood.current
      const moved = steady && last?.anchors === anchors ? movedWith(last, transform) : null
      const stays = moved !== null && isFree(moved, sizeOf(current), room) ? moved : null
      const corner = stays ?? (anywhere ? wholeOrBrief(current, room, onPlaced) : placeBeside(sizeOf(current), room))
      if (corner === null) {
        onCrowded?.(true)
        return
      }
      stood.current = { anchors, transform, corner }
      const [x, y] = [Math.round(corner[0]), Math.round(corner[1])]
      current.style.transform = `translate(${x}px, ${y}px)`
      const size = sizeOf(current)
      setSaid(current, { x: (x - dx) / zoom, y: (y - dy) / zoom, width: size.width / zoom, height: size.height / zoom })
    }
    place()
    // A formula is written a moment later.
    const observer = new ResizeObserver(place)
    observer.observe(current)
    return () => observer.disconnect()
  }, [
    anchors,
    anywhere,
    steady,
    kept,
    still,
    onPlaced,
    onCrowded,
    transform,
    width,
    height,
    nodes,
    chips,
    sums,
    textZoom,
  ])
  useEffect(() => {
    const { current } = element
    return () => {
      if (current !== null) setSaid(current, null)
    }
  }, [])
  return (
    <div ref={element} className={styles.beside}>
      {children}
    </div>
  )
}

/** Where it stands when the view has moved; null if that has come nearer or further. */
function movedWith({ transform: [x, y, before], corner }: Stood, [dx, dy, zoom]: Stood["transform"]): Point | null {
  return zoom === before ? [corner[0] + dx - x, corner[1] + dy - y] : null
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

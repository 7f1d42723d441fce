// What fingers do beyond a mouse's business: two of them zoom and pan, wherever they come down (React Flow would let each
// drag a card); one that stays long enough opens the menu (not every browser says so by itself).

import { type ReactFlowState, useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect } from "react"
import type { Point } from "../../../graph/document.ts"

const LONG = 480
/** A finger that has moved farther than this does not rest. */
const STILL = 8

type Store = ReturnType<typeof useStoreApi>
type View = ReturnType<ReturnType<typeof useReactFlow>["getViewport"]>

export function Touch() {
  const flow = useReactFlow()
  const store = useStoreApi()
  useEffect(() => {
    const canvas = store.getState().domNode
    return canvas === null ? undefined : follow(canvas, store, (view) => void flow.setViewport(view))
  }, [flow, store])
  return null
}

function follow(canvas: HTMLElement, store: Store, show: (view: View) => void): () => void {
  let pair: Pair | null = null
  /** Since two fingers came down or one rested: nobody else hears of moves until all are up. */
  let ours = false
  let rest: { readonly timer: ReturnType<typeof setTimeout>; readonly at: Point } | null = null
  const stir = (): void => {
    if (rest !== null) clearTimeout(rest.timer)
    rest = null
  }
  const down = (event: TouchEvent): void => {
    // What is handed on from a wire to the pane has been heard already.
    if (!event.isTrusted) return
    stir()
    const [one, two] = [...event.touches].map(pointOf)
    if (one !== undefined && two !== undefined) {
      ours = true
      pair = { one, two, view: viewOf(store.getState()) }
      keep(event)
    } else if (one !== undefined && event.target instanceof Element && !event.target.matches("[data-pad]")) {
      const { target } = event
      const open = (): void => {
        ours = true
        rest = null
        askMenu(target, one)
      }
      rest = { timer: setTimeout(open, LONG), at: one }
    }
  }
  const move = (event: TouchEvent): void => {
    const [one, two] = [...event.touches].map(pointOf)
    if (rest !== null && one !== undefined && distance(rest.at, one) > STILL) stir()
    if (ours) keep(event)
    if (pair !== null && one !== undefined && two !== undefined) show(viewAfter(pair, one, two, store.getState()))
  }
  const up = (event: TouchEvent): void => {
    stir()
    pair = null
    // No click follows: the finger did something else.
    if (ours) event.preventDefault()
    if (event.touches.length === 0) ours = false
  }
  // The browser's own long press; it may come first.
  const menu = (event: MouseEvent): void => {
    stir()
    if (ours && event.isTrusted) keep(event)
  }
  const hard = { capture: true, passive: false }
  canvas.addEventListener("touchstart", down, hard)
  canvas.addEventListener("touchmove", move, hard)
  canvas.addEventListener("touchend", up, hard)
  canvas.addEventListener("touchcancel", up, hard)
  canvas.addEventListener("contextmenu", menu, true)
  return () => {
    stir()
    canvas.removeEventListener("touchstart", down, hard)
    canvas.removeEventListener("touchmove", move, hard)
    canvas.removeEventListener("touchend", up, hard)
    canvas.removeEventListener("touchcancel", up, hard)
    canvas.removeEventListener("contextmenu", menu, true)
  }
}

/** Two fingers as they came down, and the view they took hold of. */
interface Pair {
  readonly one: Point
  readonly two: Point
  readonly view: View
}

/** What was under the middle of the fingers stays under it. */
function viewAfter({ one, two, view }: Pair, a: Point, b: Point, state: ReactFlowState): View {
  const { left, top } = state.domNode?.getBoundingClientRect() ?? { left: 0, top: 0 }
  const [before, now] = [middle(one, two), middle(a, b)]
  const spread = distance(a, b) / Math.max(1, distance(one, two))
  const zoom = Math.min(state.maxZoom, Math.max(state.minZoom, view.zoom * spread))
  const scale = zoom / view.zoom
  return {
    x: now[0] - left - (before[0] - left - view.x) * scale,
    y: now[1] - top - (before[1] - top - view.y) * scale,
    zoom,
  }
}

function viewOf({ transform: [x, y, zoom] }: ReactFlowState): View {
  return { x, y, zoom }
}

function askMenu(target: Element, [clientX, clientY]: Point): void {
  target.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX, clientY, button: 2 }))
}

function keep(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

function pointOf({ clientX, clientY }: globalThis.Touch): Point {
  return [clientX, clientY]
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

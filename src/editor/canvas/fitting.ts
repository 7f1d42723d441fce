// Where the view must look for a graph to be seen whole, and whether it looks there now.

import type { Viewport } from "@xyflow/react"
import type { Ways } from "../../graph/drawing/ways.ts"
import type { Size } from "../../graph/layout/fitted.ts"

/** What lies over the edges of the canvas, in pixels of the screen: the switch of what wires say, the line of the run. */
const EDGES = { top: 56, bottom: 40, side: 28 }
/** In a narrow one, where the line of the run stands under it. */
const NARROW_EDGES = { top: 52, bottom: 20, side: 20 }
/** No graph is shown larger than this because it is small. */
const LARGEST = 1.15
/** A window so narrow shows a graph by its width: one pans down to read on. */
const NARROW = 520

/** A box around what is to be seen, in canvas coordinates. */
export interface Extent {
  readonly x: number
  readonly y: number
  readonly right: number
  readonly bottom: number
}

/** What of a canvas is free for a graph. */
export function freeSize({ width, height }: Size): Size {
  const { top, bottom, side } = edgesOf({ width, height })
  const free = { width: width - 2 * side, height: height - top - bottom }
  return { width: Math.max(1, free.width), height: Math.max(1, free.height) }
}

/** The box with all that wires go through on their way round cards. */
export function withWays(box: Extent, ways: Ways): Extent {
  let { x, y, right, bottom } = box
  for (const way of ways.values()) {
    for (const [a, b] of way) {
      x = Math.min(x, a)
      y = Math.min(y, b)
      right = Math.max(right, a)
      bottom = Math.max(bottom, b)
    }
  }
  return { x, y, right, bottom }
}

function isNarrow({ width }: Size): boolean {
  return width < NARROW
}

function edgesOf(canvas: Size): typeof EDGES {
  return isNarrow(canvas) ? NARROW_EDGES : EDGES
}

/** The whole of `extent` in the middle of the free canvas; in a narrow one its whole width, from the top. */
export function viewOn({ x, y, right, bottom }: Extent, canvas: Size, least: number): Viewport {
  const free = freeSize(canvas)
  const [width, height] = [Math.max(1, right - x), Math.max(1, bottom - y)]
  const whole = Math.min(free.width / width, free.height / height)
  const zoom = Math.min(LARGEST, Math.max(least, isNarrow(canvas) ? Math.min(1, free.width / width) : whole))
  const { top, side } = edgesOf(canvas)
  const left = side + free.width / 2 - ((x + right) / 2) * zoom
  const over = Math.max(0, height * zoom - free.height)
  return { x: left, y: top + (free.height + over) / 2 - ((y + bottom) / 2) * zoom, zoom }
}

/** Whether two views look at one place: to a pixel. */
export function isSameView(a: Viewport, b: Viewport): boolean {
  return (
    Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 1e-3 * Math.max(a.zoom, b.zoom)
  )
}

/** The view panned up or down by the least after which a box of the canvas lies in the free part; its upper edge comes first. */
export function shiftedTo(box: Extent, view: Viewport, canvas: Size): Viewport {
  const { top, bottom } = edgesOf(canvas)
  const [upper, lower] = [box.y * view.zoom + view.y, box.bottom * view.zoom + view.y]
  const up = Math.max(0, lower - (canvas.height - bottom))
  return { ...view, y: view.y - up + Math.max(0, top - (upper - up)) }
}

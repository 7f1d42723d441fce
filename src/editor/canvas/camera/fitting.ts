// Where the view must look for a graph to be seen whole, and whether it looks there now.

import type { Viewport } from "@xyflow/react"
import type { Size } from "../../../graph/layout/fitted.ts"
import { textZoom } from "../../../graph/layout/textZoom.ts"
import type { Extent } from "../flow/extent.ts"

/** What lies along the upper edge of a canvas, with a label of a wire below it, and room at its sides, in pixels of the screen. */
const EDGES = { top: 66, side: 28 }
/** So narrow that the key to the wires stands under the switch of what they say. */
const SLIM = { width: 660, top: 92, side: EDGES.side }
/** So narrow that it is that of a telephone: a graph is shown by its width there, and loses nothing by the room for a sum over a card. */
const NARROW = { width: 520, top: 102, side: 20 }
/** No graph is shown larger than this because it is small. */
const LARGEST = 1.15

/** A canvas in pixels of the screen. */
export interface View extends Size {
  /** What of it lies under the line that says how the run stands. */
  readonly lower: number
}

/** What of a canvas is free for a graph. */
export function freeSize(canvas: View): Size {
  const { top, side } = edgesOf(canvas)
  const free = { width: canvas.width - 2 * side, height: canvas.height - top - canvas.lower }
  return { width: Math.max(1, free.width), height: Math.max(1, free.height) }
}

function isNarrow({ width }: Size): boolean {
  return width < NARROW.width
}

function edgesOf(canvas: Size): typeof EDGES {
  if (isNarrow(canvas)) return NARROW
  return canvas.width < SLIM.width ? SLIM : EDGES
}

/** From this zoom on, cards have more than their pictures and titles. */
const READ = 0.5
/** In a narrow window a graph that is shown to others is seen whole down to this zoom. */
const WHOLE = 0.25

/**
 * The whole of `extent` in the middle of the free canvas; in a narrow one its whole width, from the top. `shown`: to somebody
 * who does not pan, and sees the whole of it there too, unless it gets too small.
 */
export function viewOn({ x, y, right, bottom }: Extent, canvas: View, least: number, shown = false): Viewport {
  const free = freeSize(canvas)
  const [width, height] = [Math.max(1, right - x), Math.max(1, bottom - y)]
  const whole = Math.min(free.width / width, free.height / height)
  const byWidth = isNarrow(canvas) && !(shown && whole >= WHOLE)
  const zoom = Math.min(isNarrow(canvas) ? 1 : LARGEST, Math.max(least, byWidth ? free.width / width : whole))
  const { top, side } = edgesOf(canvas)
  const left = side + free.width / 2 - ((x + right) / 2) * zoom
  const over = Math.max(0, height * zoom - free.height)
  return { x: left, y: top + (free.height + over) / 2 - ((y + bottom) / 2) * zoom, zoom }
}

/** As `viewOn`, of what takes the more of the canvas the smaller it is shown, such as frames under titles of one size on the screen. */
export function viewOnDrawn(at: (textZoom: number) => Extent, canvas: View, least: number, shown = false): Viewport {
  let step = 1
  let view = viewOn(at(step), canvas, least, shown)
  while (textZoom(view.zoom) < step) {
    step = textZoom(view.zoom)
    view = viewOn(at(step), canvas, least, shown)
  }
  return view
}

/** Whether a view of a canvas has all of a box, from top to bottom. */
export function isWhole({ y, bottom }: Extent, view: Viewport, canvas: View): boolean {
  return y * view.zoom + view.y >= 0 && bottom * view.zoom + view.y <= canvas.height - canvas.lower + 1
}

/** Whether numbers on cards can be read; in a wide canvas one sees the whole of a graph even so. */
export function isRead({ zoom }: Viewport, canvas: View): boolean {
  return zoom >= READ || !isNarrow(canvas)
}

/** Whether two views look at one place: to a pixel. */
export function isSameView(a: Viewport, b: Viewport): boolean {
  return (
    Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 1e-3 * Math.max(a.zoom, b.zoom)
  )
}

/** The view panned up or down by the least after which a box of the canvas lies in the free part; its upper edge comes first. */
export function shiftedTo(box: Extent, view: Viewport, canvas: View): Viewport {
  const { top } = edgesOf(canvas)
  const [upper, lower] = [box.y * view.zoom + view.y, box.bottom * view.zoom + view.y]
  const up = Math.max(0, lower - (canvas.height - canvas.lower))
  return { ...view, y: view.y - up + Math.max(0, top - (upper - up)) }
}

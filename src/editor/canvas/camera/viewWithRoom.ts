// Where the view must look for something of a size to stand beside the whole graph and on none of it.

import type { PlacedBox } from "../../../graph/edit/arrange.ts"

interface Size {
  readonly width: number
  readonly height: number
}

/** Left free round what is to stand there, in pixels of the screen. */
const GAP = 12
/** Further out cards cannot be read: then it is better to cover one. */
const LEAST_ZOOM = 0.3

/**
 * The view, no closer than `zoom`, in which `graph` (in canvas pixels) lies at the upper or left edge of `view` and leaves room for
 * `size` (both in pixels of the screen) below or at the right of it, whichever shows the graph larger. Null where that would be
 * too small to be read.
 */
export function viewWithRoom(
  graph: PlacedBox,
  size: Size,
  view: PlacedBox,
  zoom: number,
): { readonly x: number; readonly y: number; readonly zoom: number } | null {
  const fits = Math.min(zoom, view.width / graph.width, view.height / graph.height)
  const below = Math.min(fits, (view.height - size.height - 2 * GAP) / graph.height)
  const right = Math.min(fits, (view.width - size.width - 2 * GAP) / graph.width)
  const best = Math.max(below, right)
  if (best < LEAST_ZOOM) return null
  const spare = { width: view.width - graph.width * best, height: view.height - graph.height * best }
  const [left, top] = below >= right ? [spare.width / 2, 0] : [0, spare.height / 2]
  return { x: view.x + left - graph.x * best, y: view.y + top - graph.y * best, zoom: best }
}

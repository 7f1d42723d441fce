// What of the canvas is seen and not covered: newcomers stand there, or the view goes to them by the shortest way.

import type { ReactFlowState, useReactFlow } from "@xyflow/react"
import { claimedBy } from "../../../graph/drawing/claims.ts"
import { bounds, type PlacedBox } from "../../../graph/edit/arrange.ts"
import { nearestFree, type Stage } from "../../../graph/layout/freePlace.ts"
import { settledNodes } from "../flow/gliding.ts"
import { GLIDE } from "./showing.ts"

/** Free space left around what is brought into view, in pixels of the screen. */
const EDGE = 16

/** In canvas coordinates. */
export function stageOf(state: ReactFlowState): Stage {
  const [dx, dy, zoom] = state.transform
  const onCanvas = ({ x, y, width, height }: PlacedBox): PlacedBox => ({
    x: (x - dx) / zoom,
    y: (y - dy) / zoom,
    width: width / zoom,
    height: height / zoom,
  })
  return { view: onCanvas(viewOf(state)), covered: coveredIn(state).map(onCanvas) }
}

/** Pans by the least after which all of these nodes, with the words under them, are seen; to their middle if they are too many. */
export function panTo(flow: ReturnType<typeof useReactFlow>, state: ReactFlowState, ids: readonly string[]): void {
  const wanted = new Set(ids)
  const around = bounds(
    settledNodes().flatMap(({ id, position: { x, y }, data: { face } }) =>
      wanted.has(id) || face.members?.some((member) => wanted.has(member)) === true ? [claimedBy({ face, x, y })] : [],
    ),
  )
  if (around === null) return
  const [x, y, zoom] = state.transform
  const view = viewOf(state)
  const box = {
    x: around.x * zoom + x,
    y: around.y * zoom + y,
    width: around.width * zoom,
    height: around.height * zoom,
  }
  const [dx, dy] = nearestFree(box, coveredIn(state), view, EDGE / 2) ??
    nearestFree(box, [], view, 0) ?? [middle(view, "x") - middle(box, "x"), middle(view, "y") - middle(box, "y")]
  if (dx !== 0 || dy !== 0) flow.setViewport({ x: x + dx, y: y + dy, zoom }, GLIDE)
}

function middle(box: PlacedBox, axis: "x" | "y"): number {
  return box[axis] + box[axis === "x" ? "width" : "height"] / 2
}

/** In pixels of the screen, from the canvas's corner. */
function viewOf({ width, height }: ReactFlowState): PlacedBox {
  return { x: EDGE, y: EDGE, width: Math.max(0, width - 2 * EDGE), height: Math.max(0, height - 2 * EDGE) }
}

/** The map, the hints, the key and whatever else lies over the canvas. */
function coveredIn({ domNode }: ReactFlowState): readonly PlacedBox[] {
  const canvas = domNode?.getBoundingClientRect()
  const over = domNode?.closest("main")?.querySelectorAll(".react-flow__minimap, [data-overlay]") ?? []
  return [...over].flatMap((one) => {
    const { left, top, width, height } = one.getBoundingClientRect()
    return canvas === undefined || width === 0 ? [] : [{ x: left - canvas.left, y: top - canvas.top, width, height }]
  })
}

// Moving. While a drag lasts the document does not change; at its end it changes once. Arrow keys fire no drag: their moves
// merge by key. This folder is what hands do on the canvas, mouse, finger and keys; what comes of it is a command or an edit.

import type { NodeChange } from "@xyflow/react"
import type { MouseEvent as ReactMouseEvent } from "react"
import { putOnWire } from "../../../commands/edit/inserting/insertingWired.ts"
import { bring } from "../../../commands/edit/inserting/steppingAside.ts"
import type { Point } from "../../../graph/document.ts"
import { duplicateNodes } from "../../../graph/edit/copies.ts"
import { moveNodes } from "../../../graph/edit/edit.ts"
import { fold, moveShown } from "../../../graph/edit/fold.ts"
import { edit, useDocument } from "../../../state/document.ts"
import type { FlowNode } from "../flow/elements.ts"
import { takeChanges, useFlow } from "../flow/nodesAndEdges.ts"
import { landNode, takeLanding } from "./landing.ts"
import { membersOf, takeSizesAndSelection } from "./selecting.ts"

let dragging = false
/** The drag leaves the nodes where they are and puts copies where it ends. */
let copying = false
/** The one node that is dragged, if it may land on a wire. */
let alone: string | null = null

type DragEvent = MouseEvent | ReactMouseEvent | TouchEvent

export function startDrag(event: DragEvent, _: FlowNode, nodes: readonly FlowNode[]): void {
  copying = event.altKey
  alone = nodes.length === 1 && !copying ? (nodes[0]?.id ?? null) : null
}

/** A node without wires that is dragged over a wire is shown where it would land. */
export function followDrag(event: DragEvent): void {
  if (alone !== null && "clientX" in event) landNode(alone, event.clientX, event.clientY)
}

export function stopDrag(): void {
  takeLanding()
  copying = false
  alone = null
}

export function takeNodeChanges(changes: readonly NodeChange<FlowNode>[]): void {
  takeSizesAndSelection(changes)
  const moves = changes.filter((change) => change.type === "position")
  if (moves.length === 0) return
  const isDrag = moves.some((move) => move.dragging === true)
  if (!isDrag) {
    const places = new Map<string, Point>()
    for (const { id, position } of moves) {
      if (position) places.set(id, [Math.round(position.x), Math.round(position.y)])
    }
    commit(places, dragging)
  }
  dragging = isDrag
}

/** Moves what is inside a frame: while it lasts only on the screen, at its end as one edit. */
export function moveTogether(ids: readonly string[]): {
  readonly by: (dx: number, dy: number) => void
  readonly end: () => void
} {
  const { byId } = useFlow.getState()
  const start = new Set(ids.flatMap((id) => byId.get(id) ?? []))
  let places = new Map<string, Point>()
  return {
    by: (dx, dy) => {
      places = new Map()
      for (const node of start) {
        places.set(node.id, [Math.round(node.position.x + dx), Math.round(node.position.y + dy)])
      }
      takeChanges([...places].map(([id, [x, y]]) => ({ id, type: "position", position: { x, y } })))
    },
    end: () => commit(places, true),
  }
}

/** Only what really moved is an edit: React Flow reports the end of a drag that went nowhere, too. */
function commit(places: ReadonlyMap<string, Point>, afterDrag: boolean): void {
  const moved = new Map<string, Point>()
  const { document } = useDocument.getState()
  for (const { id, at } of [...document.nodes, ...fold(document).cards]) {
    const place = places.get(id)
    if (place && (at?.[0] !== place[0] || at[1] !== place[1])) moved.set(id, place)
  }
  if (moved.size === 0) return
  const [first] = moved.keys()
  const landing = takeLanding()
  const place = alone === null ? undefined : moved.get(alone)
  if (afterDrag && landing !== undefined && alone !== null && place && putOnWire(alone, landing, place)) return
  if (afterDrag && copying) {
    copyTo(moved)
    return
  }
  const label = moved.size === 1 ? `Move ${first}` : `Move ${moved.size} nodes`
  edit(label, (before) => moveShown(before, moved), afterDrag ? {} : { key: `nudge ${[...moved.keys()].join(" ")}` })
}

/** Copies stand where the drag ended; what was dragged goes back. */
function copyTo(places: ReadonlyMap<string, Point>): void {
  const { document } = useDocument.getState()
  const chosen = [...places.keys()].flatMap(membersOf)
  const { document: copied, ids } = duplicateNodes(document, chosen, [0, 0], false)
  const to = new Map<string, Point>()
  for (const [id, place] of places) to.set(ids.get(id) ?? id, place)
  const nodes = [...ids.values()]
  const label = nodes.length === 1 ? `Copy ${[...ids.keys()][0]}` : `Copy ${nodes.length} nodes`
  bring(label, { nodes }, () => moveNodes(copied, to))
}

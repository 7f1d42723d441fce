// Adding a node: where it goes, what it is called, what it is joined to. Used by the palette, by drops and by search. This
// folder finds place, name and wires; the change itself is an edit of graph/edit.

import type { NodeDocument, Point } from "../../../graph/document.ts"
import { addNode, connect, newNodeId } from "../../../graph/edit/edit.ts"
import { initialAttrs } from "../../../graph/edit/initialAttrs.ts"
import type { Source } from "../../../graph/wire.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { noteUse } from "../../../state/search.ts"
import { endOfSelection } from "./extending.ts"
import { reshaped } from "./reshaping.ts"
import { clearOfOthers } from "./steppingAside.ts"

/** A card before anything is known of it. */
const SIZE = { width: 180, height: 60 }
const GAP = 128

/** Adds a node of a kind: at a point (its middle), else after the selected node, else near the middle of the view. */
export function insertOp(kind: string, middle?: Point): void {
  const op = ops.get(kind)
  if (op === undefined) throw new Error(`no op "${kind}" to insert`)
  noteUse(`op ${kind}`)
  const from = middle === undefined ? sourceToExtend(op) : null
  const at = middle === undefined ? freePlace(op, from) : corner(middle)
  const { document } = useDocument.getState()
  const id = newNodeId(document, kind)
  const node: NodeDocument = { id, op: kind, ...initialAttrs(op), at }
  const to = onlyInput(op)
  edit(
    `Add ${op.title}`,
    (before) => {
      const added = addNode(reshaped(before, from, op, to), node)
      const joined = from !== null && to !== null ? connect(added, from, { node: id, port: to }) : added
      return clearOfOthers(joined, [id])
    },
    { select: { nodes: [id], wires: [] } },
  )
  if (middle === undefined) useCamera.getState().camera?.reveal(id)
}

function corner([x, y]: Point): Point {
  return [Math.round(x - SIZE.width / 2), Math.round(y - SIZE.height / 2)]
}

/** The one port that a wire from before must mean. */
function onlyInput(op: AnyOp): string | null {
  const required = Object.entries(op.inputs).filter(([, port]) => !port.optional)
  const [first] = required
  return required.length === 1 && first ? first[0] : null
}

/** The output that the selection ends in, if the new node has one place for it. */
function sourceToExtend(op: AnyOp): Source | null {
  return onlyInput(op) === null ? null : (endOfSelection() ?? null)
}

function freePlace(op: AnyOp, after: Source | null): Point {
  const { camera, boxes } = useCamera.getState()
  const before = after === null ? undefined : boxes().get(after.node)
  const source = after === null ? null : useAnalysis.getState().analysis.nodes.get(after.node)?.op
  const [x, y] = before
    ? [before.x + before.width + GAP, before.y + portHeight(source) - portHeight(op)]
    : corner(camera?.centre() ?? [0, 0])
  return [Math.round(x), Math.round(y)]
}

/** Where the first port sits on a card, or on a round node: the wire between two of them shall be straight. */
function portHeight(op: AnyOp | null | undefined): number {
  return op?.symbol === undefined ? 20 : 28
}

// Adding a node: where it goes, what it is called, what it is joined to. Used by the palette, by drops and by search. This
// folder finds place, name and wires; the change itself is an edit of graph/edit.

import type { NodeDocument, Point } from "../../../graph/document.ts"
import { addNode, newNodeId } from "../../../graph/edit/edit.ts"
import { initialAttrs } from "../../../graph/edit/initialAttrs.ts"
import type { Source } from "../../../graph/wire.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { noteUse } from "../../../state/search.ts"
import { endOfSelection } from "./extending.ts"
import { joined } from "./joining.ts"
import { reshaped } from "./reshaping.ts"
import { bring } from "./steppingAside.ts"

/** A card before anything is known of it. */
const SIZE = { width: 180, height: 60 }
const GAP = 128
const NO_END = [null, null] as const

/** Adds a node of a kind: at a point (its middle), else after the selected node, else near the middle of the view. */
export function insertOp(kind: string, middle?: Point): void {
  const op = ops.get(kind)
  if (op === undefined) throw new Error(`no op "${kind}" to insert`)
  noteUse(`op ${kind}`)
  const [from, to] = middle === undefined ? endToExtend(op) : NO_END
  const at = middle === undefined ? freePlace(op, from) : corner(middle)
  const { document } = useDocument.getState()
  const id = newNodeId(document, kind)
  const node: NodeDocument = { id, op: kind, ...initialAttrs(op), at }
  // What stands behind the same node goes on beside it; what takes several inputs may yet take theirs.
  const way = from === null ? undefined : Object.keys(op.inputs).length > 1 ? "right" : "down"
  bring(`Add ${op.title}`, { nodes: [id], way }, (before) => {
    const added = addNode(reshaped(before, from, op, to), node)
    return from !== null && to !== null ? joined(added, from, { node: id, port: to }) : added
  })
}

function corner([x, y]: Point): Point {
  return [Math.round(x - SIZE.width / 2), Math.round(y - SIZE.height / 2)]
}

/** The output that the selection ends in and the port of the new node that it must mean, if there is one. */
function endToExtend(op: AnyOp): readonly [Source, string] | typeof NO_END {
  const from = endOfSelection()
  const to = from === undefined ? null : inputFor(op, useAnalysis.getState().analysis.nodes.get(from.node)?.op?.kind)
  return from === undefined || to === null ? NO_END : [from, to]
}

/** The only port that must be wired; of several the one where the kind usually ends. */
function inputFor(op: AnyOp, kind: string | undefined): string | null {
  const required = Object.keys(op.inputs).filter((port) => op.inputs[port]?.optional !== true)
  const usual = required.filter((port) => kind !== undefined && op.usual?.[port]?.includes(kind) === true)
  return required.length === 1 ? (required[0] ?? null) : (usual[0] ?? null)
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

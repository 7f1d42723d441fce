// Adding a node where its wires are already known: behind a port that a wire was dragged from, or on a wire.

import { primaryOutput } from "../../../graph/analysis/ports.ts"
import { shapeAt } from "../../../graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument, Point } from "../../../graph/document.ts"
import { addNode, moveNodes, newNodeId } from "../../../graph/edit/edit.ts"
import { moveShown } from "../../../graph/edit/fold.ts"
import { initialAttrs } from "../../../graph/edit/initialAttrs.ts"
import { wayThrough } from "../../../graph/edit/opsThatFit.ts"
import { insertOnWire } from "../../../graph/edit/rewire.ts"
import { findNode } from "../../../graph/edit/update.ts"
import { placeName, type Wire } from "../../../graph/wire.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { type NodeBox, useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { say } from "../../../state/messages.ts"
import { type LooseEnd, noteUse } from "../../../state/search.ts"
import { shownBoxes } from "../../arrange/moving/shown.ts"
import { joined } from "./joining.ts"
import { reshaped } from "./reshaping.ts"
import { bring } from "./steppingAside.ts"

/** A card before anything is known of it. */
const CARD = { width: 180, height: 60 }
const ROUND = { width: 56, height: 56 }
/** Free space on either side of a node that is put on a wire. */
const GAP = 56

/** Adds an op so that its port is at a point and joined to the loose end. */
export function insertAtEnd(kind: string, port: string, end: LooseEnd, [x, y]: Point): void {
  const op = opNamed(kind)
  noteUse(`op ${kind}`)
  const size = sizeOf(op)
  const first = op.symbol === undefined ? 20 : 28
  const at: Point = [Math.round(end.kind === "source" ? x : x - size.width), Math.round(y - first)]
  const id = newNodeId(useDocument.getState().document, kind)
  const node: NodeDocument = { id, op: kind, ...initialAttrs(op), at }
  bring(`Add ${op.title}`, { nodes: [id] }, (document) => {
    const added = addNode(reshaped(document, end.kind === "source" ? end.place : null, op, port), node)
    return end.kind === "source"
      ? joined(added, end.place, { node: id, port })
      : joined(added, { node: id, port }, end.place)
  })
}

/** Adds an op on a wire, in the middle between its nodes; what follows moves on if there is too little room. */
export function insertOpOnWire(kind: string, wire: Wire): void {
  const op = opNamed(kind)
  noteUse(`op ${kind}`)
  const way = wayOn(op, wire)
  if (way === null) {
    say(`${op.title} has no port that this wire could use.`)
    return
  }
  const id = newNodeId(useDocument.getState().document, kind)
  bring(`Insert ${op.title} after ${wire.from.node}`, { nodes: [id], way: "any" }, (document) => {
    const [roomy, at] = roomOn(document, wire, sizeOf(op))
    return insertOnWire(addNode(roomy, { id, op: kind, ...initialAttrs(op), at }), wire, id, way)
  })
}

/** Puts a node that is there on a wire, with its new place, in one edit. False if it has no ports for it. */
export function putOnWire(id: string, wire: Wire, at: Point): boolean {
  const node = findNode(useDocument.getState().document, id)
  const op = node === undefined ? undefined : ops.get(node.op)
  const way = op === undefined || node === undefined ? null : wayOn(op, wire, node)
  if (way === null) return false
  edit(`Put ${id} on the wire from ${placeName(wire.from)}`, (document) =>
    insertOnWire(moveNodes(document, new Map([[id, at]])), wire, id, way),
  )
  return true
}

/** Whether a node could be put on a wire by dropping it there: it has no wires of its own, and ports for both sides. */
export function mayStandOn(id: string, wire: Wire): boolean {
  const { analysis } = useAnalysis.getState()
  const known = analysis.nodes.get(id)
  if (known?.op == null || wire.from.node === id || wire.to.node === id) return false
  const joined = (analysis.entering.get(id)?.length ?? 0) + (analysis.leaving.get(id)?.length ?? 0)
  return joined === 0 && wayOn(known.op, wire, known.node) !== null
}

function wayOn(op: AnyOp, wire: Wire, node?: NodeDocument) {
  const shape = shapeAt(useAnalysis.getState().analysis.nodes.get(wire.from.node)?.outputs, wire.from)
  return wayThrough(op, shape, node)
}

/** The place on the wire, and the document with what stands behind it moved on as far as the node needs. */
function roomOn(
  document: GradwireDocument,
  wire: Wire,
  size: { readonly width: number; readonly height: number },
): readonly [GradwireDocument, Point] {
  const boxes = useCamera.getState().boxes()
  const shown = shownBoxes()
  const [from, to] = [boxes.get(wire.from.node), boxes.get(wire.to.node)]
  if (from === undefined || to === undefined) return [document, [0, 0]]
  const right = from.x + from.width
  const missing = Math.ceil(size.width + 2 * GAP - (to.x - right))
  const ahead = to.x >= right
  const push = ahead && missing > 0 ? missing : 0
  const x = ahead ? (right + to.x + push - size.width) / 2 : (from.x + to.x) / 2
  const y = (middle(from) + middle(to) - size.height) / 2
  const roomy = push === 0 ? document : moveShown(document, pushed(shown, to.x, push))
  return [roomy, [Math.round(x), Math.round(y)]]
}

function pushed(boxes: ReadonlyMap<string, NodeBox>, from: number, push: number): ReadonlyMap<string, Point> {
  return new Map([...boxes].flatMap(([id, box]) => (box.x >= from ? [[id, [box.x + push, box.y] as Point]] : [])))
}

function middle(box: NodeBox): number {
  return box.y + box.height / 2
}

function sizeOf(op: AnyOp): { readonly width: number; readonly height: number } {
  return op.symbol === undefined ? CARD : ROUND
}

function opNamed(kind: string): AnyOp {
  const op = ops.get(kind)
  if (op === undefined || primaryOutput(op) === null) throw new Error(`no op "${kind}" to insert`)
  return op
}

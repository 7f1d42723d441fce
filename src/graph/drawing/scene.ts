// Everything that is drawn of a graph, with its places: cards and round nodes, wires as curves, frames of groups. The
// canvas of the editor and exported pictures both draw this. This folder says what is drawn and where, in numbers and
// words; it draws nothing and measures nothing on a screen.

import type { Analysis } from "../analysis/analysis.ts"
import type { Point } from "../document.ts"
import type { PlacedBox } from "../edit/arrange.ts"
import { moveNodes } from "../edit/edit.ts"
import { fold, type GroupFrame } from "../edit/fold.ts"
import type { DimsOrder } from "../measure/notation.ts"
import type { Sink, Source, Wire } from "../wire.ts"
import { FRAME_TITLE, placeFrames } from "./boxes.ts"
import { type Face, type FaceKind, faceOf, type PlacedFace } from "./face.ts"
import { cardFace } from "./groupFace.ts"
import { joined, portOf } from "./joined.ts"
import { missingPlaces } from "./placing.ts"
import { curveOn, pointOf, waysOf } from "./ways.ts"
import type { Curve } from "./wires/curve.ts"

/** A wire and its way. */
export interface DrawnWire {
  readonly wire: Wire
  readonly curve: Curve
  /** Wires between the same two ports that are drawn with it: one of the ports is a bundle. */
  readonly more: number
}
/** A group's frame and the box around all in it. */
export interface DrawnFrame {
  readonly frame: GroupFrame
  readonly box: PlacedBox
}
/** All that is drawn of a graph, in canvas pixels. */
export interface Scene {
  readonly nodes: readonly PlacedFace[]
  readonly wires: readonly DrawnWire[]
  /** Outer ones first. */
  readonly frames: readonly DrawnFrame[]
}

/** Room over and under a node that words take, in canvas pixels. */
export interface Written {
  readonly above: number
  readonly below: number
}
const NOTHING: Written = { above: 0, below: 0 }

/**
 * The whole graph, or of it only the `chosen` nodes (any node inside stands for a collapsed group), the wires between
 * them and the frames that are full. Nodes without a place are laid out.
 * `kind`: cards with room for the pictures of their tensors, or in words alone.
 * `written`: what stands over and under a node, which frames keep inside. `order`: of the shapes on cards of groups.
 */
export function sceneOf(
  analysis: Analysis,
  chosen: ReadonlySet<string> | null = null,
  written: (face: Face) => Written = () => NOTHING,
  order?: DimsOrder,
  kind: FaceKind = "plain",
): Scene {
  const document = moveNodes(analysis.document, missingPlaces(analysis, kind))
  const { shown, cards, frames } = fold(document)
  const all: readonly PlacedFace[] = [
    ...shown.map((entry) => placed(faceOf(entry, analysis, kind), entry.at)),
    ...cards.map((card) => placed(cardFace(card, analysis, order, kind), card.at)),
  ]
  const nodes = chosen === null ? all : all.filter(({ face }) => idsOf(face).some((id) => chosen.has(id)))
  const byId = new Map(nodes.flatMap((node) => idsOf(node.face).map((id) => [id, node] as const)))
  const joins = joined(analysis.wires, (id) => byId.get(id))
  const ways = waysOf(nodes, joins)
  const wires = joins.map(({ wire, from, to, more }) => ({
    wire,
    curve: curveOn(ways.get(wire.id), pointOf(from), pointOf(to), to.port.side === "param"),
    more,
  }))
  const full = frames.filter(({ members }) => members.every((id) => byId.has(id)))
  const boxes = placeFrames(full, (id) => boxOf(byId.get(id), written), FRAME_TITLE)
  const framed = full.flatMap((frame) => {
    const box = boxes.get(frame.group.id)
    return box === undefined ? [] : [{ frame, box }]
  })
  return { nodes, wires, frames: framed }
}

function placed(face: Face, at: Point | undefined): PlacedFace {
  const [x, y] = at ?? [0, 0]
  return { face, x, y }
}

/** The nodes that a face stands for. */
function idsOf({ id, members }: Face): readonly string[] {
  return members === undefined ? [id] : [id, ...members]
}

function boxOf(node: PlacedFace | undefined, written: (face: Face) => Written): PlacedBox | null {
  if (node === undefined) return null
  const { face, x, y } = node
  const { above, below } = written(face)
  return { x, y: y - above, width: face.width, height: face.height + above + below }
}

/** Where a port is, in canvas coordinates; null if nothing is drawn there or it has no such port. */
export function portPoint(
  node: PlacedFace | undefined,
  place: Source | Sink,
  side: "in" | "out",
): { readonly at: Point; readonly below: boolean } | null {
  if (node === undefined) return null
  const port = portOf(node.face, place, side)
  return port === undefined ? null : { at: pointOf({ node, port }), below: port.side === "param" }
}

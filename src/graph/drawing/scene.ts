// Everything that is drawn of a graph, with its places: cards and round nodes, wires as curves, frames of groups. The
// canvas of the editor and exported pictures both draw this. This folder says what is drawn and where, in numbers and
// words; it draws nothing and measures nothing on a screen.

import type { Analysis } from "../analysis/analysis.ts"
import type { Point } from "../document.ts"
import { bounds, type PlacedBox } from "../edit/arrange.ts"
import { moveNodes } from "../edit/edit.ts"
import { fold, type GroupFrame } from "../edit/fold.ts"
import { placeName, type Sink, type Source, type Wire } from "../wire.ts"
import { type Curve, curveBetween } from "./curve.ts"
import { cardFace, type Face, faceOf } from "./face.ts"
import { missingPlaces } from "./placing.ts"
import { drawnPort, type PortFace } from "./ports.ts"
import { textWidth } from "./text/textWidth.ts"

/** A node and the upper left corner of what it shows. */
export interface PlacedFace {
  readonly face: Face
  readonly x: number
  readonly y: number
}
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

/** Room in a frame beside its members, and above them for its title, in canvas pixels. */
const FRAME_SIDE = 16
/** Height of a frame's title, in canvas pixels. */
export const FRAME_TITLE = 30

/**
 * The whole graph, or of it only the `chosen` nodes (any node inside stands for a collapsed group), the wires between
 * them and the frames that are full. Nodes without a place are laid out.
 * `written`: what stands over and under a node, which frames keep inside.
 */
export function sceneOf(
  analysis: Analysis,
  chosen: ReadonlySet<string> | null = null,
  written: (face: Face) => Written = () => NOTHING,
): Scene {
  const document = moveNodes(analysis.document, missingPlaces(analysis))
  const { shown, cards, frames } = fold(document)
  const all: readonly PlacedFace[] = [
    ...shown.map((entry) => placed(faceOf(entry, analysis), entry.at)),
    ...cards.map((card) => placed(cardFace(card, analysis), card.at)),
  ]
  const nodes = chosen === null ? all : all.filter(({ face }) => idsOf(face).some((id) => chosen.has(id)))
  const byId = new Map(nodes.flatMap((node) => idsOf(node.face).map((id) => [id, node] as const)))
  const wires = joined(analysis.wires, (id) => byId.get(id)).map(({ wire, from, to, more }) => ({
    wire,
    curve: curveBetween(pointOf(from), pointOf(to), to.port.side === "param"),
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

/** An end of a wire: a port on what is drawn for its node. */
interface DrawnEnd<N> {
  readonly node: N
  readonly port: PortFace
}
/** A wire between two things that are drawn, and how many others are drawn with it. */
export interface JoinedWire<N> {
  readonly wire: Wire
  readonly from: DrawnEnd<N>
  readonly to: DrawnEnd<N>
  readonly more: number
}

/** The wires whose ends are both drawn, on different nodes. All between the same two ports are one, if one is a bundle. */
export function joined<N extends { readonly face: Face }>(
  wires: readonly Wire[],
  drawnFor: (id: string) => N | undefined,
): readonly JoinedWire<N>[] {
  const found: JoinedWire<N>[] = []
  const bundles = new Map<string, number>()
  for (const wire of wires) {
    const [from, to] = [drawnFor(wire.from.node), drawnFor(wire.to.node)]
    if (from === undefined || to === undefined || from === to) continue
    const [start, end] = [portOf(from.face, wire.from, "out"), portOf(to.face, wire.to, "in")]
    if (start === undefined || end === undefined) continue
    const one = { wire, from: { node: from, port: start }, to: { node: to, port: end }, more: 0 }
    const isBundle = start.more !== undefined || end.more !== undefined
    const key = isBundle ? `${from.face.id} ${start.id} ${to.face.id} ${end.id}` : wire.id
    const at = bundles.get(key)
    const before = at === undefined ? undefined : found[at]
    if (at !== undefined && before !== undefined) found[at] = { ...before, more: before.more + 1 }
    else {
      if (isBundle) bundles.set(key, found.length)
      found.push(one)
    }
  }
  return found
}

function pointOf({ node, port }: DrawnEnd<PlacedFace>): Point {
  return [node.x + port.at[0], node.y + port.at[1]]
}

/** The port that is drawn for a place: its own, or the one that it is bundled in; undefined where there is none. */
function portOf(face: Face, place: Source | Sink, side: "in" | "out"): PortFace | undefined {
  const name = placeName(place)
  // The ports of a group's card are called by whole places of nodes inside.
  const id = face.kind === "folded" ? name : name.slice(place.node.length + 1)
  return drawnPort(face.ports, { id, port: place.port }, side)
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

/** The box of each frame, by its group; from the innermost out, since a frame also goes around the frames inside it. */
export function placeFrames(
  frames: readonly GroupFrame[],
  boxOfNode: (id: string) => PlacedBox | null,
  title: number,
): ReadonlyMap<string, PlacedBox> {
  const found = new Map<string, PlacedBox>()
  for (const { group, members } of [...frames].reverse()) {
    const inner = frames.flatMap(({ group: { id, parent } }) => (parent === group.id ? (found.get(id) ?? []) : []))
    const around = bounds([...members.flatMap((id) => boxOfNode(id) ?? []), ...inner])
    if (around === null) continue
    const { x, y, width, height } = around
    const side = FRAME_SIDE
    found.set(group.id, { x: x - side, y: y - title, width: width + 2 * side, height: height + title + side })
  }
  return found
}

/** Height of a line of words under a round node or of a problem's sentence, and the room before it. */
const UNDER_LINE = 15
const UNDER_GAP = 4

/**
 * What chips keep clear of, with words set for a zoom of `textZoom`: a round node also claims the words under it, a node with
 * a problem its sentence.
 */
export function claimedBy({ face, x, y }: PlacedFace, textZoom = 1): PlacedBox {
  const { width, height } = face
  if (face.problem !== null) return { x, y, width, height: height + UNDER_GAP + (2 * UNDER_LINE) / textZoom }
  if (face.kind !== "symbol") return { x, y, width, height }
  const lines = linesUnder(face, textZoom)
  const wide = Math.max(width, ...lines.map((line) => textWidth(line, 11) / textZoom))
  const under = lines.length === 0 ? 0 : UNDER_GAP + (lines.length * UNDER_LINE) / textZoom
  return { x: x + (width - wide) / 2, y, width: wide, height: height + under }
}

/** At these zooms the second and the first line of words under a round node give way. */
const TWO_LINES = 0.8
const ONE_LINE = 0.5

/** The words under a round node at a zoom: what its symbol does not say. */
export function linesUnder(face: Face, textZoom = 1): readonly string[] {
  if (face.problem !== null || textZoom < ONE_LINE) return []
  // A label stands in the circle; then the words say which op it is.
  const words = face.tex === face.symbol ? face.title.toLowerCase() : face.name
  return face.caption === "" || textZoom < TWO_LINES ? [words] : [words, face.caption]
}

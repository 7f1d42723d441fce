// Where ports sit. On cards they are rows from the title down: whatever their height, cards in a line have straight
// wires. On round nodes they are spread around the circle. Params sit along the lower edge. A list port has one handle
// for each place and one more to add to. Of very many ports the first have rows; the others are bundled in one more, whose
// wires are drawn as one.

import type { NodeAnalysis } from "../analysis/analysis.ts"
import { primaryOutput, visibleOutputs } from "../analysis/ports.ts"
import { isList } from "../analysis/shapes.ts"
import type { Point } from "../document.ts"
import type { CardPorts } from "../edit/fold.ts"
import { placeName, type Sink, type Source } from "../wire.ts"

/** Inputs stand left, outputs right, params below. */
export type PortSide = "in" | "out" | "param"

/** A port as it is drawn, at a place relative to its node. */
export interface PortFace {
  /** `input`, `inputs[0]`, `weight`: the handle's id. */
  readonly id: string
  readonly port: string
  readonly index?: number
  /** On the card of a group: the node inside that the port is of. */
  readonly node?: string
  readonly side: PortSide
  readonly at: Point
  readonly wired: boolean
  /** What it takes or gives, for the tip. */
  readonly doc: string
  /** How many ports without a row of their own stand behind this one. */
  readonly more?: number
  /** The one port whose places are bundled here; absent where all others of this side are. */
  readonly bundleOf?: string
}

interface Size {
  readonly width: number
  readonly height: number
}
interface Place {
  readonly port: string
  readonly index?: number
  readonly wired: boolean
  readonly doc: string
  readonly more?: number
  readonly bundleOf?: string
}

/** The ports of a node of this size; `round` for one that is drawn as a symbol. */
export function portsOf(node: NodeAnalysis, size: Size, round: boolean): readonly PortFace[] {
  const { op } = node
  if (op === null) return unknownPorts(node, size)
  const inputs = Object.entries(op.inputs).flatMap(([port, spec]) => placesOf(node, port, spec))
  const outputs = visibleOutputs(op).flatMap((port) => outputPlaces(node, port))
  const params = node.params.map(({ name, wired }) => ({
    port: name,
    wired: wired !== null,
    doc: op.params[name]?.doc ?? "",
  }))
  const primary = primaryOutput(op)
  const sorted = [...outputs.filter((out) => out.port === primary), ...outputs.filter((out) => out.port !== primary)]
  return [
    ...inputs.map((place, i) => face(place, "in", left(size, rowOf(i, inputs.length, size, round), round))),
    ...sorted.map((place, i) => face(place, "out", right(size, rowOf(i, sorted.length, size, round), round))),
    ...params.map((place, i) => face(place, "param", below(size, (i + 1) / (params.length + 1)))),
  ]
}

/** Middle of the first row of a card, and from one row to the next. */
export const FIRST_ROW = 20
/** From one port to the next, in canvas pixels. */
export const ROW = 20

function rowOf(i: number, count: number, { height }: Size, round: boolean): number {
  return round ? Math.round((height * (i + 1)) / (count + 1)) : FIRST_ROW + ROW * i
}

/** Rows of one list port, or of one side of a card: as many as can be seen at once. */
const MOST_ROWS = 64

/** How many rows the ports of a node need. */
export function portRows(node: NodeAnalysis): number {
  const { op } = node
  if (op === null) return bundledRows(node.sources.size)
  const inputs = Object.entries(op.inputs).flatMap(([port, spec]) => placesOf(node, port, spec))
  return Math.max(inputs.length, visibleOutputs(op).flatMap((port) => outputPlaces(node, port)).length)
}

function placesOf(node: NodeAnalysis, port: string, spec: { readonly list?: true; readonly doc: string }): Place[] {
  const held = node.sources.get(port)
  if (!spec.list) return [{ port, wired: held !== undefined && held !== null, doc: spec.doc }]
  const items = isList(held) ? held : []
  const places = items.slice(0, MOST_ROWS).map((item, index) => ({ port, index, wired: item !== null, doc: spec.doc }))
  const more = items.length - places.length
  const open = { port, index: items.length, wired: more > 0, doc: spec.doc }
  return [...places, more > 0 ? { ...open, more, bundleOf: port } : open]
}

function outputPlaces(node: NodeAnalysis, port: string): Place[] {
  const spec = node.op?.outputs[port]
  const place = { port, wired: false, doc: spec?.doc ?? "" }
  if (!spec?.list) return [place]
  const shapes = node.outputs?.[port]
  const count = Array.isArray(shapes) ? shapes.length : 0
  const rows = Array.from({ length: Math.min(count, MOST_ROWS) }, (_, index) => ({ ...place, index }))
  const more = count - rows.length
  return more === 0 ? rows : [...rows, { ...place, index: rows.length, more, bundleOf: port }]
}

/** The ports of a group's card, in rows from the title down. */
export function portsOfCard(ports: CardPorts, width: number): readonly PortFace[] {
  const rows = (places: readonly (Source | Sink)[], side: "in" | "out"): readonly PortFace[] =>
    bundled(places).map(([place, more], i) => ({
      ...place,
      id: placeName(place),
      side,
      at: [side === "in" ? 0 : width, FIRST_ROW + ROW * i],
      wired: side === "in",
      doc: "",
      ...more,
    }))
  return [...rows(ports.inputs, "in"), ...rows(ports.outputs, "out")]
}

/** How many rows so many places of one side take. */
export function bundledRows(count: number): number {
  return Math.min(count, MOST_ROWS + 1)
}

/** The first places, and one that stands for all others. */
function bundled<T>(places: readonly T[]): readonly (readonly [place: T, more: { readonly more?: number }])[] {
  const count = places.length - MOST_ROWS
  return places
    .slice(0, MOST_ROWS + 1)
    .map((place, i) => [place, i === MOST_ROWS && count > 1 ? { more: count } : {}] as const)
}

/** The port under which a place is drawn: its own, or the one that it is bundled in. `id` is that of a port of its own. */
export function drawnPort(
  ports: readonly PortFace[],
  { id, port }: { readonly id: string; readonly port: string },
  side: "in" | "out",
): PortFace | undefined {
  const isHere = (face: PortFace): boolean => (face.side === "out") === (side === "out")
  return (
    ports.find((face) => face.id === id && isHere(face)) ??
    ports.find((face) => face.more !== undefined && (face.bundleOf ?? port) === port && isHere(face))
  )
}

/** An op that nobody knows still shows what is wired into it, so that the wires can be seen and cut. */
function unknownPorts(node: NodeAnalysis, size: Size): readonly PortFace[] {
  const names = bundled([...node.sources.keys()])
  return names.map(([port, more], i) =>
    face({ port, wired: true, doc: "", ...more }, "in", left(size, rowOf(i, names.length, size, false), false)),
  )
}

function face(place: Place, side: PortSide, at: Point): PortFace {
  const id = place.index === undefined ? place.port : `${place.port}[${place.index}]`
  return { ...place, id, side, at }
}

function left({ height }: Size, y: number, round: boolean): Point {
  return [round ? inset(height / 2, y) : 0, y]
}

function right({ width, height }: Size, y: number, round: boolean): Point {
  return [width - (round ? inset(height / 2, y) : 0), y]
}

function below({ height, width }: Size, column: number): Point {
  return [Math.round(width * column), height]
}

/** How far the edge of a round end of radius r stands back from its box at height y: r − √(r² − (y − r)²). */
function inset(r: number, y: number): number {
  return r - Math.sqrt(Math.max(0, r * r - (y - r) ** 2))
}

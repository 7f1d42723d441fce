// Where ports sit: inputs spread along the left edge, outputs on the right with the primary one at half height (so that
// chains run straight), params along the lower edge. List ports have one handle for each place and one more to add to.

import type { NodeAnalysis } from "../../graph/analysis.ts"
import type { Point } from "../../graph/document.ts"
import { primaryOutput, visibleOutputs } from "../../graph/ports.ts"
import { isList } from "../../graph/shapes.ts"
import type { PortFace, PortSide } from "./face.ts"

interface Size {
  readonly width: number
  readonly height: number
}
interface Place {
  readonly port: string
  readonly index?: number
  readonly wired: boolean
  readonly doc: string
}

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
    ...inputs.map((place, i) => face(place, "in", left(size, (i + 1) / (inputs.length + 1), round))),
    ...sorted.map((place, i) => face(place, "out", right(size, rowOf(i, sorted), round))),
    ...params.map((place, i) => face(place, "param", below(size, (i + 1) / (params.length + 1)))),
  ]
}

// One primary output stands in the middle, with the others under it; elements of a list are spread evenly.
function rowOf(i: number, places: readonly Place[]): number {
  if (places[0]?.index !== undefined) return (i + 1) / (places.length + 1)
  return 0.5 + (0.5 * i) / places.length
}

function placesOf(node: NodeAnalysis, port: string, spec: { readonly list?: true; readonly doc: string }): Place[] {
  const held = node.sources.get(port)
  if (!spec.list) return [{ port, wired: held !== undefined && held !== null, doc: spec.doc }]
  const items = isList(held) ? held : []
  return [...items, null].map((item, index) => ({ port, index, wired: item !== null, doc: spec.doc }))
}

function outputPlaces(node: NodeAnalysis, port: string): Place[] {
  const spec = node.op?.outputs[port]
  const place = { port, wired: false, doc: spec?.doc ?? "" }
  if (!spec?.list) return [place]
  const shapes = node.outputs?.[port]
  const count = Array.isArray(shapes) ? shapes.length : 0
  return Array.from({ length: count }, (_, index) => ({ ...place, index }))
}

/** An op that nobody knows still shows what is wired into it, so that the wires can be seen and cut. */
function unknownPorts(node: NodeAnalysis, size: Size): readonly PortFace[] {
  const names = [...node.sources.keys()]
  return names.map((port, i) =>
    face({ port, wired: true, doc: "" }, "in", left(size, (i + 1) / (names.length + 1), false)),
  )
}

function face(place: Place, side: PortSide, at: Point): PortFace {
  const { port, index, wired, doc } = place
  const id = index === undefined ? port : `${port}[${index}]`
  return { id, port, ...(index === undefined ? {} : { index }), side, at, wired, doc }
}

function left({ height, width }: Size, row: number, round: boolean): Point {
  const y = Math.round(height * row)
  return [round ? inset(width / 2, y) : 0, y]
}

function right({ height, width }: Size, row: number, round: boolean): Point {
  const y = Math.round(height * row)
  return [width - (round ? inset(width / 2, y) : 0), y]
}

function below({ height, width }: Size, column: number): Point {
  return [Math.round(width * column), height]
}

/** How far the edge of a circle of radius r stands back from its box at height y: r − √(r² − (y − r)²). */
function inset(r: number, y: number): number {
  return r - Math.sqrt(Math.max(0, r * r - (y - r) ** 2))
}

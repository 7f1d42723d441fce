// Names of places in a graph. A wire is written where it ends, `"port": "source"`; its name joins both ends.

/** An output: `node:port`, or `node:port[index]` of a list output. */
export interface Source {
  readonly node: string
  readonly port: string
  readonly index?: number
}
/** Where a wire ends: an input port, an element of a list port, or a param. */
export interface Sink {
  readonly node: string
  readonly port: string
  readonly index?: number
}
/** From an output to an input or a param. */
export interface Wire {
  /** `X:value>mu:input`, `a:output>cat:inputs[0]`. */
  readonly id: string
  readonly from: Source
  readonly to: Sink
}

/** `node:port`, `node:port[index]`. */
export function placeName(place: Source | Sink): string {
  return `${place.node}:${place.port}${place.index === undefined ? "" : `[${place.index}]`}`
}

/** A wire's id: both ends as they are written. */
export function wireName(from: Source, to: Sink): string {
  return `${placeName(from)}>${placeName(to)}`
}

/** A place as it is written; without a port it means the node's primary output. */
interface WrittenPlace {
  readonly node: string
  readonly port?: string
  readonly index?: number
}

const PLACE = /^([A-Za-z_][A-Za-z0-9_./-]{0,127}):([A-Za-z_][A-Za-z0-9_]{0,63})(?:\[(0|[1-9][0-9]{0,5})\])?$/
const BARE = /^[A-Za-z_][A-Za-z0-9_./-]{0,127}$/

/** Reads `node`, `node:port` or `node:port[i]`; null for anything else. */
export function readPlace(text: string): WrittenPlace | null {
  if (!text.includes(":")) return BARE.test(text) ? { node: text } : null
  const match = PLACE.exec(text)
  const [, node, port, index] = match ?? []
  if (node === undefined || port === undefined) return null
  return index === undefined ? { node, port } : { node, port, index: Number(index) }
}

/** The node of a place that is known to be one with a port, `node:port`. */
export function nodeOf(place: string): string {
  return place.slice(0, place.lastIndexOf(":"))
}

/** The output that a tensor's name speaks of (`X:value`, or a wire from it); null for params and buffers. */
export function outputNamed(name: string): Source | null {
  const { node, port, index } = readPlace(name.split(">")[0] ?? "") ?? {}
  if (node === undefined || port === undefined) return null
  return { node, port, ...(index === undefined ? {} : { index }) }
}

/** A cell of an output, with an index for each axis. */
export interface CellPlace {
  readonly place: string
  readonly cell: readonly number[]
}

const CELL = /^(.+)\[((?:0|[1-9][0-9]{0,8})(?:,(?:0|[1-9][0-9]{0,8}))+)\]$/

/** Reads `pool2:output[0,1,3,3]`; null for anything else: a single index is an element of a list output. */
export function readCell(text: string): CellPlace | null {
  const [, place, indices] = CELL.exec(text) ?? []
  if (place === undefined || indices === undefined || readPlace(place)?.port === undefined) return null
  return { place, cell: indices.split(",").map(Number) }
}

/** As it is read. */
export function writeCell({ place, cell }: CellPlace): string {
  return `${place}[${cell.join(",")}]`
}

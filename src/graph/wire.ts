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

export function wireName(from: Source, to: Sink): string {
  return `${placeName(from)}>${placeName(to)}`
}

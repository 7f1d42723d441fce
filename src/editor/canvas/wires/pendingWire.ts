// While a wire is being drawn: where it starts, and for every port of the other side whether it fits. Ports look up
// their own answer here; nothing else is drawn again.

import { create } from "zustand"
import { leadsTo, ledToFrom } from "../../../graph/analysis/reach.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import type { PortFace } from "../../../graph/drawing/ports.ts"
import { circle, type Fit, suits } from "../../../graph/edit/wireFits.ts"
import { placeName, readPlace, type Sink, type Source } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"

export type PortKind = "source" | "sink"

interface ConnectingState {
  /** The end that is held: an output, or an input that looks for one. */
  readonly held: { readonly kind: PortKind; readonly place: Source | Sink } | null
  /** Of every port of the other kind, by `node:port`. */
  readonly fits: ReadonlyMap<string, Fit>
}

export const useConnecting = create<ConnectingState>()(() => ({ held: null, fits: new Map() }))

/** Takes hold of an end. `without` is the wire that is being moved, if one is. */
export function startConnecting(kind: PortKind, place: Source | Sink, without?: string): void {
  const { analysis } = useAnalysis.getState()
  const loop = (kind === "source" ? leadsTo : ledToFrom)(analysis, [place.node], without)
  const fits = new Map<string, Fit>()
  for (const { data } of useFlow.getState().nodes) {
    for (const port of data.face.ports) {
      if ((port.side === "out") === (kind === "source")) continue
      const other = placeOf(data.face, port)
      const [from, to] = kind === "source" ? [place, other] : [other, place]
      fits.set(placeName(other), loop.has(other.node) ? circle(from, to) : suits(analysis, from, to))
    }
  }
  useConnecting.setState({ held: { kind, place }, fits })
}

export function stopConnecting(): void {
  if (useConnecting.getState().held !== null) useConnecting.setState({ held: null, fits: new Map() })
}

export function placeOf(face: Face, port: PortFace): Sink {
  return { node: port.node ?? face.id, port: port.port, ...(port.index === undefined ? {} : { index: port.index }) }
}

/** `input`, `inputs[1]` of a node, as React Flow names handles. */
export function placeOfHandle(node: string, handle: string): Sink {
  // The handles of a group's card are whole places of nodes inside.
  const inside = handle.includes(":") ? readPlace(handle) : null
  if (inside?.port !== undefined) return { ...inside, port: inside.port }
  const [, port = handle, index] = /^(.*)\[(\d+)\]$/.exec(handle) ?? []
  return { node, port, ...(index === undefined ? {} : { index: Number(index) }) }
}

/** Both ends of a wire that would join two handles, if it may be drawn; else why not. */
export function judge(from: Source, to: Sink): Fit {
  const { held, fits } = useConnecting.getState()
  const asked = held?.kind === "source" ? to : from
  return fits.get(placeName(asked)) ?? { kind: "no", sentence: "Nothing can be wired here." }
}

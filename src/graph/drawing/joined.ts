// Which wires are drawn, and at which ports: of those into a bundle of ports one, of those inside a card none.

import { placeName, type Sink, type Source, type Wire } from "../wire.ts"
import type { Face } from "./face.ts"
import { drawnPort, type PortFace } from "./ports.ts"

/** An end of a wire: a port on what is drawn for its node. */
export interface DrawnEnd<N> {
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

/** The port that is drawn for a place: its own, or the one that it is bundled in; undefined where there is none. */
export function portOf(face: Face, place: Source | Sink, side: "in" | "out"): PortFace | undefined {
  const name = placeName(place)
  // The ports of a group's card are called by whole places of nodes inside.
  const id = face.kind === "folded" ? name : name.slice(place.node.length + 1)
  return drawnPort(face.ports, { id, port: place.port }, side)
}

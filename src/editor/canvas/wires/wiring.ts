// Drawing, moving and cutting wires: what React Flow says, turned into edits of the document.

import type { Connection } from "@xyflow/react"
import { lockWords } from "../../../commands/allowed.ts"
import { joined } from "../../../commands/edit/inserting/joining.ts"
import { disconnect } from "../../../graph/edit/edit.ts"
import { placeName, type Sink, type Source, wireName } from "../../../graph/wire.ts"
import { edit } from "../../../state/document.ts"
import { say } from "../../../state/messages.ts"
import { useSession } from "../../../state/session.ts"
import type { FlowEdge } from "../flow/elements.ts"
import { judge, type PortKind, placeOfHandle, startConnecting, stopConnecting, useConnecting } from "./pendingWire.ts"

interface Ends {
  readonly from: Source
  readonly to: Sink
}

export function endsOf({ source, sourceHandle, target, targetHandle }: Omit<Connection, "id">): Ends | null {
  if (!sourceHandle || !targetHandle) return null
  return { from: placeOfHandle(source, sourceHandle), to: placeOfHandle(target, targetHandle) }
}

/** May these two ports be joined? Asked while a wire is dragged, after `startConnecting`. */
export function mayJoin(connection: FlowEdge | Connection): boolean {
  const ends = endsOf({
    ...connection,
    sourceHandle: connection.sourceHandle ?? null,
    targetHandle: connection.targetHandle ?? null,
  })
  return ends !== null && judge(ends.from, ends.to).kind !== "no"
}

export function join({ from, to }: Ends): void {
  edit(`Connect ${placeName(from)} to ${placeName(to)}`, (document) => joined(document, from, to), {
    select: { nodes: [], wires: [wireName(from, to)] },
  })
}

/** Moves one end of a wire: cut and joined in one entry. */
export function rejoin(edge: FlowEdge, { from, to }: Ends): void {
  const wire = edge.data?.wire
  if (wire === undefined || wireName(from, to) === wire.id) return
  edit(
    `Move the wire from ${placeName(wire.from)}`,
    (document) => {
      const same = placeName(wire.to) === placeName(to)
      return joined(same ? document : disconnect(document, wire.to), from, to)
    },
    { select: { nodes: [], wires: [wireName(from, to)] } },
  )
}

export function cut(edge: FlowEdge): void {
  const wire = edge.data?.wire
  if (wire === undefined) return
  edit(`Cut the wire from ${placeName(wire.from)} to ${placeName(wire.to)}`, (document) =>
    disconnect(document, wire.to),
  )
  useSession.getState().select({ wires: [] })
}

/** By keyboard: the first port takes hold, the second is joined to it; the same port again lets go. */
export function pickPort(kind: PortKind, place: Source | Sink): void {
  const { held } = useConnecting.getState()
  const locked = lockWords()
  if (locked !== null) {
    say(locked)
    return
  }
  if (held === null) {
    startConnecting(kind, place)
    say(`Wire from ${placeName(place)}: choose ${kind === "source" ? "an input" : "an output"}, or press Escape.`)
    return
  }
  if (held.kind === kind) {
    stopConnecting()
    if (placeName(held.place) !== placeName(place)) pickPort(kind, place)
    return
  }
  const ends = kind === "sink" ? { from: held.place, to: place } : { from: place, to: held.place }
  const fit = judge(ends.from, ends.to)
  stopConnecting()
  if (fit.kind === "no") {
    say(fit.sentence)
    return
  }
  join(ends)
  say(`Connected ${placeName(ends.from)} to ${placeName(ends.to)}.`)
}

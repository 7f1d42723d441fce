// What a wire that is drawn or moved does where it is let go: it joins, asks for an op that fits, is cut, or says why not.

import type { Connection, FinalConnectionState, OnConnectStart } from "@xyflow/react"
import { mayRun } from "../../../commands/allowed.ts"
import { insert } from "../../../commands/edit/insert.ts"
import { useCamera } from "../../../state/camera.ts"
import { openSearch } from "../../../state/search.ts"
import type { FlowEdge } from "../flow/elements.ts"
import { judge, placeOfHandle, startConnecting, stopConnecting } from "./pendingWire.ts"
import { forgetRefusal, refuse } from "./refusing.ts"
import { cut, endsOf, join, rejoin } from "./wiring.ts"

let movedWire: string | undefined
let landed = false

export const onConnectStart: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
  forgetRefusal()
  if (nodeId === null || handleId === null) return
  startConnecting(handleType === "source" ? "source" : "sink", placeOfHandle(nodeId, handleId), movedWire)
}

export function onConnect(connection: Connection): void {
  const ends = endsOf(connection)
  if (ends) join(ends)
}

export function onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  if (state.isValid !== true) land(event, state)
  stopConnecting()
}

/** On the empty canvas a wire asks for an op that fits there; on a port that cannot take it, or beside one, it says why. */
function land(event: MouseEvent | TouchEvent, { fromHandle, toHandle }: FinalConnectionState): void {
  const point = "changedTouches" in event ? event.changedTouches[0] : event
  if (!point || !fromHandle?.id) return
  const { clientX: x, clientY: y } = point
  const kind = fromHandle.type === "source" ? "source" : "sink"
  const here = placeOfHandle(fromHandle.nodeId, fromHandle.id)
  if (toHandle?.id) {
    // Back at the port that it comes from it was only picked up.
    if (toHandle.id === fromHandle.id && toHandle.nodeId === fromHandle.nodeId && toHandle.type === fromHandle.type)
      return
    const there = placeOfHandle(toHandle.nodeId, toHandle.id)
    const fit = kind === "source" ? judge(here, there) : judge(there, here)
    if (toHandle.type === fromHandle.type) refuse("A wire goes from an output to an input.", x, y)
    else if (fit.kind === "no") refuse(fit.sentence, x, y)
    return
  }
  const under = document.elementFromPoint(x, y)
  if (under?.closest(".react-flow") == null || movedWire !== undefined) return
  if (under.closest(".react-flow__node") !== null) {
    const over = under.closest(".react-flow__node")?.getAttribute("data-id")
    if (over !== fromHandle.nodeId)
      refuse(`Drop the wire on ${kind === "source" ? "an input" : "an output"} of ${over}.`, x, y)
    return
  }
  const at = useCamera.getState().camera?.at(x, y)
  if (at && mayRun(insert)) {
    openSearch({ kind: "insert", at, end: { kind, place: here } }, { x, y })
  }
}

export function onReconnectStart(_: unknown, edge: FlowEdge): void {
  movedWire = edge.id
  landed = false
}

export function onReconnect(edge: FlowEdge, connection: Connection): void {
  landed = true
  const ends = endsOf(connection)
  if (ends) rejoin(edge, ends)
}

/** An end that is dropped on nothing cuts its wire; on a port that refuses it, the wire stays. */
export function onReconnectEnd(_: unknown, edge: FlowEdge, __: unknown, state: FinalConnectionState): void {
  movedWire = undefined
  if (!landed && state.toHandle === null) cut(edge)
  stopConnecting()
}

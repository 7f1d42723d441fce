// What a menu is about: what is under the event, selected if it was not.

import type { MouseEvent } from "react"
import { useCamera } from "../../../state/camera.ts"
import { askAt } from "../../../state/search.ts"
import { useSession } from "../../../state/session.ts"
import { membersOf } from "./selecting.ts"

export type Target = "node" | "several" | "group" | "wire" | "canvas"

export function pointAt(event: MouseEvent): Target {
  const { clientX: x, clientY: y } = event
  const at = useCamera.getState().camera?.at(x, y)
  askAt(at === undefined ? null : { at, x, y })
  const target = event.target instanceof Element ? event.target : null
  const { nodes, wires, select } = useSession.getState()
  const node = target?.closest(".react-flow__node")?.getAttribute("data-id")
  const members = node == null ? [] : membersOf(node)
  if (node != null) {
    if (!members.every((id) => nodes.includes(id))) select({ nodes: members, wires: [] })
    if (!members.includes(node)) return "group"
    return useSession.getState().nodes.length > 1 ? "several" : "node"
  }
  const frame = target?.closest("[data-frame]")?.getAttribute("data-members")?.split(" ")
  if (frame) {
    select({ nodes: frame, wires: [] })
    return "group"
  }
  const wire = target?.closest("[data-wire], .react-flow__edge")
  const id = wire?.getAttribute("data-wire") ?? wire?.getAttribute("data-id")
  if (id != null) {
    if (!wires.includes(id)) select({ nodes: [], wires: [id] })
    return "wire"
  }
  // The frame around a selection of several nodes lies over them.
  return target?.closest(".react-flow__nodesselection") && nodes.length > 0 ? "several" : "canvas"
}

import type { PointerEvent } from "react"
import { useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { moveTogether } from "./gestures.ts"

/** Selects what is inside and moves it with the pointer. */
export function moveFrame(event: PointerEvent, members: readonly string[], zoom: number): void {
  if (event.button !== 0) return
  event.stopPropagation()
  const { nodes, select } = useSession.getState()
  const together = event.shiftKey ? [...new Set([...nodes, ...members])] : members
  select({ nodes: together, wires: [] })
  const [x, y] = [event.clientX, event.clientY]
  if (useDocument.getState().lock !== null) return
  const move = moveTogether(members)
  const onMove = (to: globalThis.PointerEvent): void => move.by((to.clientX - x) / zoom, (to.clientY - y) / zoom)
  const onEnd = (): void => {
    removeEventListener("pointermove", onMove)
    removeEventListener("pointerup", onEnd)
    removeEventListener("pointercancel", onEnd)
    move.end()
  }
  addEventListener("pointermove", onMove)
  addEventListener("pointerup", onEnd)
  addEventListener("pointercancel", onEnd)
}

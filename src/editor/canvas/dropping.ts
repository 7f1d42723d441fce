// Ops dragged from the palette. The canvas asks React Flow for nothing here: the camera knows where the pointer is.

import type { DragEvent } from "react"
import { insertOp } from "../../commands/inserting.ts"
import { useCamera } from "../../state/camera.ts"
import { OP_DATA } from "../palette/dragging.ts"

export function allowOp(event: DragEvent): void {
  if (!event.dataTransfer.types.includes(OP_DATA)) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "copy"
}

export function dropOp(event: DragEvent): void {
  const kind = event.dataTransfer.getData(OP_DATA)
  if (kind === "") return
  event.preventDefault()
  const at = useCamera.getState().camera?.at(event.clientX, event.clientY)
  if (at) insertOp(kind, at)
}

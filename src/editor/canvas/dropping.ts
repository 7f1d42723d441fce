// What may be dropped on the canvas: an op from the library, or a file, which is opened.

import type { DragEvent } from "react"
import { insertOp } from "../../commands/inserting.ts"
import { openFileNamed } from "../../commands/opening.ts"
import { useCamera } from "../../state/camera.ts"
import { OP_DATA } from "../palette/dragging.ts"

export function allowDrop(event: DragEvent): void {
  if (!event.dataTransfer.types.some((type) => type === OP_DATA || type === "Files")) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "copy"
}

export function drop(event: DragEvent): void {
  const [file] = event.dataTransfer.files
  if (file) {
    event.preventDefault()
    void openFileNamed(file)
  } else dropOp(event)
}

function dropOp(event: DragEvent): void {
  const kind = event.dataTransfer.getData(OP_DATA)
  if (kind === "") return
  event.preventDefault()
  const at = useCamera.getState().camera?.at(event.clientX, event.clientY)
  if (at) insertOp(kind, at)
}

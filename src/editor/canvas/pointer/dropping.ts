// What may be dropped on the canvas: an op or a block from the library, a picture for an input. Other files are the
// window's (shell/drops.ts).

import type { DragEvent } from "react"
import { insertOp } from "../../../commands/edit/inserting/inserting.ts"
import { addBlock } from "../../../commands/edit/inserting/insertingBlocks.ts"
import { insertOpOnWire } from "../../../commands/edit/inserting/insertingWired.ts"
import { useCamera } from "../../../state/camera.ts"
import { dropPicture } from "../../picture/dropping.ts"
import { BLOCK_DATA, draggedOp, OP_DATA } from "../../side/palette/dragging.ts"
import { landOp, takeLanding } from "./landing.ts"

export function allowDrop(event: DragEvent): void {
  if (!event.dataTransfer.types.some((type) => type === OP_DATA || type === BLOCK_DATA || type === "Files")) return
  event.preventDefault()
  event.dataTransfer.dropEffect = "copy"
  landOp(draggedOp(), event.clientX, event.clientY)
}

/** The drag left the canvas. */
export function forgetDrop(): void {
  takeLanding()
}

export function drop(event: DragEvent): void {
  if (event.dataTransfer.files.length === 0) dropFromLibrary(event)
  else if (dropPicture(event.target, event.dataTransfer.files)) event.preventDefault()
}

function dropFromLibrary(event: DragEvent): void {
  const op = event.dataTransfer.getData(OP_DATA)
  const block = event.dataTransfer.getData(BLOCK_DATA)
  if (op === "" && block === "") return
  event.preventDefault()
  const at = useCamera.getState().camera?.at(event.clientX, event.clientY)
  if (!at) return
  const wire = takeLanding()
  if (op !== "" && wire !== undefined) insertOpOnWire(op, wire)
  else if (op !== "") insertOp(op, at)
  else addBlock(block, at)
}

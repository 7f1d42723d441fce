// A picture file into an Input: read by the browser, cropped to the middle, resized to H×W, scaled to 0–1.

import { lockWords } from "../../commands/allowed.ts"
import { setValues } from "../../graph/edit/edit.ts"
import { writeValue } from "../../graph/values/values.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { say, warn } from "../../state/messages.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import { valueNow } from "./kept.ts"
import { fromPixels, type Painted, type PictureSize, pictureSize, withPicture } from "./plane.ts"

/** A larger file would hold the page up, and no Input shows so much of it. */
const MOST_BYTES = 20e6

/** Replaces one picture of an Input's value; one undo step. */
export function putPicture(id: string, shape: Shape, sample: number, painted: Painted, label: string): void {
  writeNumbers(id, withPicture(shape, valueNow(id, shape), sample, painted), label)
}

export function writeNumbers(id: string, tensor: Tensor, label: string, key?: string): void {
  edit(label, (d) => setValues(d, id, "value", writeValue(tensor)), {
    ...(key === undefined ? {} : { key, within: Number.POSITIVE_INFINITY }),
  })
}

export async function loadPicture(id: string, sample: number, file: File): Promise<void> {
  const locked = lockWords()
  if (locked !== null) {
    say(locked)
    return
  }
  const shape = inputShape(id)
  const size = shape === null ? null : pictureSize(shape)
  if (shape === null || size === null) {
    warn(`${id} cannot hold a picture: its shape must be N×C×H×W or C×H×W with 1 or 3 channels.`)
    return
  }
  if (file.size > MOST_BYTES) {
    warn(`“${file.name}” has ${Math.round(file.size / 1e6)} MB; pictures may have ${MOST_BYTES / 1e6}.`)
    return
  }
  try {
    const painted = fromPixels(await readPixels(file, size), size)
    putPicture(id, shape, sample, painted, `Load a picture into ${id}`)
    const colours = size.channels === 1 ? "grey" : "three channels"
    say(`“${file.name}” is in ${id}: cropped to the middle, ${size.rows}×${size.columns}, ${colours}, from 0 to 1.`)
  } catch {
    warn(
      `“${file.name}” could not be read as a picture. PNG, JPEG, GIF, WebP and what else this browser shows will do.`,
    )
  }
}

/** Shape of an Input's value; null for any other node. */
export function inputShape(id: string): Shape | null {
  const node = useAnalysis.getState().analysis.nodes.get(id)
  if (node?.op?.kind !== "Input") return null
  return node.buffers.find(({ name }) => name === "value")?.shape ?? null
}

/** RGBA bytes of the file's picture in this size: scaled until it covers H×W, the rest cut off evenly; on white. */
export async function readPixels(file: File, { rows, columns }: PictureSize): Promise<Uint8ClampedArray> {
  const bitmap = await createImageBitmap(file)
  const canvas = new OffscreenCanvas(columns, rows)
  const context = canvas.getContext("2d")
  if (context === null) throw new Error("this browser has no 2d canvas off the screen")
  const scale = Math.max(columns / bitmap.width, rows / bitmap.height)
  const [width, height] = [bitmap.width * scale, bitmap.height * scale]
  context.fillStyle = "#fff"
  context.fillRect(0, 0, columns, rows)
  context.imageSmoothingQuality = "high"
  context.drawImage(bitmap, (columns - width) / 2, (rows - height) / 2, width, height)
  bitmap.close()
  return context.getImageData(0, 0, columns, rows).data
}
